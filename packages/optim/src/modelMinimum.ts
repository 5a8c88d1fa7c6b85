import type { DirectModel } from "./directHistory.js";
import type { Metric } from "./objective.js";
import { softThreshold } from "./subgradient.js";

/** The quadratic model of F about θ: see `modelMinimum`. */
export interface QuadraticModel extends DirectModel {
  readonly params: Float64Array;
  /** g. */
  readonly gradient: Float64Array;
  readonly l1?: Float64Array;
  readonly metric: Metric;
  /** The coordinates that may move, ascending. */
  readonly coordinates: Int32Array;
}

/** The curvature along a coordinate is at least this share of γM's, whatever rounding makes of B's. */
const LEAST_CURVATURE = 1e-10;

/** Sweeps over the coordinates at most. */
const MAX_SWEEPS = 50;

/** Accuracy wanted, relative to how far the first sweep, and the gradient, were from the optimality conditions. */
const ACCURACY = 0.1;

/**
 * The point z = θ + δ that about minimizes
 *
 *     q(z) = gᵀδ + ½ δᵀBδ + Σ_j l1_j |z_j|
 *
 * over some coordinates, by coordinate descent: each in turn is set to its best value given the others,
 *
 *     z_j ← S(z_j − q_j / B_jj, l1_j / B_jj),   q_j = (g + Bδ)_j
 *
 * with the soft threshold S, until no |change| · B_jj of a sweep exceeds a tenth of `norm` (and of the first sweep's).
 * Bδ is kept as r = γMδ and t = Uᵀδ: a coordinate costs its row of V and, where it moves, a column of M and a row of U.
 *
 * Source: K. Scheinberg and X. Tang, Practical inexact proximal quasi-Newton method with global complexity analysis
 * (2016).
 */
export function modelMinimum(model: QuadraticModel, norm: number): Float64Array {
  const { params, gradient, l1, metric, coordinates, gamma, rank, U, V } = model;
  const curvatures = diagonalOf(model);
  const [z, r, t] = [params.slice(), new Float64Array(params.length), new Float64Array(rank)];
  let goal = norm;
  for (let sweep = 0, worst = Infinity; sweep < MAX_SWEEPS && worst > ACCURACY * goal; sweep++) {
    worst = 0;
    for (let k = 0, at = 0; k < coordinates.length; k++, at += rank) {
      const j = coordinates[k];
      let slope = gradient[j] + r[j];
      for (let a = 0; a < rank; a++) slope -= V[at + a] * t[a];
      const curvature = curvatures[k];
      const best = softThreshold(z[j] - slope / curvature, l1 ? l1[j] / curvature : 0);
      const change = best - z[j];
      if (change === 0) continue;
      z[j] = best;
      metric.addColumn(j, gamma * change, r);
      for (let a = 0; a < rank; a++) t[a] += change * U[at + a];
      worst = Math.max(worst, Math.abs(change) * curvature);
    }
    if (sweep === 0) goal = Math.min(norm, worst);
  }
  return z;
}

/** B_jj of the coordinates. */
function diagonalOf({ coordinates, metric, gamma, rank, U, V }: QuadraticModel): Float64Array {
  return Float64Array.from(coordinates, (j, k) => {
    const scaled = gamma * metric.diagonal[j];
    let curvature = scaled;
    for (let at = k * rank; at < (k + 1) * rank; at++) curvature -= V[at] * U[at];
    return Math.max(curvature, LEAST_CURVATURE * scaled);
  });
}
