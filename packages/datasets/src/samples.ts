import { denseFeatures, takeRows } from "@softmax/tensor-core";
import { type Column, DataError, type Dataset, type NumberArray } from "./dataset.js";
import { columnFromValues } from "./valueColumn.js";

/**
 * The given rows of a dataset, in the given order (rows may repeat); without its test part.
 *
 * @example
 * const data = datasetFromRecords([{ x: 1 }, { x: 2 }, { x: 3 }]);
 * takeSamples(data, Int32Array.of(2, 0)).columns[0].values; // [3, 1]
 */
export function takeSamples(dataset: Dataset, rows: Int32Array): Dataset {
  const { name, label } = dataset;
  return {
    name,
    label,
    nSamples: rows.length,
    columns: dataset.columns.map((column) => takeValues(column, rows)),
  };
}

function takeValues(column: Column, rows: Int32Array): Column {
  if (column.kind === "block") return { ...column, features: takeRows(column.features, rows) };
  if (column.kind === "string") return { ...column, codes: rows.map((i) => column.codes[i]) };
  const Values = column.values.constructor as new (length: number) => NumberArray;
  const values = new Values(rows.length);
  for (let r = 0; r < rows.length; r++) values[r] = column.values[rows[r]];
  return { ...column, values };
}

/** A sample as a plain object: column names and values; `null`, `undefined` and NaN are missing. */
export type DataRecord = Readonly<Record<string, number | string | boolean | null | undefined>>;

/**
 * A dataset from plain objects. Columns are the keys met, in the order they are met; a key that an object
 * lacks is missing there, as are the strings that a CSV file may have for "none". A column is numeric when
 * nothing but numbers is in it, else it is strings.
 *
 * @throws DataError for a value of another type or an infinite one, and for no records
 * @example
 * datasetFromRecords([{ length: 5.1, species: "setosa" }, { length: 6.3, species: null }]).nSamples; // 2
 */
export function datasetFromRecords(records: readonly DataRecord[], name = "records"): Dataset {
  if (records.length === 0) throw new DataError(`${name}: no records; expected at least one`);
  const keys = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = keys.map((key) =>
    columnFromValues(
      key,
      records.map((record) => record[key]),
      rowOf(name),
    ),
  );
  return { name, nSamples: records.length, columns };
}

const rowOf = (name: string) => (row: number) => `${name}, row ${row + 1}`;

/**
 * A dataset from rows of numbers, as one block of float64 features called `x`, and, where given, a column
 * `label`.
 *
 * @throws DataError for rows of unequal length, and for another number of labels than rows
 * @example
 * datasetFromRows([[5.1, 3.5], [6.3, 3.3]], ["setosa", "virginica"]).label; // "label"
 */
export function datasetFromRows(
  rows: readonly ArrayLike<number>[],
  labels?: readonly (string | number)[],
  name = "rows",
): Dataset {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged !== -1)
    throw new DataError(`${name}, row ${ragged + 1}: ${rows[ragged].length} numbers, expected ${width}`);
  const data = new Float64Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(row, i * width);
  const x: Column = { kind: "block", name: "x", features: denseFeatures(data, rows.length, width) };
  if (!labels) return { name, nSamples: rows.length, columns: [x] };
  if (labels.length !== rows.length)
    throw new DataError(`${name}: ${labels.length} labels for ${rows.length} rows; expected one a row`);
  return {
    name,
    nSamples: rows.length,
    columns: [x, columnFromValues("label", labels, rowOf(name))],
    label: "label",
  };
}
