import type { RowRange } from "@softmax/tensor-core";
import { diagonalMetric } from "./metric.js";
import type { Objective } from "./objective.js";

/**
 * A convex quadratic to try solvers on, with everything an objective can have:
 *
 *     f(θ) = ½ Σ_j a_j (θ_j − m_j)²
 *
 * seen as the mean over d samples, sample j being the j-th term times d. Its minimum is 0, at m; its condition
 * number max a / min a; its curvature is known exactly, whatever the sample.
 *
 * @param curvatures a, [d], positive.
 * @param minimum m, [d].
 * Throws a RangeError when the lengths differ.
 *
 * @example
 * minimize(bowl([1, 100], [3, 4]), new Float64Array(2), lbfgs()).params; // [3.0000, 4.0000]
 */
export function bowl(
  curvatures: ArrayLike<number>,
  minimum: ArrayLike<number>,
): Required<Omit<Objective, "l1" | "refined" | "dual" | "shuffledBatch">> {
  const size = curvatures.length;
  if (minimum.length !== size)
    throw new RangeError(
      `bowl: there are ${size} curvatures but the minimum has ${minimum.length} coordinates`,
    );

  const overTerms = (params: Float64Array, { from, to, order }: RowRange, gradient: Float64Array) => {
    const factor = size / (to - from);
    let value = 0;
    gradient.fill(0);
    for (let k = from; k < to; k++) {
      const j = order ? order[k] : k;
      const distance = params[j] - minimum[j];
      gradient[j] = factor * curvatures[j] * distance;
      value += (gradient[j] * distance) / 2;
    }
    return value;
  };
  const inverse = () => (gradient: Float64Array, out: Float64Array) => {
    for (let j = 0; j < size; j++) out[j] = gradient[j] / curvatures[j];
  };
  const diagonal = () => Float64Array.from(curvatures);
  return {
    size,
    nSamples: size,
    curvature: { blocks: inverse, gram: inverse, diagonal, metric: () => diagonalMetric(diagonal()) },
    lipschitz: Math.max(...Array.from(curvatures)),
    valueAndGradient: (params, gradient) => overTerms(params, { from: 0, to: size }, gradient),
    batch: overTerms,
    hvp(_params, direction, out) {
      for (let j = 0; j < size; j++) out[j] = curvatures[j] * direction[j];
    },
  };
}
