import type { Features } from "@softmax/tensor-core";

/** ‖x_i‖₂. */
export function rowNorm(features: Features, i: number): number {
  const { nColumns } = features;
  const [values, scale, from, to] =
    features.kind === "dense"
      ? [features.data, features.scale, i * nColumns, (i + 1) * nColumns]
      : [features.values, 1, features.rowStarts[i], features.rowStarts[i + 1]];
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k] * values[k];
  return Math.abs(scale) * Math.sqrt(sum);
}
