/** A point θ with f(θ) and ∇f(θ). */
export interface EvaluatedPoint {
  readonly params: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

/** Values closer than this, relative to |f|, are compared by their gradients: sums in float32 are this noisy. */
export const NOISE = 1e-6;

/** Backtracking gives up after this many: no step size left is worth a try. */
export const MAX_HALVINGS = 100;

/**
 * Whether the parabola of curvature L about `from` lies above f at `to`:
 *
 *     f(to) ≤ f(from) + ∇f(from)ᵀd + L/2 ‖d‖²,   d = to − from
 *
 * as it does for every L from the Lipschitz bound of ∇f upwards. Where f(to) − f(from) would be mostly rounding
 * the test is (∇f(to) − ∇f(from))ᵀd ≤ L ‖d‖² instead: the same for a parabola, free of cancellation.
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
