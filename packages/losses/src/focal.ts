import type { Tensor } from "@softmax/tensor-core";
import { exp, expm1, pow } from "@softmax/tensor-core/elementary";
import { softmaxTangent } from "./crossEntropy.js";
import type { Loss } from "./loss.js";
import { lossOnTensors, type TensorTargets, type WeightedOptions } from "./onTensors.js";
import { dot, rowwise, softmaxRow } from "./rowwise.js";

export interface FocalOptions {
  /** γ ≥ 0; 0 is cross-entropy. Default 2. */
  readonly gamma?: number;
}

/**
 * Focal loss: cross-entropy in which samples that are already right count less. With q = ln p:
 *
 *     ℓ(z, y) = Σ_c y_c h(q_c),    h(q) = −(1 − e^q)^γ q,    p = softmax(z)
 *     ∂ℓ/∂z   = a − (Σ_c a_c)·p,   a_c = y_c h′(q_c)
 *     (∂²ℓ/∂z²) u = b − (Σ_c b_c)·p − (Σ_c a_c)·δ,   b_c = y_c h″(q_c)(u_c − p·u),   δ = p∘(u − p·u)
 *
 * with targets y as class indices [n] or distributions [n, C]. Not convex for γ > 0. For 0 < γ < 1 the
 * second derivative grows without bound as p_c → 1. The paper's α is a class weight.
 *
 * @throws RangeError where gamma is negative or not finite.
 * @see Lin et al., "Focal Loss for Dense Object Detection" (ICCV 2017).
 * @example
 * const values = new Float64Array(1);
 * focalLoss({ gamma: 2 }).evaluate(Float64Array.of(0, 0), Int32Array.of(1), 2, values);
 * values[0]; // 0.17328679513998632, ¼ ln 2
 */
export function focalLoss({ gamma = 2 }: FocalOptions = {}): Loss {
  if (!(gamma >= 0 && gamma < Infinity))
    throw new RangeError(`focalLoss: gamma is ${gamma} but must be finite and at least 0`);
  const [h, dh, d2h] = [modulated(gamma), firstDerivative(gamma), secondDerivative(gamma)];
  return rowwise({
    name: "focal",
    convex: gamma === 0,
    shiftInvariant: true,
    evaluate(row, gradient) {
      const { y, p, logP } = row;
      softmaxRow(row);
      let loss = 0;
      let sum = 0;
      for (let c = 0; c < y.length; c++) {
        gradient[c] = 0;
        if (y[c] === 0) continue;
        loss += y[c] * h(logP[c]);
        sum += gradient[c] = y[c] * dh(logP[c]);
      }
      for (let c = 0; c < y.length; c++) gradient[c] -= sum * p[c];
      return loss;
    },
    hvp(row, u, out) {
      const { y, p, logP } = row;
      softmaxRow(row);
      softmaxTangent(p, u, out);
      const pu = dot(p, u);
      let sumA = 0;
      let sumB = 0;
      for (let c = 0; c < y.length; c++) {
        if (y[c] === 0) continue;
        sumA += y[c] * dh(logP[c]);
        sumB += y[c] * d2h(logP[c]) * (u[c] - pu);
      }
      for (let c = 0; c < y.length; c++) {
        const b = y[c] === 0 ? 0 : y[c] * d2h(logP[c]) * (u[c] - pu);
        out[c] = b - sumB * p[c] - sumA * out[c];
      }
    },
  });
}

/**
 * Focal loss of logits [n, C], by default its weighted mean: see `focalLoss`. Differentiable in the logits,
 * twice.
 *
 * @throws RangeError where shapes do not match, a target is not a class or a distribution, or gamma is
 * negative.
 * @example
 * focal(tensor([[0, 0]]), [1], { gamma: 2 }).item(); // 0.17328679513998632, ¼ ln 2
 */
export function focal(
  logits: Tensor,
  targets: TensorTargets,
  options: FocalOptions & WeightedOptions = {},
): Tensor {
  return lossOnTensors("focal", focalLoss(options), logits, targets, options);
}

/** h(q) = −s^γ q with s = 1 − e^q. */
const modulated = (gamma: number) => (q: number) => -pow(-expm1(q), gamma) * q;

/** h′(q) = γ s^(γ−1) e^q q − s^γ ; at s = 0 its limit. */
const firstDerivative = (gamma: number) => (q: number) => {
  const s = -expm1(q);
  if (s === 0) return gamma === 0 ? -1 : 0;
  return gamma * pow(s, gamma - 1) * exp(q) * q - pow(s, gamma);
};

/** h″(q) = γ s^(γ−2) e^q [s (q + 2) − (γ − 1) e^q q]; 0 at s = 0, where it meets a factor u_c − p·u of 0. */
const secondDerivative = (gamma: number) => (q: number) => {
  const s = -expm1(q);
  if (s === 0) return 0;
  return gamma * pow(s, gamma - 2) * exp(q) * (s * (q + 2) - (gamma - 1) * exp(q) * q);
};
