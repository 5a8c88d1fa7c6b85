import { denseFeatures, takeRows } from "@softmax/tensor-core";
import { type Column, DataError, type Dataset } from "./dataset.js";

/**
 * The given rows of a dataset, in the given order (rows may repeat); without its test part.
 *
 * @example
 * const { train, test } = splitRows(iris.nSamples, 0.2, { seed: 1 });
 * const [learned, held] = [takeSamples(iris, train), takeSamples(iris, test)];
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
  return { ...column, values: Float64Array.from(rows, (i) => column.values[i]) };
}

/** A sample as a plain object: column names and values; `null`, `undefined` and NaN are missing. */
export type DataRecord = Readonly<Record<string, number | string | boolean | null | undefined>>;

/**
 * A dataset from plain objects. Columns are the keys met, in the order they are met; a key that an object
 * lacks is missing there. A column with a string or boolean in it is a string column, others hold numbers.
 *
 * @throws DataError for a value of another type, and for no records
 * @example
 * datasetFromRecords([{ sepal_length: 5.1, species: "setosa" }, { sepal_length: 6.3, species: null }]);
 */
export function datasetFromRecords(records: readonly DataRecord[], name = "records"): Dataset {
  if (records.length === 0) throw new DataError(`${name}: no records; expected at least one`);
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return {
    name,
    nSamples: records.length,
    columns: names.map((key) =>
      columnFrom(
        records.map((record) => record[key]),
        key,
        name,
      ),
    ),
  };
}

/** A column from values of mixed types: numbers where there is neither string nor boolean among them. */
function columnFrom(values: readonly unknown[], name: string, place: string): Column {
  const wrong = values.findIndex(
    (value) => value != null && !["number", "string", "boolean"].includes(typeof value),
  );
  if (wrong !== -1)
    throw new DataError(
      `${place}, row ${wrong + 1}: "${name}" is ${describe(values[wrong])}; expected a number, string or boolean`,
    );
  if (values.every((value) => value == null || typeof value === "number"))
    return {
      kind: "number",
      name,
      values: Float64Array.from(values, (value) => (value as number | null) ?? Number.NaN),
    };
  const index = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value == null || Number.isNaN(value)) return -1;
    const text = String(value);
    if (!index.has(text)) index.set(text, index.size);
    return index.get(text)!;
  });
  return { kind: "string", name, codes, categories: [...index.keys()] };
}

const describe = (value: unknown): string => (Array.isArray(value) ? "a list" : `a ${typeof value}`);

/**
 * A dataset from rows of numbers, as one block of float64 features called `x`, and, where given, a column
 * `label`.
 *
 * @throws DataError for rows of unequal length, and for another number of labels than rows
 * @example
 * datasetFromRows([[5.1, 3.5], [6.3, 3.3]], ["setosa", "virginica"]);
 */
export function datasetFromRows(
  rows: readonly (readonly number[])[],
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
  return { name, nSamples: rows.length, columns: [x, columnFrom(labels, "label", name)], label: "label" };
}
