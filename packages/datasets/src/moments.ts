/**
 * Means and population deviations √(Σ_i (x_ij − mean_j)² / n) of the columns j of X, row-major with d
 * columns, over the given rows or all. A constant column has its value as mean and, so that it can be divided
 * by, 1 as deviation: sums are those of the differences from the first row.
 */
export function moments(
  data: Float32Array | Float64Array | Uint8Array,
  d: number,
  rows?: Int32Array,
): { mean: Float64Array; deviation: Float64Array } {
  const n = rows ? rows.length : data.length / d;
  const origin = rows ? rows[0] * d : 0;
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  for (let r = 0; r < n; r++)
    for (let j = 0, k = (rows ? rows[r] : r) * d; j < d; j++, k++) mean[j] += data[k] - data[origin + j];
  for (let j = 0; j < d; j++) mean[j] = data[origin + j] + mean[j] / n;
  for (let r = 0; r < n; r++)
    for (let j = 0, k = (rows ? rows[r] : r) * d; j < d; j++, k++) deviation[j] += (data[k] - mean[j]) ** 2;
  for (let j = 0; j < d; j++) {
    const squares = deviation[j];
    const exact = squares > SAFE && squares < 1 / SAFE;
    deviation[j] = (exact ? Math.sqrt(squares / n) : scaledDeviation(data, d, j, mean[j], rows)) || 1;
  }
  return { mean, deviation };
}

/** Sums of squares below this, or above its inverse, have lost digits to underflow or overflow. */
const SAFE = 1e-280;

/** The same deviation of one column, its differences divided by the largest before they are squared. */
function scaledDeviation(
  data: Float32Array | Float64Array | Uint8Array,
  d: number,
  j: number,
  mean: number,
  rows?: Int32Array,
): number {
  const n = rows ? rows.length : data.length / d;
  const difference = (r: number) => Math.abs(data[(rows ? rows[r] : r) * d + j] - mean);
  let largest = 0;
  for (let r = 0; r < n; r++) largest = Math.max(largest, difference(r));
  if (largest === 0) return 0;
  let squares = 0;
  for (let r = 0; r < n; r++) squares += (difference(r) / largest) ** 2;
  return largest * Math.sqrt(squares / n);
}
