/**
 * Means and population deviations √(Σ_i (x_ij − mean_j)² / n) of the columns j of X, row-major with d
 * columns, over the given rows or all. A constant column has its value as mean and, so that it can be divided
 * by, 1 as deviation.
 */
export function moments(
  data: Float32Array | Float64Array | Uint8Array,
  d: number,
  rows?: Int32Array,
): { mean: Float64Array; deviation: Float64Array } {
  const n = rows ? rows.length : data.length / d;
  const mean = new Float64Array(d);
  const deviation = new Float64Array(d);
  const low = new Float64Array(d).fill(Infinity);
  const high = new Float64Array(d).fill(-Infinity);
  for (let r = 0; r < n; r++)
    for (let j = 0, k = (rows ? rows[r] : r) * d; j < d; j++, k++) {
      mean[j] += data[k];
      if (data[k] < low[j]) low[j] = data[k];
      if (data[k] > high[j]) high[j] = data[k];
    }
  for (let j = 0; j < d; j++) mean[j] = low[j] === high[j] ? low[j] : mean[j] / n;
  for (let r = 0; r < n; r++)
    for (let j = 0, k = (rows ? rows[r] : r) * d; j < d; j++, k++) deviation[j] += (data[k] - mean[j]) ** 2;
  for (let j = 0; j < d; j++) deviation[j] = low[j] === high[j] ? 1 : Math.sqrt(deviation[j] / n);
  return { mean, deviation };
}
