import { compareLabels, DataError, type Label } from "@softmax/datasets";
import { as, call, cast, column, double, doubles, type Expr, integer, minus, texts } from "./expressions.js";
import { aggregate, limit, project } from "./relations.js";
import { collect } from "./rows.js";
import type { SparkSession } from "./session.js";
import { SparkError } from "./sparkError.js";
import { type Table, tableColumn } from "./table.js";

/** The classes of a table, ascending, and how much of each there is. */
export interface ClassCounts {
  readonly classes: readonly Label[];
  /** Rows of each class. */
  readonly counts: Float64Array;
  /** Sum of the sample weights of each class; the counts, where there is no weight column. */
  readonly weights: Float64Array;
}

const MOST_CLASSES = 10_000;

/**
 * Counts the rows of every label; refuses labels and weights that training refuses.
 *
 * @throws DataError where a row has no label, labels are not whole, there are fewer than two, or a weight is wrong
 */
export async function countClasses(
  session: SparkSession,
  table: Table,
  label: string,
  weight: string | undefined,
): Promise<ClassCounts> {
  const { kind, value } = labelColumn(table, label);
  const w = weight === undefined ? double(1) : weightOf(table, weight);
  const rows = await collect(
    session,
    "counting the classes",
    limit(
      aggregate(
        project(table.relation, [as(value, "label"), as(w, "w")]),
        [column("label")],
        [
          as(call("count", double(1)), "n"),
          as(call("sum", column("w")), "weight"),
          as(call("count_if", call("!", isWeight)), "wrong"),
        ],
      ),
      MOST_CLASSES + 1,
    ),
  );
  const read = rows.map(({ label, n, weight, wrong }) => ({
    label: label === null ? null : kind === "number" ? Number(label) : String(label),
    ...{ n: Number(n), weight: Number(weight), wrong: Number(wrong) },
  }));
  refuseRows(table.name, label, weight, read);
  const sorted = read.sort((a, b) => compareLabels(a.label!, b.label!));
  return {
    classes: sorted.map(({ label }) => label!),
    counts: Float64Array.from(sorted, ({ n }) => n),
    weights: Float64Array.from(sorted, ({ weight }) => weight),
  };
}

/** A missing weight is wrong, too. */
const isWeight: Expr = call(
  "coalesce",
  call("and", call(">=", column("w"), double(0)), call("<", column("w"), double(Infinity))),
  call("<", integer(1), integer(0)),
);

/** The sample weight of a row. */
export function weightOf(table: Table, name: string): Expr {
  const { kind, type, value } = tableColumn(table, name);
  if (kind === "number") return value;
  throw new DataError(`${table.name}: weight column "${name}" is of type ${type}; expected numbers`);
}

interface CountedLabel {
  readonly label: Label | null;
  readonly n: number;
  readonly weight: number;
  readonly wrong: number;
}

function refuseRows(
  place: string,
  label: string,
  weight: string | undefined,
  rows: readonly CountedLabel[],
): void {
  if (rows.length === 0) throw new DataError(`${place}: no rows of data; expected at least one`);
  if (rows.length > MOST_CLASSES)
    throw new SparkError(`${place}: column "${label}" holds more than ${MOST_CLASSES} different labels`);
  const unlabelled = rows.find((row) => row.label === null);
  if (unlabelled)
    throw new DataError(
      `${place}: ${unlabelled.n} rows have no label in column "${label}"; expected one in every row`,
    );
  const fraction = rows.find((row) => typeof row.label === "number" && !Number.isInteger(row.label));
  if (fraction)
    throw new DataError(
      `${place}: label ${fraction.label} in column "${label}" is not whole; expected classes, not measurements`,
    );
  if (rows.length < 2)
    throw new DataError(
      `${place}: column "${label}" holds one class, ${JSON.stringify(rows[0].label)}, in all ${rows[0].n} rows; expected at least two`,
    );
  const wrong = rows.reduce((sum, row) => sum + row.wrong, 0);
  if (wrong > 0)
    throw new DataError(
      `${place}: ${wrong} weights in column "${weight}" are not numbers ≥ 0; expected such`,
    );
  const empty = rows.find((row) => row.weight === 0);
  if (empty)
    throw new SparkError(
      `${place}: column "${weight}" holds the weight 0 in all rows of class ${JSON.stringify(empty.label)}; expected a positive one for every class`,
    );
}

function labelColumn(table: Table, name: string) {
  const found = tableColumn(table, name);
  if (found.kind === "number" || found.kind === "string") return found;
  throw new DataError(`${table.name}: label "${name}" is of type ${found.type}; expected one value a row`);
}

/** The class index of a row, from 0; null where its label is none of the classes. `1` and `"1"` are the same label. */
export function classIndex(table: Table, label: string, classes: readonly Label[]): Expr {
  const { kind, value } = labelColumn(table, label);
  const known = kind === "number" ? doubles(classes.map(Number)) : texts(classes.map(String));
  const position = call("nullif", call("array_position", known, value), cast(integer(0), "bigint"));
  return cast(minus(position, integer(1)), "int");
}
