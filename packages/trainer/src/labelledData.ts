import {
  type ChosenColumns,
  type Column,
  chooseColumns,
  columnLabels,
  DataError,
  type Dataset,
  encodeLabels,
  findColumn,
  type Label,
  rowPlace,
} from "@softmax/datasets";
import type { RunConfig } from "./runConfig.js";

/** A dataset of which it is known what to predict: every row has a class. */
export interface LabelledData {
  readonly dataset: Dataset;
  readonly columns: ChosenColumns;
  readonly classes: readonly Label[];
  /** Class index of every row. */
  readonly targets: Int32Array;
  /** A number for every row, equal where rows belong on one side of every split. */
  readonly groups?: ArrayLike<number>;
}

/** @throws DataError where no label can be told, a row has none, or all rows have the same. */
export function labelledData(dataset: Dataset, config: RunConfig): LabelledData {
  const columns = chooseColumns(dataset, config);
  const { targets, classes } = encodeLabels(dataset, columns.label);
  refuseUnlabelled(dataset, columns.label, targets);
  refuseOneClass(dataset, columns.label, classes);
  const { group } = columns;
  const groups = group === undefined ? undefined : groupCodes(dataset.name, findColumn(dataset, group));
  return { dataset, columns, classes, targets, groups };
}

export function refuseOneClass(
  { name, nSamples }: Pick<Dataset, "name" | "nSamples">,
  label: string,
  classes: readonly Label[],
): void {
  if (classes.length < 2)
    throw new DataError(
      `${name}: column "${label}" holds ${classes.length === 1 ? `one class, ${JSON.stringify(classes[0])},` : "no class"} in all ${nSamples} rows; expected at least two`,
    );
}

/** What the splits of these rows go by: a class and, where they belong together, a group for every one. */
export function codesOf({ targets, groups }: LabelledData, rows: Int32Array) {
  const of = (codes: ArrayLike<number>) => Float64Array.from(rows, (i) => codes[i]);
  return { stratify: of(targets), groups: groups && of(groups) };
}

/** @throws DataError that names the first row whose label is missing or none of the classes. */
export function refuseUnlabelled(
  dataset: Dataset,
  label: string,
  targets: Int32Array,
  classes?: readonly Label[],
): void {
  const row = targets.indexOf(-1);
  if (row === -1) return;
  const value = columnLabels(findColumn(dataset, label))[row];
  const found = value === null ? "no label" : `label ${JSON.stringify(value)}`;
  const expected = classes ? `one of the ${classes.length} classes of the training data` : "one in every row";
  throw new DataError(`${rowPlace(dataset, row)}: ${found} in column "${label}"; expected ${expected}`);
}

export function groupCodes(place: string, column: Column): ArrayLike<number> {
  if (column.kind === "string") return column.codes;
  if (column.kind === "number") return column.values;
  throw new DataError(`${place}: group column "${column.name}" is a block; expected one group a row`);
}
