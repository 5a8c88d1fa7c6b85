import {
  type ChosenColumns,
  type ColumnChoice,
  chooseColumns,
  type Dataset,
  type Column as LocalColumn,
} from "@softmax/datasets";
import { as, call, cast, column, type Expr, either, nothing, text, texts } from "./expressions.js";
import type { DataType } from "./generated/types_pb.js";
import { aggregate, limit, project, type Relation } from "./relations.js";
import { collect } from "./rows.js";
import type { SparkSession } from "./session.js";
import type { ResolvedSource } from "./source.js";
import { SparkError } from "./sparkError.js";

/** A column of the cluster's table as our readers would see it. */
export interface TableColumn {
  readonly name: string;
  /** `block` is an array or a vector a row; `other` cannot be learned from. */
  readonly kind: "number" | "string" | "block" | "other";
  /** Spark's name of the type. */
  readonly type: string;
  /** number: a double, null where missing. string: null where missing. block: an array of doubles. */
  readonly value: Expr;
}

/** A table in the cluster, of which the columns are known. */
export interface Table {
  readonly name: string;
  readonly relation: Relation;
  readonly columns: readonly TableColumn[];
  /** Whether its blocks are sparse, so that they are not standardized. */
  readonly sparse: boolean;
  readonly label?: string;
}

/** libsvm's columns are called as our reader calls them, so that a model of the one is a model of the other. */
const SVMLIGHT_BLOCK = "x";

/** Asks Spark for the columns of the source. A CSV's are numbers where all their values are, by the rules of our reader. */
export async function openTable(
  session: SparkSession,
  { name, format, relation, lines }: ResolvedSource,
): Promise<Table> {
  const { fields } = await session.schema("reading the columns", relation);
  const columns = fields.map(({ name, dataType }) => columnOf(name, dataType));
  if (format === "libsvm")
    return { name, relation, columns: columns.map(renamed), sparse: true, label: "label" };
  if (format === "json")
    return { name, relation, columns: await inOrder(session, lines, columns), sparse: false };
  const known = format === "csv" ? await withNumbers(session, relation, columns) : columns;
  return { name, relation, columns: known, sparse: false };
}

const renamed = (each: TableColumn): TableColumn =>
  each.name === "features" ? { ...each, name: SVMLIGHT_BLOCK } : each;

/**
 * The columns that a run uses, by the rules of `chooseColumns`.
 *
 * @throws DataError where a column is missing or has two parts to play, or no label can be told
 */
export function chosenColumns({ name, columns, label }: Table, choice: ColumnChoice): ChosenColumns {
  const empty = (each: TableColumn): LocalColumn => ({
    kind: "number",
    name: each.name,
    values: new Float64Array(0),
  });
  const dataset: Dataset = { name, nSamples: 0, columns: columns.map(empty), label };
  return chooseColumns(dataset, choice);
}

/** @throws SparkError that says how the columns are called, where none has this name */
export function tableColumn({ name: table, columns }: Table, name: string): TableColumn {
  const found = columns.find((each) => each.name === name);
  if (found) return found;
  const names = columns.slice(0, 20).map((each) => `"${each.name}"`);
  const more = columns.length > names.length ? " …" : "";
  throw new SparkError(`${table}: no column "${name}"; it has ${names.join(", ")}${more}`);
}

const NUMBERS = new Set(["byte", "short", "integer", "long", "float", "double", "decimal"]);
const STRINGS = new Set(["string", "char", "varChar"]);

function columnOf(name: string, dataType: DataType | undefined): TableColumn {
  const kind = dataType?.kind.case;
  const type = kind ?? "unknown";
  const value = column(name);
  if (kind === undefined) return { name, kind: "other", type, value };
  if (NUMBERS.has(kind)) return { name, kind: "number", type, value: present(cast(value, "double")) };
  if (STRINGS.has(kind)) return { name, kind: "string", type, value: knownText(value) };
  if (kind === "boolean") return { name, kind: "string", type, value: cast(value, "string") };
  const block = blockOf(dataType!, value);
  return block ? { name, kind: "block", type, value: block } : { name, kind: "other", type, value };
}

function blockOf({ kind }: DataType, value: Expr): Expr | undefined {
  if (kind.case === "udt" && kind.value.jvmClass === "org.apache.spark.ml.linalg.VectorUDT")
    return call("vector_to_array", value, text("float64"));
  const isArray = kind.case === "array" && NUMBERS.has(kind.value.elementType?.kind.case ?? "");
  return isArray ? cast(value, "array<double>") : undefined;
}

/** NaN is missing, as null is. */
const present = (value: Expr): Expr => call("nanvl", value, nothing("double"));

/** What our readers take for missing: `isMissing` of @softmax/datasets. */
const MISSING = ["", "?", "na", "n/a", "nan", "null"];
const knownText = (value: Expr): Expr =>
  either(call("array_contains", texts(MISSING), call("lower", value)), nothing("string"), value);

/** A number as our readers take it: `isNumeric` of @softmax/datasets. */
const NUMBER = "(?i)^[+-]?(\\d+(\\.\\d*)?|\\.\\d+)(e[+-]?\\d+)?\\z";

/** Spark sorts the fields of JSON by name; here they come as the first line has them, as with our reader, others behind. */
async function inOrder(
  session: SparkSession,
  lines: Relation,
  columns: readonly TableColumn[],
): Promise<TableColumn[]> {
  const [first] = await collect(session, "the order of the columns", limit(lines, 1));
  const line = String(first?.value ?? "");
  const keys = line.startsWith("{") && line.endsWith("}") ? Object.keys(JSON.parse(line)) : [];
  const place = ({ name }: TableColumn) => (keys.includes(name) ? keys.indexOf(name) : keys.length);
  return [...columns].sort((a, b) => place(a) - place(b));
}

/** The columns of a CSV, those of nothing but numbers as numbers. */
async function withNumbers(
  session: SparkSession,
  relation: Relation,
  columns: readonly TableColumn[],
): Promise<TableColumn[]> {
  const values = project(relation, [
    as(call("posexplode", call("array", ...columns.map(({ value }) => value))), "j", "v"),
  ]);
  const others = aggregate(
    values,
    [column("j")],
    [as(call("count_if", call("!", call("rlike", column("v"), text(NUMBER)))), "others")],
  );
  const found = await collect(session, "finding out which columns are numbers", others);
  const areNumbers = new Set(found.filter(({ others }) => Number(others) === 0).map(({ j }) => Number(j)));
  return columns.map((each, j) =>
    areNumbers.has(j) ? { ...each, kind: "number", value: cast(each.value, "double") } : each,
  );
}
