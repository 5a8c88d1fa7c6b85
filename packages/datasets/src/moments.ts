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
  for (let j = 0; j < d; j++) deviation[j] = Math.sqrt(deviation[j] / n) || 1;
  return { mean, deviation };
}
