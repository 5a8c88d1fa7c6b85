import { permutation, type RowRange, random } from "@softmax/tensor-core";
import { initialState, requireSmooth } from "./initialState.js";
import type { Objective } from "./objective.js";
import type { Solver, SolverState } from "./solver.js";
import { type Transformation, withoutPrefix, withPrefix } from "./transformation.js";

export interface StochasticOptions {
  /** Samples a step looks at, at most: an epoch's samples are spread evenly over ⌈n / batchSize⌉ batches. */
  readonly batchSize: number;
  /** Of the shuffle, a whole number ≥ 0; default 0. */
  readonly seed?: number;
  /** Name of the solver; default `stochastic`. */
  readonly name?: string;
}

/** The optimizer's own state lies beside these fields, each name with the prefix `optimizer.`. */
export interface StochasticState extends SolverState {
  /** Epochs completed. */
  readonly epoch: number;
  /** Place in the epoch's shuffle where the next batch begins. */
  readonly row: number;
}

/**
 * A solver from a gradient transformation: each step takes the next batch of a shuffled epoch, transforms its
 * gradient and adds the result to the parameters. Every sample is seen once an epoch. The shuffle of an epoch is
 * a function of the seed and the epoch, so the state holds two counters, no random generator. An objective with
 * `shuffledBatch` shuffles by itself, from the same key.
 *
 * `value` is the batch's estimate of the objective before the step and `gradientNorm` is NaN, except in the
 * first state, which is measured over all samples; `measure` does that for any later one.
 *
 * Throws, in `init`, a TypeError when the objective has no `batch` and `nSamples` or has an l1 penalty; a
 * RangeError when `batchSize` is not a whole number ≥ 1.
 *
 * @example
 * const solver = stochastic(adam(cosineDecay(0.1, { steps: 500 })), { batchSize: 1, seed: 7 });
 * const { value } = minimize(bowl([1, 2], [3, 4]), new Float64Array(2), solver, { maxSteps: 500 });
 * value < 1e-4; // true
 */
export function stochastic(
  transformation: Transformation,
  { batchSize, seed = 0, name = "stochastic" }: StochasticOptions,
): Solver<StochasticState> {
  requireBatchSize(name, batchSize);
  const shuffleOf = rememberedShuffle(seed);

  return {
    name,
    stochastic: true,

    init(objective, params) {
      shuffledBatches(name, objective, seed, shuffleOf);
      requireSmooth(name, objective);
      const { gradient: _, ...start } = initialState(name, objective, params);
      return { ...start, epoch: 0, row: 0, ...withPrefix(transformation.init(params), PREFIX) };
    },

    step(objective, state) {
      const { nSamples, batch } = shuffledBatches(name, objective, seed, shuffleOf);
      const rows = batchAt(state.row, batchSize, nSamples);
      const updates = new Float64Array(objective.size);
      const value = batch(state, rows, updates);
      const optimizer = transformation.update(updates, withoutPrefix(state, PREFIX), state.params);
      for (let j = 0; j < updates.length; j++) updates[j] += state.params[j];
      const ended = rows.to === nSamples;
      return {
        ...state,
        step: state.step + 1,
        params: updates,
        value,
        gradientNorm: Number.NaN,
        epoch: state.epoch + (ended ? 1 : 0),
        row: ended ? 0 : rows.to,
        ...withPrefix(optimizer, PREFIX),
      };
    },
  };
}

const PREFIX = "optimizer.";

/**
 * The batch that begins at place `from` of n samples: the k-th of B = ⌈n / batchSize⌉, from ⌊k n / B⌋ to
 * ⌊(k + 1) n / B⌋. Sizes differ by one at most, so that no small last batch takes a step as long as all others.
 */
function batchAt(from: number, batchSize: number, n: number): Pick<RowRange, "from" | "to"> {
  const B = Math.ceil(n / batchSize);
  const k = Math.ceil((from * B) / n);
  return { from, to: Math.floor(((k + 1) * n) / B) };
}

/** The batches of an epoch, one after another. */
export function* batchesOf(order: Int32Array, batchSize: number): Generator<RowRange> {
  for (let from = 0; from < order.length; ) {
    const { to } = batchAt(from, batchSize, order.length);
    yield { from, to, order };
    from = to;
  }
}

const shuffleKey = (seed: number, epoch: number) => random(seed, "shuffle", epoch);

/** The shuffle of an epoch, a function of (seed, epoch) alone; the latest one is kept for the epoch's other steps. */
export function rememberedShuffle(seed: number): (nSamples: number, epoch: number) => Int32Array {
  let latest: { epoch: number; order: Int32Array } | undefined;
  return (nSamples, epoch) => {
    if (latest?.epoch !== epoch || latest.order.length !== nSamples)
      latest = { epoch, order: permutation(shuffleKey(seed, epoch), nSamples) };
    return latest.order;
  };
}

type Place = Pick<StochasticState, "params" | "epoch">;

/** Batches of an epoch's shuffle, which is the objective's own where it has one; throws where it has no batches. */
function shuffledBatches(
  name: string,
  objective: Objective,
  seed: number,
  shuffleOf: ReturnType<typeof rememberedShuffle>,
) {
  if (objective.nSamples && objective.shuffledBatch)
    return {
      nSamples: objective.nSamples,
      batch: ({ params, epoch }: Place, rows: Pick<RowRange, "from" | "to">, gradient: Float64Array) =>
        objective.shuffledBatch!(params, { ...rows, key: shuffleKey(seed, epoch) }, gradient),
    };
  const { nSamples, batch } = requireBatches(name, objective);
  return {
    nSamples,
    batch: ({ params, epoch }: Place, rows: Pick<RowRange, "from" | "to">, gradient: Float64Array) =>
      batch(params, { ...rows, order: shuffleOf(nSamples, epoch) }, gradient),
  };
}

/** The objective's mini-batches; throws where it has none. */
export function requireBatches(name: string, objective: Objective) {
  const { nSamples, batch } = objective;
  if (!batch || !nSamples)
    throw new TypeError(`${name}: the objective has no mini-batches (batch and nSamples ≥ 1); use lbfgs`);
  return { nSamples, batch: batch.bind(objective) };
}

export function requireBatchSize(name: string, batchSize: number): void {
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new RangeError(`${name}: batchSize is ${batchSize} but must be a whole number ≥ 1`);
}
