import type { Tensor } from "@softmax/tensor-core";
import { softmaxTangent } from "./crossEntropy.js";
import type { Loss } from "./loss.js";
import { lossOnTensors, type TensorTargets, type WeightedOptions } from "./onTensors.js";
import { dot, rowwise, softmaxRow } from "./rowwise.js";

/**
 * Quadratic cost on softmax probabilities, the Brier score of one sample. With e = p − y:
 *
 *     ℓ(z, y)     = Σ_c (p_c − y_c)²,    p = softmax(z)          in [0, 2]; no factor ½
 *     ∂ℓ/∂z       = J a,    a = 2e,      J = diag(p) − p pᵀ
 *     (∂²ℓ/∂z²) u = δ∘(a − p·a) + p∘(2δ − δ·a − 2 p·δ),    δ = J u
 *
 * with targets y as class indices [n] or distributions [n, C]. Not convex: where a sample is confidently
 * wrong its gradient vanishes, so that training can stand still at a bad place.
 *
 * @see Brier, "Verification of Forecasts Expressed in Terms of Probability" (1950).
 * @example
 * const values = new Float64Array(1);
 * quadraticLoss().evaluate(Float64Array.of(0, 0), Int32Array.of(1), 2, values);
 * values[0]; // 0.5
 */
export function quadraticLoss(): Loss {
  return rowwise({
    name: "quadratic",
    convex: false,
    shiftInvariant: true,
    evaluate(row, gradient) {
      const { y, p } = row;
      softmaxRow(row);
      let loss = 0;
      let pa = 0;
      for (let c = 0; c < p.length; c++) {
        const e = p[c] - y[c];
        loss += e * e;
        pa += 2 * p[c] * e;
      }
      for (let c = 0; c < p.length; c++) gradient[c] = p[c] * (2 * (p[c] - y[c]) - pa);
      return loss;
    },
    hvp(row, u, out) {
      const { y, p } = row;
      softmaxRow(row);
      softmaxTangent(p, u, out);
      const pDelta = dot(p, out);
      let pa = 0;
      let deltaA = 0;
      for (let c = 0; c < p.length; c++) {
        pa += 2 * p[c] * (p[c] - y[c]);
        deltaA += 2 * out[c] * (p[c] - y[c]);
      }
      for (let c = 0; c < p.length; c++) {
        const delta = out[c];
        out[c] = delta * (2 * (p[c] - y[c]) - pa) + p[c] * (2 * delta - deltaA - 2 * pDelta);
      }
    },
  });
}

/**
 * Quadratic cost Σ_c (p_c − y_c)² of logits [n, C], by default its weighted mean, the Brier score: see
 * `quadraticLoss`. Differentiable in the logits, twice.
 *
 * @throws RangeError where shapes do not match, or a target is not a class or a distribution.
 * @example
 * quadratic(tensor([[0, 0], [0, 0]]), [0, 1]).item(); // 0.5
 */
export function quadratic(logits: Tensor, targets: TensorTargets, options: WeightedOptions = {}): Tensor {
  return lossOnTensors("quadratic", quadraticLoss(), logits, targets, options);
}
