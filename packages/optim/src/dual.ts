/**
 * What an objective F over params θ = (W, b) can tell of its dual, for `sdca`: F is a mean over samples plus ½·l2·‖W‖², and
 * every sample has dual variables of its own, from which W follows.
 */
export interface Dual {
  /** Dual variables and the params that follow from them, near `params`. */
  start(params: Float64Array): DualStart;
  /** One epoch of ascent over the samples in that order. Returns new arrays. */
  ascend(point: DualPoint, order: Int32Array, options?: DualEpochOptions): DualAscended;
}

export interface DualPoint {
  /** θ; the biases, as many as `residual` has entries, come last. */
  readonly params: Float64Array;
  /** Or empty, where `start` has said so. */
  readonly dual: Float64Array;
}

export interface DualStart extends DualPoint {
  /** Samples that the first of an epoch is to find moved already; all, where the start is a good one. */
  readonly head: number;
  /** F, where that took no pass over the samples. */
  readonly value?: number;
}

export interface DualEpochOptions {
  /** Default: all samples. */
  readonly head?: number;
  /** γ: after every sample b_c ← b_c + γ r_c / (n h_c), r being the residual then and h the curvature before; default 0. */
  readonly pace?: number;
}

export interface DualAscended extends DualPoint {
  /** F, every sample as it was met: an estimate that lags behind. */
  readonly value: number;
  /** A lower bound of the duality gap, every sample as it was met; 0 at the minimum. */
  readonly movement: number;
  /** ∂/∂b of the dual objective, which at the minimum is 0: mean_i (y_i − a_i). */
  readonly residual: Float64Array;
  /** An upper bound of −∂ residual_c / ∂b_c, its value if the weights did not follow, and of |residual_c|. */
  readonly curvature: Float64Array;
}
