import { findColumn } from "./columns.js";
import { compareLabels } from "./compare.js";
import {
  type Column,
  DataError,
  type Dataset,
  type Label,
  type NumberColumn,
  rowPlace,
  type StringColumn,
} from "./dataset.js";

export interface EncodedLabels {
  /** Class index of every row; −1 where the label is missing or not among the classes. */
  readonly targets: Int32Array;
  /** Ascending: numbers by value, strings by code point. */
  readonly classes: readonly Label[];
}

/**
 * Turns a label column into class indices. Without `classes` every value met is a class, ascending; with
 * them (those of a model) the column's values are looked up among them, `1` and `"1"` being the same.
 *
 * @throws DataError where the column is a block or numbers that are not whole
 * @example
 * const animals = datasetFromRecords([{ legs: 4, kind: "cat" }, { legs: 2, kind: "bird" }]);
 * encodeLabels(animals, "kind"); // { targets: [1, 0], classes: ["bird", "cat"] }
 */
export function encodeLabels(dataset: Dataset, column: string, classes?: readonly Label[]): EncodedLabels {
  const found = findColumn(dataset, column);
  if (found.kind === "block")
    throw new DataError(
      `${dataset.name}: label "${column}" is a block of features; expected one value a row`,
    );
  if (found.kind === "string") return encodeStrings(found, classes);
  const fraction = found.values.findIndex((value) => !Number.isNaN(value) && !Number.isInteger(value));
  if (fraction !== -1)
    throw new DataError(
      `${rowPlace(dataset, fraction)}: label ${found.values[fraction]} in column "${column}" is not whole; expected classes, not measurements`,
    );
  return encodeNumbers(found, classes);
}

function encodeStrings({ codes, categories }: StringColumn, given?: readonly Label[]): EncodedLabels {
  const used = new Set(codes);
  const classes = given ?? categories.filter((_, code) => used.has(code)).sort(compareLabels);
  const classOf = classIndex(classes);
  const byCode = Int32Array.from(categories, classOf);
  return { targets: codes.map((code) => (code === -1 ? -1 : byCode[code])), classes };
}

function encodeNumbers({ values }: NumberColumn, given?: readonly Label[]): EncodedLabels {
  const classes = given ?? [...new Set(values)].filter((value) => !Number.isNaN(value)).sort(compareLabels);
  const classOf = classIndex(classes);
  const byValue = new Map<number, number>([[Number.NaN, -1]]);
  const targets = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let target = byValue.get(values[i]);
    if (target === undefined) byValue.set(values[i], (target = classOf(values[i])));
    targets[i] = target;
  }
  return { targets, classes };
}

function classIndex(classes: readonly Label[]): (label: Label) => number {
  const index = new Map(classes.map((label, c) => [String(label), c]));
  return (label) => index.get(String(label)) ?? -1;
}

/** The values of a column as labels, `null` where missing: for the predictions' neighbors and groups. */
export function columnLabels(column: Column): (Label | null)[] {
  if (column.kind === "block")
    throw new DataError(`column "${column.name}" is a block of features; expected one value a row`);
  if (column.kind === "string")
    return Array.from(column.codes, (code) => (code === -1 ? null : column.categories[code]));
  return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
}
