import type { Features } from "./features.js";
import { checkedClassCount, checkedPredictor } from "./kernels.checked.js";
import type { LinearKernel, Predictor } from "./kernels.js";

/** The predictor that binds the rows of every call anew. */
export function predictorByRows(
  params: Float64Array,
  nColumns: number,
  bind: (features: Features) => LinearKernel,
): Predictor {
  const nClasses = checkedClassCount("predictor", "params", params, nColumns);
  const model = params.slice();
  return checkedPredictor({
    nColumns,
    nClasses,
    logits: (features, out) => bind(features).logits(model, { from: 0, to: features.nRows }, out),
    probabilities: (features, out) =>
      bind(features).probabilities(model, { from: 0, to: features.nRows }, out),
  });
}
