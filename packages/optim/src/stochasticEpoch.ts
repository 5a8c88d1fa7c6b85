import { permutation, random } from "@softmax/tensor-core";
import { scaleByAdam } from "./accumulators.js";
import type { Objective } from "./objective.js";
import { batchesOf, requireBatches, requireBatchSize } from "./stochastic.js";
import { chain, scaleByLearningRate, type Transformation } from "./transformation.js";

export interface StochasticEpochOptions {
  /** η of the first batch, falling linearly to 0 over the epoch; in units of the curvature, see there. */
  readonly learningRate: number;
  /** Samples in a mini-batch; default 128. */
  readonly batchSize?: number;
  /** Batches at most, however many samples there are; default 500. */
  readonly maxBatches?: number;
  /** Of the shuffle and of the curvature's sample, a whole number ≥ 0; default 0. */
  readonly seed?: number;
}

/** Rows that tell the scales of the features. */
const SCALE_ROWS = 4096;

/**
 * Parameters after one epoch of Adam from `params`, in coordinates in which the Hessian's diagonal h is one:
 *
 *     θ_j ← θ_j − η_t / √h_j · m̂_j / (√v̂_j + ε)
 *
 * so that features in millimetres and in kilometres learn alike. For about the price of a full gradient it comes
 * most of the way that gradients alone would take dozens of steps for: a point at which the curvature
 * resembles that of the minimum. Nothing ensures that the objective falls: compare before using the result.
 *
 * Throws a TypeError where the objective has no `batch` and `nSamples`.
 *
 * @example
 * stochasticEpoch(bowl([1, 100], [3, 4]), new Float64Array(2), { learningRate: 1, batchSize: 1 });
 */
export function stochasticEpoch(
  objective: Objective,
  params: Float64Array,
  { learningRate, batchSize = 128, maxBatches = 500, seed = 0 }: StochasticEpochOptions,
): Float64Array {
  requireBatchSize("stochasticEpoch", batchSize);
  const { batch, nSamples } = requireBatches("stochasticEpoch", objective);
  const order = permutation(random(seed, "epoch"), nSamples).subarray(0, maxBatches * batchSize);
  const steps = Math.ceil(order.length / batchSize);
  const h = objective.curvature?.diagonal(params, { rows: SCALE_ROWS, seed });
  const adam = chain(
    scaleByAdam(),
    ...(h ? [divideByRoot(h)] : []),
    scaleByLearningRate((step) => learningRate * (1 - step / steps)),
  );

  const at = params.slice();
  let state = adam.init(at);
  for (const rows of batchesOf(order, batchSize)) {
    const updates = new Float64Array(at.length);
    batch(at, rows, updates);
    state = adam.update(updates, state, at);
    for (let j = 0; j < at.length; j++) at[j] += updates[j];
  }
  return at;
}

/** u ← u / √h. */
function divideByRoot(h: Float64Array): Transformation {
  const factors = h.map((value) => 1 / Math.sqrt(value));
  return {
    init: () => ({}),
    update(updates, state) {
      for (let j = 0; j < updates.length; j++) updates[j] *= factors[j];
      return state;
    },
  };
}
