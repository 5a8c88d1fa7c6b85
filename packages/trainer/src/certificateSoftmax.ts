import { exp, log, softplus } from "@softmax/tensor-core/elementary";

/** A row's softmax, over all classes and over S = {c: ȳ_c > 0}; entries outside S stay 0. */
export interface SplitSoftmax {
  /** p̃ [C], the softmax of z + Δ over S alone. */
  readonly p: Float64Array;
  /** ln p [C] at S, where p is the softmax of z over all classes. */
  readonly logP: Float64Array;
  /** Reads the row of logits that starts at `at`, into p̃ alone. */
  shifted(z: Float64Array, at: number): void;
  /** Into p̃ and ln p; returns KL(p̃ ‖ p). */
  evaluate(z: Float64Array, at: number): number;
}

/**
 * With lse_S(z) = ln Σ_{c in S} e^{z_c},
 *
 *     p̃_c = e^{z_c} e^{Δ_c} / Σ_{k in S} e^{z_k} e^{Δ_k},    ln p_c = z_c − lse(z),
 *     KL(p̃ ‖ p) = (lse(z) − lse_S(z)) + (p̃·Δ + lse_S(z) − lse_S(z + Δ)),
 *
 * both parts at least 0: what p gives to classes outside S, and what the shift moves. Exponentials are of z less its
 * maximum.
 */
export function splitSoftmax(prior: Float64Array, shift: Float64Array): SplitSoftmax {
  const classes = Int32Array.from(prior.keys());
  const inside = classes.filter((c) => prior[c] > 0);
  const outside = classes.filter((c) => !(prior[c] > 0));
  const factors = shift.map(exp);
  const [p, logP] = [new Float64Array(prior.length), new Float64Array(prior.length)];
  let [max, sum, shiftedSum] = [0, 0, 0];

  const shifted = (z: Float64Array, at: number): void => {
    max = maxOver(inside, z, at);
    sum = 0;
    shiftedSum = 0;
    for (let k = 0; k < inside.length; k++) {
      const c = inside[k];
      const e = exp(z[at + c] - max);
      sum += e;
      p[c] = e * factors[c];
      shiftedSum += p[c];
    }
    for (let k = 0; k < inside.length; k++) p[inside[k]] /= shiftedSum;
  };
  const evaluate = (z: Float64Array, at: number): number => {
    shifted(z, at);
    const logSum = log(sum);
    const leak = outside.length > 0 ? softplus(logSumExp(outside, z, at) - max - logSum) : 0;
    let meanShift = 0;
    for (let k = 0; k < inside.length; k++) {
      const c = inside[k];
      logP[c] = z[at + c] - max - logSum - leak;
      meanShift += p[c] * shift[c];
    }
    return leak + Math.max(meanShift + logSum - log(shiftedSum), 0);
  };
  return { p, logP, shifted, evaluate };
}

function maxOver(classes: Int32Array, z: Float64Array, at: number): number {
  let max = -Infinity;
  for (let k = 0; k < classes.length; k++) if (z[at + classes[k]] > max) max = z[at + classes[k]];
  return max;
}

/** ln Σ_c e^{z_c} over the given classes; −∞ over none. */
function logSumExp(classes: Int32Array, z: Float64Array, at: number): number {
  const max = maxOver(classes, z, at);
  let sum = 0;
  for (let k = 0; k < classes.length; k++) sum += exp(z[at + classes[k]] - max);
  return max + log(sum);
}
