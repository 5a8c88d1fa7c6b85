import { softplus } from "./softplus.js";

/** A row's softmax, over all classes and over S = {c: ȳ_c > 0}; entries outside S stay 0. */
export interface SplitSoftmax {
  /** p̃ [C], the softmax of z + Δ over S alone. */
  readonly p: Float64Array;
  /** ln p [C] at S, where p is the softmax of z over all classes. */
  readonly logP: Float64Array;
  /** Reads the row of logits that starts at `at`; returns KL(p̃ ‖ p). */
  evaluate(z: Float64Array, at: number): number;
}

/**
 * With lse_S(z) = ln Σ_{c in S} e^{z_c},
 *
 *     p̃_c = e^{z_c + Δ_c − lse_S(z + Δ)},    ln p_c = z_c − lse(z),
 *     KL(p̃ ‖ p) = (lse(z) − lse_S(z)) + (p̃·Δ + lse_S(z) − lse_S(z + Δ)),
 *
 * both parts at least 0: what p gives to classes outside S, and what the shift moves.
 */
export function splitSoftmax(prior: Float64Array, shift: Float64Array): SplitSoftmax {
  const classes = Array.from(prior.keys());
  const inside = classes.filter((c) => prior[c] > 0);
  const outside = classes.filter((c) => !(prior[c] > 0));
  const p = new Float64Array(prior.length);
  const logP = new Float64Array(prior.length);

  const evaluate = (z: Float64Array, at: number): number => {
    const max = maxOver(inside, z, at);
    let [sum, shiftedSum, meanShift] = [0, 0, 0];
    for (const c of inside) {
      const e = Math.exp(z[at + c] - max);
      sum += e;
      shiftedSum += p[c] = shift[c] === 0 ? e : Math.exp(z[at + c] - max + shift[c]);
    }
    const logSum = Math.log(sum);
    const leak = softplus(logSumExp(outside, z, at) - max - logSum);
    for (const c of inside) {
      p[c] /= shiftedSum;
      logP[c] = z[at + c] - max - logSum - leak;
      meanShift += p[c] * shift[c];
    }
    return leak + Math.max(meanShift + logSum - Math.log(shiftedSum), 0);
  };
  return { p, logP, evaluate };
}

function maxOver(classes: readonly number[], z: Float64Array, at: number): number {
  let max = -Infinity;
  for (const c of classes) max = Math.max(max, z[at + c]);
  return max;
}

/** ln Σ_c e^{z_c} over the given classes; −∞ over none. */
function logSumExp(classes: readonly number[], z: Float64Array, at: number): number {
  const max = maxOver(classes, z, at);
  let sum = 0;
  for (const c of classes) sum += Math.exp(z[at + c] - max);
  return max + Math.log(sum);
}
