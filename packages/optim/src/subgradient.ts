import type { Objective } from "./objective.js";
import { maxAbs } from "./vector.js";

/**
 * The subgradient of least norm of F = f + Σ_j l1_j |θ_j|, which is 0 exactly at the minima of a convex F:
 *
 *     v_j = g_j + l1_j sign(θ_j)            where θ_j ≠ 0
 *     v_j = sign(g_j) max(|g_j| − l1_j, 0)   where θ_j = 0
 *
 * @param params θ, [size].
 * @param gradient g = ∇f(θ), [size].
 * @param l1 Strengths, [size]; without them v = g.
 * @param out Where v is written; may be `gradient`. A new array by default.
 *
 * @example
 * minimumNormSubgradient(new Float64Array([0, 2]), new Float64Array([0.3, -1]), new Float64Array([0.5, 1])); // [0, 0]
 */
export function minimumNormSubgradient(
  params: Float64Array,
  gradient: Float64Array,
  l1?: Float64Array,
  out: Float64Array = new Float64Array(params.length),
): Float64Array {
  for (let j = 0; j < params.length; j++) out[j] = leastEntry(params[j], gradient[j], l1 ? l1[j] : 0);
  return out;
}

const leastEntry = (at: number, slope: number, strength: number): number =>
  at === 0 ? softThreshold(slope, strength) : slope + strength * Math.sign(at);

/** argmin_z ½(z − x)² + threshold·|z| = sign(x) max(|x| − threshold, 0), the proximal operator of |·|. */
export const softThreshold = (x: number, threshold: number): number =>
  Math.sign(x) * Math.max(Math.abs(x) - threshold, 0) + 0;

/** params ← S(params, stepSize · l1). */
export function shrink(params: Float64Array, l1: Float64Array | undefined, stepSize: number): void {
  if (!l1) return;
  for (let j = 0; j < params.length; j++) params[j] = softThreshold(params[j], stepSize * l1[j]);
}

/** Σ_j l1_j |θ_j|. */
export function l1Penalty(params: Float64Array, l1?: Float64Array): number {
  if (!l1) return 0;
  let sum = 0;
  for (let j = 0; j < params.length; j++) sum += l1[j] * Math.abs(params[j]);
  return sum;
}

/** F′(θ; d), the derivative of F along d: gᵀd + Σ_j l1_j · (sign(θ_j) d_j, or |d_j| where θ_j = 0). */
export function directionalDerivative(
  params: Float64Array,
  gradient: Float64Array,
  direction: Float64Array,
  l1?: Float64Array,
): number {
  let sum = 0;
  for (let j = 0; j < params.length; j++) {
    const d = direction[j];
    if (d === 0) continue;
    const at = params[j];
    sum += gradient[j] * d;
    if (l1) sum += l1[j] * (at === 0 ? Math.abs(d) : Math.sign(at) * d);
  }
  return sum;
}

/** Whether any parameter carries an l1 penalty. */
export const hasL1 = (objective: Objective): boolean =>
  objective.l1?.some((strength) => strength > 0) ?? false;

/** `gradientNorm` as every solver reports it: ‖·‖∞ of the subgradient of least norm. */
export function gradientNormOf(params: Float64Array, gradient: Float64Array, l1?: Float64Array): number {
  if (!l1) return maxAbs(gradient);
  let max = 0;
  for (let j = 0; j < params.length; j++) {
    const size = Math.abs(leastEntry(params[j], gradient[j], l1[j]));
    if (size > max) max = size;
    else if (Number.isNaN(size)) return size;
  }
  return max;
}

/**
 * F(θ) and ‖∇F(θ)‖∞ (under l1 of the subgradient of least norm) over all samples: one call of
 * `objective.valueAndGradient`. For mini-batch solvers, whose states hold estimates.
 *
 * @example
 * measure(bowl([1, 100], [3, 4]), new Float64Array([3, 5])); // { value: 50, gradientNorm: 100 }
 */
export function measure(
  objective: Objective,
  params: Float64Array,
  gradient: Float64Array = new Float64Array(objective.size),
): { value: number; gradientNorm: number } {
  const value = objective.valueAndGradient(params, gradient) + l1Penalty(params, objective.l1);
  return { value, gradientNorm: gradientNormOf(params, gradient, objective.l1) };
}
