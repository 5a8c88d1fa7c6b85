import type { Metric } from "./objective.js";

/** M = diag(diagonal), whose entries must be positive. */
export const diagonalMetric = (diagonal: Float64Array): Metric => ({
  diagonal,
  addColumn(j, factor, out) {
    out[j] += factor * diagonal[j];
  },
});
