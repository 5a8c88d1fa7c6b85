import {
  type BlockEncoder,
  DataError,
  type Encoder,
  type NumberEncoder,
  type OneHotEncoder,
} from "@softmax/datasets";
import { compareCodePoints } from "@softmax/tensor-core";
import { as, call, column, double } from "./expressions.js";
import { aggregate, filter, limit, project } from "./relations.js";
import { collect, collectOne, type Row } from "./rows.js";
import type { SparkSession } from "./session.js";
import { SparkError } from "./sparkError.js";
import { type Table, type TableColumn, tableColumn } from "./table.js";

export interface FitOptions {
  readonly columns: readonly string[];
  readonly standardize?: boolean;
  readonly scale: number;
}

/** What was learned from all rows of a table, and what of it deserves a word. */
export interface FittedEncoders {
  readonly encoders: readonly Encoder[];
  readonly warnings: readonly string[];
}

/** Distinct texts of a column beyond which it is no set of categories. */
const MOST_CATEGORIES = 1000;
/** Features that a row may have as an array. */
const MOST_FEATURES = 16_384;

/**
 * The encoders that `fitEncoders` of @softmax/datasets would learn from these rows: exact medians, means and population
 * deviations once the median stands for what is missing, categories by code point.
 *
 * @throws SparkError where a column is one that only the local engine can learn from: text, dates, nested values
 */
export async function fitEncoders(
  session: SparkSession,
  table: Table,
  options: FitOptions,
): Promise<FittedEncoders> {
  const columns = options.columns.map((name) => usable(table, tableColumn(table, name)));
  const numbers = columns.filter(({ kind }) => kind === "number");
  const [fitted, missing] = await fitNumbers(session, table, numbers, options);
  const encoders: Encoder[] = [];
  for (const each of columns)
    if (each.kind === "number") encoders.push(fitted.get(each.name)!);
    else if (each.kind === "string") encoders.push(await fitCategories(session, table, each));
    else encoders.push(await fitBlock(session, table, each, options));
  const width = encoders.reduce((sum, encoder) => sum + widthOf(encoder), 0);
  if (width > MOST_FEATURES)
    throw new SparkError(`${table.name}: ${width} features; expected at most ${MOST_FEATURES} on Spark`);
  return {
    encoders,
    warnings:
      missing.length > 0 ? [`missing values replaced by the training median: ${missing.join(", ")}`] : [],
  };
}

const widthOf = (encoder: Encoder): number => {
  if (encoder.kind === "block") return encoder.nFeatures;
  return encoder.kind === "one-hot" ? encoder.categories.length : 1;
};

function usable(table: Table, each: TableColumn): TableColumn {
  if (each.kind !== "other") return each;
  throw new SparkError(
    `${table.name}: column "${each.name}" is of type ${each.type}; expected numbers, strings, booleans or arrays of numbers; leave it out`,
  );
}

/** One pass: the rows' numbers are laid out one below the other and gathered by column. */
async function fitNumbers(
  session: SparkSession,
  table: Table,
  columns: readonly TableColumn[],
  { standardize = true, scale }: FitOptions,
): Promise<[Map<string, NumberEncoder>, string[]]> {
  if (columns.length === 0) return [new Map(), []];
  const values = call("array", ...columns.map(({ value }) => value));
  const long = project(table.relation, [as(call("posexplode", values), "j", "v")]);
  const rows = await collect(session, "means and medians", aggregate(long, [column("j")], statistics));
  const missing: string[] = [];
  const encoders = rows.map((row): [string, NumberEncoder] => {
    const { name } = columns[Number(row.j)];
    const { gaps, ...learned } = numberStatistics(table.name, name, row);
    if (gaps > 0) missing.push(`${gaps} in ${name}`);
    const { median, mean, deviation } = learned;
    return [
      name,
      standardize
        ? { kind: "number", column: name, median, mean, deviation }
        : { kind: "number", column: name, median, mean: 0, deviation: 1 / scale },
    ];
  });
  return [new Map(encoders), missing];
}

const v = column("v");
const statistics = [
  as(call("count", double(1)), "n"),
  as(call("count", v), "known"),
  as(call("median", v), "median"),
  as(call("avg", v), "mean"),
  as(call("stddev_pop", v), "deviation"),
  as(call("max", call("abs", v)), "largest"),
];

/** Mean and deviation of a column in which its median stands for what is missing. */
export function numberStatistics(place: string, name: string, row: Row) {
  const [n, known, median, ofKnown, deviation, largest] = [
    "n",
    "known",
    "median",
    "mean",
    "deviation",
    "largest",
  ].map((key) => Number(row[key] ?? 0));
  if (known === 0)
    throw new DataError(`${place}: column "${name}" has no value in the training rows; leave it out`);
  if (largest === Infinity)
    throw new DataError(`${place}: column "${name}" holds an infinite value; expected finite numbers`);
  const share = known / n;
  const mean = median + share * (ofKnown - median);
  const variance = share * (deviation ** 2 + (ofKnown - mean) ** 2) + (1 - share) * (median - mean) ** 2;
  return {
    gaps: n - known,
    median,
    mean: known === n ? ofKnown : mean,
    deviation: (known === n ? deviation : Math.sqrt(variance)) || 1,
  };
}

async function fitCategories(session: SparkSession, table: Table, each: TableColumn): Promise<OneHotEncoder> {
  const { name, value } = each;
  const known = filter(project(table.relation, [as(value, "v")]), call("isnotnull", v));
  const counts = limit(aggregate(known, [v], [as(call("count", double(1)), "n")]), MOST_CATEGORIES + 1);
  const rows = await collect(session, `the categories of "${name}"`, counts);
  const categories = rows.map((row) => String(row.v)).sort(compareCodePoints);
  refuseCategories(table.name, name, categories);
  return { kind: "one-hot", column: name, categories };
}

/** A date or time of day in one of the usual notations: digits that are parted by -, / or :. */
const DATE = /^\d{1,4}([-/.:]\d{1,2}){1,2}([-/.]\d{2,4})?([T ,].*)?$/;

function refuseCategories(place: string, name: string, categories: readonly string[]): void {
  const where = `${place}: column "${name}"`;
  if (categories.length === 0)
    throw new DataError(`${where} has no value in the training rows; leave it out`);
  if (categories.length > MOST_CATEGORIES)
    throw new SparkError(
      `${where} holds more than ${MOST_CATEGORIES} different texts; Spark takes categories, not free text; leave it out`,
    );
  if (categories.every((text) => DATE.test(text)))
    throw new DataError(
      `${where} holds dates or times such as "${categories[0]}"; expected numbers or categories; leave it out`,
    );
}

/** Arrays of numbers: all of one length, without gaps. */
async function fitBlock(
  session: SparkSession,
  table: Table,
  { name, value }: TableColumn,
  { standardize, scale }: FitOptions,
): Promise<BlockEncoder> {
  if (table.sparse && standardize)
    throw new DataError(
      `${table.name}: column "${name}" is sparse and standardizing would fill its zeros; turn standardize off`,
    );
  const step = `the columns of "${name}"`;
  const arrays = project(table.relation, [as(value, "x")]);
  const sizes = ["min", "max"].map((extreme) => as(call(extreme, call("size", column("x"))), extreme));
  const { min, max } = await collectOne(session, step, aggregate(arrays, [], sizes));
  if (min !== max || Number(min) < 1)
    throw new DataError(
      `${table.name}: column "${name}" has rows of ${min} to ${max} values; expected the same`,
    );
  const nFeatures = Number(max);
  const encoder = { kind: "block", column: name, nFeatures, scale } as const;
  if (!(standardize ?? !table.sparse)) return encoder;
  const long = project(arrays, [as(call("posexplode", column("x")), "j", "v")]);
  const rows = await collect(session, step, aggregate(long, [column("j")], statistics));
  const [mean, deviation] = [new Float64Array(nFeatures), new Float64Array(nFeatures)];
  for (const row of rows) {
    const learned = numberStatistics(table.name, `${name}[${row.j}]`, row);
    if (learned.gaps > 0) throw new DataError(`${table.name}: column "${name}" has gaps; expected numbers`);
    mean[Number(row.j)] = learned.mean * scale;
    deviation[Number(row.j)] = learned.deviation * scale;
  }
  return { ...encoder, mean, deviation };
}
