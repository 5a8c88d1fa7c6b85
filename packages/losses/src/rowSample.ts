import { type RandomKey, uniform } from "@softmax/tensor-core";

/**
 * A few items that stand for many: Σ_i u_i f(i) ≈ mass / size · Σ_k weights[k] f(picks[k]), where an absent
 * `weights` is all ones.
 */
export interface Sample {
  /** Ascending. An item whose u exceeds mass / size may be picked more than once. */
  readonly picks: Int32Array;
  /** Of mean 1. */
  readonly weights?: Float64Array;
  /** Σ u. */
  readonly mass: number;
}

/**
 * Draws `size` items with probabilities proportional to u ≥ 0, one from each of `size` strips of equal mass: the
 * estimate above is unbiased, and exact for f = 1. Where there are no more than `size` items all of them are taken,
 * with their weights, and the estimate is exact for every f.
 *
 * Items of little weight are rarely drawn, so that no work is spent on terms that hardly count.
 *
 * Source: stratified (systematic, jittered) sampling with probability proportional to size; W. Cochran, Sampling
 * Techniques (3rd ed.), sections 5.5 and 9A.5.
 */
export function drawSample(u: Float64Array, size: number, key: RandomKey): Sample {
  const mass = u.reduce((sum, value) => sum + value, 0);
  if (u.length <= size) {
    const mean = mass / u.length;
    return { picks: Int32Array.from(u, (_, i) => i), weights: u.map((value) => value / mean), mass };
  }
  const jitter = uniform(key, size);
  const picks = new Int32Array(size);
  const last = u.length - 1;
  for (let k = 0, i = 0, reached = u[0]; k < size; k++) {
    const point = ((k + jitter[k]) * mass) / size;
    while (reached <= point && i < last) reached += u[++i];
    picks[k] = i;
  }
  return { picks, mass };
}
