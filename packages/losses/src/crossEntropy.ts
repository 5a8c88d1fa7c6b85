import type { Tensor } from "@softmax/tensor-core";
import type { Loss } from "./loss.js";
import { lossOnTensors, type TensorTargets, type WeightedOptions } from "./onTensors.js";
import { dot, rowwise, softmaxRow } from "./rowwise.js";

export interface CrossEntropyOptions {
  /** ε in [0, 1): the target y becomes (1 − ε)·y + ε/C. Default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Softmax cross-entropy from logits, the negative log-likelihood of softmax regression:
 *
 *     ℓ(z, y) = −Σ_c ỹ_c ln p_c,    p = softmax(z),    ỹ = (1 − ε)·y + ε/C
 *     ∂ℓ/∂z   = p − ỹ
 *     ∂²ℓ/∂z² = diag(p) − p pᵀ
 *
 * with targets y as class indices [n] or distributions [n, C], each row summing to 1. ln p comes from the
 * logits by log-sum-exp, never from p, so that logits of ±1e4 are exact and finite. In nats. Convex.
 *
 * @throws RangeError where labelSmoothing is not in [0, 1).
 * @see Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.4; label smoothing: Szegedy et
 * al., "Rethinking the Inception Architecture" (CVPR 2016), section 7.
 * @example
 * const loss = crossEntropyLoss();
 * const values = new Float64Array(1);
 * loss.evaluate(Float64Array.of(0, 0), Int32Array.of(1), 2, values);
 * values[0]; // 0.6931471805599453, ln 2
 */
export function crossEntropyLoss({ labelSmoothing = 0 }: CrossEntropyOptions = {}): Loss {
  if (!(labelSmoothing >= 0 && labelSmoothing < 1))
    throw new RangeError(`crossEntropyLoss: labelSmoothing is ${labelSmoothing} but must be in [0, 1)`);
  return rowwise({
    name: "cross-entropy",
    convex: true,
    fused: labelSmoothing === 0,
    shiftInvariant: true,
    evaluate(row, gradient) {
      const { y, p, logP } = row;
      const C = y.length;
      softmaxRow(row);
      let loss = 0;
      for (let c = 0; c < C; c++) {
        const target = (1 - labelSmoothing) * y[c] + labelSmoothing / C;
        if (target !== 0) loss -= target * logP[c];
        gradient[c] = p[c] - target;
      }
      return loss;
    },
    hvp(row, u, out) {
      softmaxRow(row);
      softmaxTangent(row.p, u, out);
    },
    curvature(row, out) {
      softmaxRow(row);
      for (let c = 0; c < out.length; c++) out[c] = row.p[c] * (1 - row.p[c]);
    },
  });
}

/**
 * Softmax cross-entropy of logits [n, C], by default its weighted mean: see `crossEntropyLoss` for the
 * formula. Differentiable in the logits, twice.
 *
 * @throws RangeError where shapes do not match, a target is not a class or a row of soft targets does not
 * sum to 1, or an option is out of range.
 * @example
 * const logits = tensor([[2, 0, 0], [0, 0, 3]]);
 * crossEntropy(logits, [0, 2]).item(); // 0.1672338613214227
 * grad((z) => crossEntropy(z, [0, 2]))(logits).shape; // [2, 3]
 */
export function crossEntropy(
  logits: Tensor,
  targets: TensorTargets,
  options: CrossEntropyOptions & WeightedOptions = {},
): Tensor {
  return lossOnTensors("crossEntropy", crossEntropyLoss(options), logits, targets, options);
}

/** out ← (diag(p) − p pᵀ) u, the derivative of softmax in direction u. */
export function softmaxTangent(p: Float64Array, u: Float64Array, out: Float64Array): void {
  const mean = dot(p, u);
  for (let c = 0; c < p.length; c++) out[c] = p[c] * (u[c] - mean);
}
