import type { RowRange } from "@softmax/tensor-core";
import { pow } from "@softmax/tensor-core/elementary";
import { initialState } from "./initialState.js";
import { type EvaluatedPoint, isMajorized, MAX_HALVINGS, NOISE } from "./majorization.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { unwatched, type WatchedState, watched } from "./stall.js";
import { batchesOf, rememberedShuffle, requireBatches, requireBatchSize } from "./stochastic.js";
import { measure, shrink } from "./subgradient.js";
import { addScaled, dot } from "./vector.js";

export interface SvrgOptions {
  /** Samples in a mini-batch. */
  readonly batchSize: number;
  /** Of the shuffles, a whole number ≥ 0; default 0. */
  readonly seed?: number;
  /** η; found from the curvature of the batches by default. */
  readonly learningRate?: number;
}

export interface SvrgState extends WatchedState {
  /** ∇f(params) over all samples. */
  readonly gradient: Float64Array;
  /** The curvature of the batches met so far, slowly forgotten. */
  readonly curvature: number;
}

/**
 * Stochastic variance-reduced gradient descent, also for objectives with l1. One step is one epoch of batches
 * after a pass over all samples: with the snapshot θ̃ and ∇f(θ̃) from the latest pass, each batch B takes
 *
 *     θ ← S(θ − η (∇f_B(θ) − ∇f_B(θ̃) + ∇f(θ̃)), η l1)
 *
 * with the soft threshold S. The noise of the batches vanishes as θ and θ̃ approach the minimum, so a constant η
 * converges to it; `value` and `gradientNorm` are those over all samples. Three passes over the data a step
 * with a given learning rate, four without.
 *
 * Without `learningRate`, η = 1/L where L doubles until the parabola of curvature L about θ lies above f_B at
 * θ − ∇f_B(θ)/L, and halves over each epoch. A step that would end higher than it began stays where it is and
 * doubles L.
 *
 * Throws a TypeError, in `init`, when the objective has no `batch` and `nSamples`; a RangeError when
 * `batchSize` is not a whole number ≥ 1 or `learningRate` is not positive.
 *
 * Source: R. Johnson and T. Zhang, Accelerating stochastic gradient descent using predictive variance
 * reduction (2013); L. Xiao and T. Zhang, A proximal stochastic gradient method with progressive variance
 * reduction (2014); M. Schmidt, N. Le Roux and F. Bach, Minimizing finite sums with the stochastic average
 * gradient (2017), section 4.6, for L.
 *
 * @example
 * minimize(bowl([1, 2], [3, 4]), new Float64Array(2), svrg({ batchSize: 1 })).params; // [3.0000, 4.0000]
 */
export function svrg({ batchSize, seed = 0, learningRate }: SvrgOptions): Solver<SvrgState> {
  requireBatchSize("svrg", batchSize);
  if (learningRate !== undefined && !(learningRate > 0))
    throw new RangeError(`svrg: learningRate is ${learningRate} but must be positive`);
  const shuffleOf = rememberedShuffle(seed);

  return {
    name: "svrg",
    stochastic: false,

    init(objective, params) {
      requireBatches("svrg", objective);
      const start = initialState("svrg", objective, params);
      return { ...start, ...unwatched(start), curvature: objective.lipschitz ?? 1 };
    },

    step(objective, state) {
      const { nSamples } = requireBatches("svrg", objective);
      const order = shuffleOf(nSamples, state.step);
      const { params, curvature } = epoch(objective, state, order, batchSize, learningRate);
      const gradient = new Float64Array(objective.size);
      const measured = measure(objective, params, gradient);
      const step = state.step + 1;
      const rose = !(measured.value <= state.value + NOISE * Math.abs(state.value));
      if (rose && learningRate === undefined)
        return watched({ ...state, step, curvature: 2 * Math.max(curvature, state.curvature) });
      return watched({ ...state, ...measured, step, params, gradient, curvature });
    },
  };
}

/** One epoch of batches around the snapshot `state.params`. */
function epoch(
  objective: Objective,
  snapshot: SvrgState,
  order: Int32Array,
  batchSize: number,
  learningRate?: number,
) {
  const { batch, nSamples } = requireBatches("svrg", objective);
  const params = snapshot.params.slice();
  const [gradient, atSnapshot] = [new Float64Array(params.length), new Float64Array(params.length)];
  let curvature = snapshot.curvature;
  for (const rows of batchesOf(order, batchSize)) {
    const value = batch(params, rows, gradient);
    batch(snapshot.params, rows, atSnapshot);
    if (learningRate === undefined) {
      curvature *= pow(2, (rows.from - rows.to) / nSamples);
      curvature = batchCurvature(batch, rows, { params, value, gradient }, curvature);
    }
    const eta = learningRate ?? 1 / curvature;
    for (let j = 0; j < params.length; j++)
      params[j] -= eta * (gradient[j] - atSnapshot[j] + snapshot.gradient[j]);
    shrink(params, objective.l1, eta);
  }
  return { params, curvature };
}

/** L doubled until f_B lies below the parabola of curvature L at the gradient step 1/L. */
function batchCurvature(
  batch: NonNullable<Objective["batch"]>,
  rows: RowRange,
  from: EvaluatedPoint,
  curvature: number,
): number {
  if (!(dot(from.gradient, from.gradient) > 1e-16)) return curvature;
  const [params, gradient] = [new Float64Array(from.params.length), new Float64Array(from.params.length)];
  for (let halvings = 0, L = curvature; halvings < MAX_HALVINGS; halvings++, L *= 2) {
    addScaled(from.params, -1 / L, from.gradient, params);
    if (isMajorized(from, { params, value: batch(params, rows, gradient), gradient }, L)) return L;
  }
  return curvature;
}
