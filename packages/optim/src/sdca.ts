import { permutation, random } from "@softmax/tensor-core";
import type { Dual, DualAscended } from "./dual.js";
import { requireSize, requireSmooth } from "./initialState.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { unwatched, type WatchedState, watched } from "./stall.js";
import { measure } from "./subgradient.js";

export interface SdcaOptions {
  /** Of the shuffles, a whole number ≥ 0; default 0. */
  readonly seed?: number;
}

export interface SdcaState extends WatchedState {
  /** The dual variables; none before the first step from a start without weights. */
  readonly dual: Float64Array;
  /** Samples that the next epoch is to find moved already. */
  readonly head: number;
  /** Residual of the biases after the latest epoch. */
  readonly residual: Float64Array;
  /** κ in [⅛, 1]: how much of the residual's curvature is left when the weights follow the biases. */
  readonly share: number;
}

/** The gap that is left, in parts of F, when passes over all samples begin to measure F and its gradient. */
const NEAR = 1e-7;

/** κ before the biases have moved, and the least it may become: where epochs are slow the secant sees their own progress. */
const FIRST_SHARE = 0.5;
const LEAST_SHARE = 1 / 8;

/** γκ: at 1 and at 2 text takes equally few epochs, over a hundredfold range of l2; at 2 the biases of few samples swing. */
const PACE = 1;

/**
 * Stochastic dual coordinate ascent, for objectives with a `dual`: one step is an epoch in which every sample, in
 * an order drawn for this epoch, moves its own dual variables to where they raise the dual objective, and the
 * weights with them. The biases b, which carry no penalty and are therefore constrained in the dual, follow the residual r
 * of that constraint as the samples are met:
 *
 *     b_c ← b_c + r_c / (κ n h_c)   after each of n samples,
 *
 * h being the curvature of the constraint at fixed weights and κ ∈ [⅛, 1] what is left of it when they follow, by the
 * secant of the latest epoch. Where the first epoch begins far from the minimum, they wait for its end and go by r / (κ h).
 *
 * An epoch costs about one pass over the data, and shrinks the distance to the minimum by a constant factor where n·l2
 * is not small against the squared lengths of the rows: by ten and more where they are alike, as with tf-idf text.
 * Where n·l2 is much smaller, lbfgs is faster.
 *
 * `init` moves params to where the dual begins: near them, and without weights to the biases that are best then. The first
 * steps' `value` is an estimate from samples as they were met, and their `gradientNorm` NaN, as it is in a first
 * state without weights; from where the gap may be below 1e-7 of F, both are measured, which takes another pass. The shuffle is a function of
 * the seed and the step.
 *
 * Throws, in `init`, a TypeError when the objective has no `dual`, or an l1 penalty.
 *
 * Source: S. Shalev-Shwartz and T. Zhang, Stochastic dual coordinate ascent methods for regularized loss minimization
 * (2013); J. Barzilai and J. Borwein, Two-point step size gradient methods (1988), for κ; the step along r
 * is that of H. Uzawa (1958).
 *
 * @example
 * sdca({ seed: 1 }).name; // "sdca"
 */
export function sdca({ seed = 0 }: SdcaOptions = {}): Solver<SdcaState> {
  return {
    name: "sdca",
    stochastic: false,

    init(objective, params) {
      requireSmooth("sdca", objective);
      const start = firstState(objective, params);
      return {
        ...start,
        ...unwatched({ ...start, gradientNorm: Infinity }),
        residual: new Float64Array(0),
        share: FIRST_SHARE,
      };
    },

    step(objective, state) {
      const { dual, nSamples } = requireDual(objective);
      const order = permutation(random(seed, "sdca", state.step), nSamples);
      const isFar = state.head < nSamples;
      const pace = isFar ? 0 : PACE / state.share;
      const ascended = dual.ascend(state, order, { head: state.head, pace });
      const share = shareAfter(state, ascended);
      if (isFar) moveBiases(ascended, share);
      const { params, residual, value, movement } = ascended;
      const moved = { params, dual: ascended.dual, residual, share, head: nSamples };
      const next = { ...state, ...moved, step: state.step + 1 };
      if (!(movement <= NEAR * Math.abs(value))) return { ...next, value, gradientNorm: Number.NaN };
      return watched({ ...next, ...measure(objective, params) });
    },
  };
}

/** Where the dual begins. Without weights F is known and its gradient can wait: both take a pass over the samples. */
function firstState(objective: Objective, given: Float64Array) {
  const { dual: duality } = requireDual(objective);
  requireSize("sdca", objective, given);
  const { params, dual, head, value } = duality.start(given);
  const measured = value === undefined ? measure(objective, params) : { value, gradientNorm: Number.NaN };
  return { step: 0, params, dual, head, ...measured, initialValue: measured.value, stalled: "" };
}

/** κ by the secant: with r and b before the epoch, r′ and b′ after, κ′ = (b′ − b)·(r − r′) / (b′ − b)·h(b′ − b). */
function shareAfter({ params, residual: r, share }: SdcaState, ascended: DualAscended): number {
  if (r.length === 0) return share;
  const first = params.length - r.length;
  let [fall, bound] = [0, 0];
  r.forEach((before, c) => {
    const moved = ascended.params[first + c] - params[first + c];
    fall += moved * (before - ascended.residual[c]);
    bound += moved * ascended.curvature[c] * moved;
  });
  if (!(bound > 0)) return share;
  return Math.min(1, Math.max(LEAST_SHARE, share / 2, Math.min(2 * share, fall / bound)));
}

/** b ← b + r / (κ h). */
function moveBiases({ params, residual, curvature }: DualAscended, share: number): void {
  const first = params.length - residual.length;
  residual.forEach((r, c) => {
    if (curvature[c] > 0) params[first + c] += r / (share * curvature[c]);
  });
}

/** The objective's dual; throws where it has none. */
function requireDual({ dual, nSamples }: Objective): { dual: Dual; nSamples: number } {
  if (!dual || !nSamples)
    throw new TypeError(
      "sdca: the objective has no dual, which takes softmax cross-entropy of sparse features with l2 > 0; use lbfgs",
    );
  return { dual, nSamples };
}
