import type { CsrFeatures } from "./features.js";

/**
 * What the dual variables belong to: the minimum over W and b of
 *
 *     F(W, b) = mean_i w_i (ln Σ_c e^z_ic − z_i,y_i) + ½·l2·‖W‖²,    z_i = W x_i + b
 *
 * for n samples of d features in C classes.
 */
export interface DualProblem {
  readonly features: CsrFeatures;
  /** Class indices y [n]. */
  readonly targets: Int32Array;
  readonly nClasses: number;
  /** w [n], of mean 1, not negative; 1 where absent. */
  readonly weights?: Float64Array;
  /** Positive. */
  readonly l2: number;
}

/** A point of the primal and the dual that belong together: W = (1 / (n·l2)) Σ_i w_i (e_{y_i} − a_i) x_iᵀ. */
export interface DualPoint {
  /** W [C, d] row-major, then b [C]. */
  readonly params: Float64Array;
  /** a [n, C]: every row a distribution over the classes. Or empty for a_i = e_{y_i}, where W is 0. */
  readonly dual: Float64Array;
}

export interface DualEpochOptions {
  /** Rows that are taken to have moved before the first is met; default n, all. */
  readonly head?: number;
  /** γ ≥ 0: how fast the biases follow their residual; default 0, not at all. */
  readonly pace?: number;
}

export interface DualEpoch extends DualPoint {
  /** mean_i w_i ½‖p_i − a_i‖², every row as it was met: a lower bound of the duality gap then, 0 at the minimum. */
  readonly movement: number;
  /** mean_i w_i ℓ_i, every row as it was met, before its step, and ½·l2·‖W‖² as W is now. */
  readonly value: number;
  /** r = mean_i w_i (e_{y_i} − a_i), [C]: the derivative of the dual objective by the biases. */
  readonly residual: Float64Array;
  /**
   * h = max(C/(C − 1) · mean_i w_i a_i (1 − a_i), |r|), [C]: the former is the most by which r can fall as b rises, if W stayed;
   * the latter keeps r/h within 1 where a class is hardly ever predicted.
   */
  readonly curvature: Float64Array;
}

/**
 * Epochs of stochastic dual coordinate ascent. One visits the rows of X in an order and, with p_i = softmax(z_i), takes
 *
 *     t   = 1 / (1 + w_i ‖x_i‖² / (2 n l2))
 *     a_i ← a_i + t (p_i − a_i)
 *     W   ← W − (t w_i / (n l2)) (p_i − a_i) x_iᵀ
 *
 * which never lowers the dual objective mean_i w_i H(a_i) + mean_i w_i b·(e_{y_i} − a_i) − ½·l2·‖W‖² (H the entropy) at
 * that b: the cross-entropy is ½-smooth in its logits. An epoch touches what is stored of X twice, as a
 * pass for value and gradient does, and multiplies the expected distance to the maximum by at most e^(−1 / (1 + q)),
 * where q is the largest w_i ‖x_i‖² / (2 n l2): the larger l2, the faster.
 *
 * Given a `head` below n, the k-th row is met (from k = 0) as if there were no more than head + k + 1 rows, of which the
 * others have not moved: W x_i counts n / (head + k + 1) times, and so does ‖x_i‖². From a = e_y and W = 0 that makes
 * the first epoch worth two.
 *
 * The biases carry no penalty, so that at the minimum r = 0. After every row they take a step along what r is then,
 *
 *     b_c ← b_c + γ r_c / (n h_c),    h as it was before the epoch,
 *
 * many small ones instead of a large one between two epochs, since what a change of b does to r shows only as rows are met.
 *
 * Source: S. Shalev-Shwartz and T. Zhang, Accelerated proximal stochastic dual coordinate ascent for regularized loss
 * minimization (2014), the procedure with the closed-form step; Stochastic dual coordinate ascent methods (2013),
 * section 4, for the first epoch.
 *
 * Returns new arrays and keeps the latest: going on from them costs no copy.
 */
export type DualAscent = (point: DualPoint, order: Int32Array, options?: DualEpochOptions) => DualEpoch;
