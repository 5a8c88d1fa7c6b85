import { reshape, Tensor, tensor } from "@softmax/tensor-core";
import { exp, softplus } from "@softmax/tensor-core/elementary";
import { rawWeights } from "./classWeight.js";
import type { Loss } from "./loss.js";
import {
  lossOnTensors,
  type ReductionOptions,
  type TensorTargets,
  type WeightedOptions,
} from "./onTensors.js";
import { rowwise } from "./rowwise.js";

/**
 * Sigmoid cross-entropy: every logit is a yes-or-no question of its own. With σ(z) = 1 / (1 + e^(−z)) and
 * softplus(z) = ln(1 + e^z):
 *
 *     ℓ(z, y) = −Σ_c [y_c ln σ(z_c) + (1 − y_c) ln(1 − σ(z_c))]
 *             = Σ_c [y_c softplus(−z_c) + (1 − y_c) softplus(z_c)]     a sum over the logits, not a mean
 *     ∂ℓ/∂z   = σ(z) − y
 *     ∂²ℓ/∂z² = diag(σ(z)(1 − σ(z)))
 *
 * Targets:
 * - multi-label: y [n, C] in [0, 1], rows need not sum to 1;
 * - binary: one logit, y as indices 0 or 1 [n], or in [0, 1] [n, 1];
 * - one-versus-rest: class indices [n] with C > 1 logits, y is one-hot.
 *
 * Convex. The binary loss is two-class softmax cross-entropy of the logits (0, z).
 *
 * @see Bishop, Pattern Recognition and Machine Learning (2006), section 4.3.2.
 * @example
 * const values = new Float64Array(2);
 * sigmoidLoss().evaluate(Float64Array.of(0, 1e4), Int32Array.of(1, 1), 1, values);
 * values; // Float64Array [0.6931471805599453, 0]
 */
export function sigmoidLoss(): Loss {
  return rowwise({
    name: "sigmoid",
    convex: true,
    multiLabel: true,
    evaluate({ z, y }, gradient) {
      let loss = 0;
      for (let c = 0; c < z.length; c++) {
        if (y[c] !== 0) loss += y[c] * softplus(-z[c]);
        if (y[c] !== 1) loss += (1 - y[c]) * softplus(z[c]);
        gradient[c] = sigmoid(z[c]) - y[c];
      }
      return loss;
    },
    hvp({ z }, u, out) {
      for (let c = 0; c < z.length; c++) out[c] = sigmoid(z[c]) * sigmoid(-z[c]) * u[c];
    },
    curvature({ z }, out) {
      for (let c = 0; c < z.length; c++) out[c] = sigmoid(z[c]) * sigmoid(-z[c]);
    },
  });
}

/** e^z overflows to Infinity for large z; 1 / (1 + e^(−z)) is then 1 or 0, as it should be. */
const sigmoid = (z: number): number => 1 / (1 + exp(-z));

/**
 * Binary cross-entropy of one logit a sample, [n], for labels in [0, 1], [n], by default its weighted mean:
 * see `sigmoidLoss`. A class weight [w₀, w₁] weighs the samples labelled 0 and 1. Differentiable in the
 * logits, twice.
 *
 * @throws RangeError where lengths do not match, or a label is not in [0, 1].
 * @example
 * binaryCrossEntropy(tensor([0, 1e4]), [1, 1]).item(); // 0.34657359027997264, ½ ln 2
 */
export function binaryCrossEntropy(
  logits: Tensor,
  targets: TensorTargets,
  options: WeightedOptions = {},
): Tensor {
  const y = Float64Array.from(targets instanceof Tensor ? targets.toArray() : targets);
  if (logits.shape.length !== 1 || logits.shape[0] !== y.length)
    throw new RangeError(
      `binaryCrossEntropy: logits are [${logits.shape.join(", ")}] and there are ${y.length} targets; expected [n] and n`,
    );
  const { reduction, sampleWeight, classWeight } = options;
  const twoClasses = Float64Array.from([...y].flatMap((label) => [1 - label, label]));
  const weights = { targets: twoClasses, nClasses: 2, sampleWeight, classWeight };
  return lossOnTensors(
    "binaryCrossEntropy",
    sigmoidLoss(),
    reshape(logits, [y.length, 1]),
    tensor(y, { shape: [y.length, 1] }),
    { reduction, sampleWeight: rawWeights("binaryCrossEntropy", weights) },
  );
}

/**
 * Multi-label cross-entropy of logits [n, C] for labels in [0, 1], a tensor [n, C]: a sum over the C
 * questions and by default the weighted mean over the n samples; see `sigmoidLoss`. Frameworks that average
 * over all n·C entries return this divided by C. Differentiable in the logits, twice.
 *
 * @throws RangeError where shapes do not match, or a label is not in [0, 1].
 * @example
 * multilabelCrossEntropy(tensor([[0, 0]]), tensor([[1, 1]])).item(); // 1.3862943611198906, 2 ln 2
 */
export function multilabelCrossEntropy(
  logits: Tensor,
  targets: TensorTargets,
  options: ReductionOptions = {},
): Tensor {
  return lossOnTensors("multilabelCrossEntropy", sigmoidLoss(), logits, targets, options);
}
