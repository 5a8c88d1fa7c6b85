/** A point θ with f(θ) and ∇f(θ). */
export interface EvaluatedPoint {
  readonly params: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Where the terms of the bound nearly cancel, relative to |f|, values say nothing and gradients decide. */
const NOISE = 1e-6;

/**
 * Whether the parabola of curvature L about `from` lies above f at `to`:
 *
 *     f(to) ≤ f(from) + ∇f(from)ᵀd + L/2 ‖d‖²,   d = to − from
 *
 * as it does for every L from the Lipschitz bound of ∇f upwards. Where f(to) − f(from) would be mostly rounding
 * the test is (∇f(to) − ∇f(from))ᵀd ≤ L ‖d‖² instead.
 *
 * Source: S. Becker, E. Candès and M. Grant, Templates for convex cone problems with applications to sparse
 * signal recovery (2011), section 5.3.
 */
export function isMajorized(from: EvaluatedPoint, to: EvaluatedPoint, curvature: number): boolean {
  let [dd, slope, slopeChange] = [0, 0, 0];
  for (let j = 0; j < from.params.length; j++) {
    const d = to.params[j] - from.params[j];
    dd += d * d;
    slope += from.gradient[j] * d;
    slopeChange += (to.gradient[j] - from.gradient[j]) * d;
  }
  const excess = to.value - from.value;
  if (Math.abs(excess) < NOISE * Math.abs(from.value)) return slopeChange <= curvature * dd;
  return excess <= slope + (curvature / 2) * dd;
}
