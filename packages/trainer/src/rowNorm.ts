import type { Features } from "@softmax/tensor-core";

/** ‖x_i‖₂, by four sums, since each addition waits for the one before it. */
export function rowNorm(features: Features, i: number): number {
  const { nColumns } = features;
  const [values, scale, from, to] =
    features.kind === "dense"
      ? [features.data, features.scale, i * nColumns, (i + 1) * nColumns]
      : [features.values, 1, features.rowStarts[i], features.rowStarts[i + 1]];
  let [a, b, c, d] = [0, 0, 0, 0];
  const end = from + ((to - from) & ~3);
  for (let k = from; k < end; k += 4) {
    a += values[k] * values[k];
    b += values[k + 1] * values[k + 1];
    c += values[k + 2] * values[k + 2];
    d += values[k + 3] * values[k + 3];
  }
  for (let k = end; k < to; k++) a += values[k] * values[k];
  return Math.abs(scale) * Math.sqrt(a + b + (c + d));
}

/** mean_i w_i ‖x_i‖²; 0 without rows. */
export function meanSquaredNorm(features: Features, weights?: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < features.nRows; i++) sum += (weights ? weights[i] : 1) * rowNorm(features, i) ** 2;
  return sum / Math.max(features.nRows, 1);
}
