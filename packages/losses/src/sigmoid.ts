import type { Loss } from "./loss.js";
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
  });
}

/** e^z overflows to Infinity for large z; 1 / (1 + e^(−z)) is then 1 or 0, as it should be. */
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

const softplus = (z: number): number => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
