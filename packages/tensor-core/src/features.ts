/**
 * Features X [nRows, nColumns] of a linear model, one row a sample.
 *
 * Dense features are row-major and stay in the type they are stored in: images remain bytes until the
 * kernel reads them. Entry (i, j) is worth `scale · data[i · nColumns + j]`.
 */
export interface DenseFeatures {
  readonly kind: "dense";
  readonly data: Float32Array | Float64Array | Uint8Array;
  readonly nRows: number;
  readonly nColumns: number;
  readonly scale: number;
}

/**
 * Compressed sparse rows: row i holds `values[k]` in column `columns[k]` for
 * k in `rowStarts[i] … rowStarts[i + 1] − 1`, columns ascending; every other entry is zero.
 */
export interface CsrFeatures {
  readonly kind: "csr";
  readonly values: Float32Array | Float64Array;
  readonly columns: Int32Array;
  readonly rowStarts: Int32Array;
  readonly nRows: number;
  readonly nColumns: number;
}

export type Features = DenseFeatures | CsrFeatures;

/**
 * Dense features over `data`, row-major; entry (i, j) is worth `scale · data[i · nColumns + j]` (default scale 1).
 *
 * @throws RangeError when the length of `data` is not nRows · nColumns
 * @example
 * denseFeatures(Uint8Array.of(0, 255, 51, 102), 2, 2, 1 / 255); // {…}, that is [[0, 1], [0.2, 0.4]], still bytes
 */
export function denseFeatures(
  data: DenseFeatures["data"],
  nRows: number,
  nColumns: number,
  scale = 1,
): DenseFeatures {
  if (data.length !== nRows * nColumns)
    throw new RangeError(
      `denseFeatures: data has ${data.length} values but [${nRows}, ${nColumns}] needs ${nRows * nColumns}`,
    );
  return { kind: "dense", data, nRows, nColumns, scale };
}

/**
 * A copy of the given rows of X, in the given order; rows may repeat.
 *
 * @throws RangeError for a row that X does not have
 * @example
 * takeRows(denseFeatures(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, 2), [2, 0]).data; // Uint8Array [5, 6, 1, 2]
 */
export function takeRows<F extends Features>(features: F, rows: ArrayLike<number>): F;
export function takeRows(features: Features, rows: ArrayLike<number>): Features {
  for (let r = 0; r < rows.length; r++)
    if (!(rows[r] >= 0 && rows[r] < features.nRows))
      throw new RangeError(`takeRows: row ${rows[r]}, but there are ${features.nRows}; rows count from 0`);
  return features.kind === "dense" ? takeDenseRows(features, rows) : takeCsrRows(features, rows);
}

function takeDenseRows(features: DenseFeatures, rows: ArrayLike<number>): DenseFeatures {
  const { data, nColumns } = features;
  const Values = data.constructor as new (length: number) => DenseFeatures["data"];
  const taken = new Values(rows.length * nColumns);
  for (let r = 0; r < rows.length; r++)
    taken.set(data.subarray(rows[r] * nColumns, (rows[r] + 1) * nColumns), r * nColumns);
  return { ...features, data: taken, nRows: rows.length };
}

function takeCsrRows(features: CsrFeatures, rows: ArrayLike<number>): CsrFeatures {
  const { values, columns, rowStarts } = features;
  const starts = new Int32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++)
    starts[r + 1] = starts[r] + rowStarts[rows[r] + 1] - rowStarts[rows[r]];
  const Values = values.constructor as new (length: number) => CsrFeatures["values"];
  const takenValues = new Values(starts[rows.length]);
  const takenColumns = new Int32Array(starts[rows.length]);
  for (let r = 0; r < rows.length; r++) {
    const [from, to] = [rowStarts[rows[r]], rowStarts[rows[r] + 1]];
    takenValues.set(values.subarray(from, to), starts[r]);
    takenColumns.set(columns.subarray(from, to), starts[r]);
  }
  return { ...features, values: takenValues, columns: takenColumns, rowStarts: starts, nRows: rows.length };
}
