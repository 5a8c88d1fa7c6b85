import type { Tensor } from "@softmax/tensor-core";
import type { Loss } from "./loss.js";
import { lossOnTensors, type TensorTargets, type WeightedOptions } from "./onTensors.js";
import { rowwise } from "./rowwise.js";

/**
 * Multiclass hinge: the target's logit should exceed every other one by a margin of 1. For target class t:
 *
 *     ℓ(z, t) = max(0, 1 + max_{c≠t} z_c − z_t)
 *     ∂ℓ/∂z   = e_r − e_t where the loss is positive, else 0;  r = argmax_{c≠t} z_c, ties to the lowest
 *
 * under soft targets y the expected loss Σ_t y_t ℓ(z, t). Convex but not smooth: the gradient is a
 * subgradient where logits tie or the margin is exactly 1, and there is no Hessian. The logits rank classes;
 * their softmax is not calibrated.
 *
 * @see Crammer and Singer, "On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines"
 * (JMLR 2001).
 * @example
 * const values = new Float64Array(2);
 * hingeLoss().evaluate(Float64Array.of(3, 1, 0, 3, 1, 0), Int32Array.of(0, 1), 3, values);
 * values; // Float64Array [0, 3]
 */
export function hingeLoss(): Loss {
  return rowwise({
    name: "hinge",
    convex: true,
    shiftInvariant: true,
    evaluate({ z, y }, gradient) {
      const [first, second] = largestTwo(z);
      gradient.fill(0);
      let loss = 0;
      for (let t = 0; t < z.length; t++) {
        const rival = t === first ? second : first;
        if (y[t] === 0 || rival < 0) continue;
        const margin = 1 + z[rival] - z[t];
        if (margin <= 0) continue;
        loss += y[t] * margin;
        gradient[rival] += y[t];
        gradient[t] -= y[t];
      }
      return loss;
    },
  });
}

/**
 * Multiclass hinge of logits [n, C], by default its weighted mean: see `hingeLoss`. Its gradient is a
 * subgradient, its second derivative 0.
 *
 * @throws RangeError where shapes do not match, or a target is not a class or a distribution.
 * @example
 * hinge(tensor([[3, 1, 0], [3, 1, 0]]), [0, 1]).item(); // 1.5
 */
export function hinge(logits: Tensor, targets: TensorTargets, options: WeightedOptions = {}): Tensor {
  return lossOnTensors("hinge", hingeLoss(), logits, targets, options);
}

/** Indices of the largest and second largest value, ties to the lowest index; −1 where there is none. */
function largestTwo(z: Float64Array): [first: number, second: number] {
  let first = 0;
  let second = -1;
  for (let c = 1; c < z.length; c++) {
    if (z[c] > z[first]) [first, second] = [c, first];
    else if (second < 0 || z[c] > z[second]) second = c;
  }
  return [first, second];
}
