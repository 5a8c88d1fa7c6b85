import { dot } from "./vector.js";

/** What a transformation remembers from step to step: numbers and arrays that nothing writes into. */
export interface TransformationState {
  readonly [name: string]: number | Float64Array;
}

/**
 * A gradient transformation: it turns the gradient into the update that is added to the parameters, or is one
 * link of a `chain` that does. All arrays are [size].
 */
export interface Transformation<S extends TransformationState = TransformationState> {
  init(params: Float64Array): S;
  /** Overwrites `updates` and returns the next state; writes neither to `state` nor to `params`. */
  update(updates: Float64Array, state: S, params: Float64Array): S;
}

/**
 * One transformation after the other. The state of link i carries the prefix `i.`.
 *
 * @example
 * const clippedAdam = chain(clipByGlobalNorm(1), scaleByAdam(), scaleByLearningRate(1e-3));
 */
export function chain(...links: readonly Transformation[]): Transformation {
  return {
    init: (params) => join(links.map((link) => link.init(params))),
    update: (updates, state, params) =>
      join(links.map((link, i) => link.update(updates, withoutPrefix(state, `${i}.`), params))),
  };
}

const join = (states: TransformationState[]): TransformationState =>
  Object.assign({}, ...states.map((state, i) => withPrefix(state, `${i}.`)));

export const withPrefix = (state: TransformationState, prefix: string): TransformationState =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [prefix + name, value]));

/** The entries whose names begin with the prefix, under their names without it. */
export function withoutPrefix(
  state: { readonly [name: string]: unknown },
  prefix: string,
): TransformationState {
  const own = Object.entries(state).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    own.map(([name, value]) => [name.slice(prefix.length), value]),
  ) as TransformationState;
}

/** A transformation that remembers nothing. */
function stateless(change: (updates: Float64Array, params: Float64Array) => void): Transformation {
  return {
    init: () => ({}),
    update(updates, state, params) {
      change(updates, params);
      return state;
    },
  };
}

/**
 * u ← factor · u.
 *
 * @example
 * const ascent = chain(scale(0.1)); // adds a tenth of the gradient
 */
export const scale = (factor: number): Transformation =>
  stateless((updates) => {
    for (let j = 0; j < updates.length; j++) updates[j] *= factor;
  });

/**
 * u ← u · min(1, maxNorm / ‖u‖₂).
 *
 * @example
 * const careful = chain(clipByGlobalNorm(1), scaleByLearningRate(0.1)); // no step is longer than 0.1
 */
export function clipByGlobalNorm(maxNorm: number): Transformation {
  if (!(maxNorm > 0)) throw new RangeError(`clipByGlobalNorm: maxNorm is ${maxNorm} but must be positive`);
  return stateless((updates) => {
    const length = Math.sqrt(dot(updates, updates));
    if (length > maxNorm) for (let j = 0; j < updates.length; j++) updates[j] *= maxNorm / length;
  });
}

/**
 * u ← u + weightDecay · θ over the weights, which the flat parameters hold first: entries 0 … nWeights − 1.
 * The bias behind them does not decay, as it carries no penalty in the objective.
 *
 * @param weightDecay ≥ 0. Before `scaleByLearningRate` this is the decoupled decay of AdamW.
 * @param nWeights nClasses · nFeatures for a linear model; all parameters by default.
 *
 * @example
 * const decayed = chain(addDecayedWeights(0.01, 10 * 784), scaleByLearningRate(0.1));
 */
export function addDecayedWeights(weightDecay: number, nWeights = Infinity): Transformation {
  if (!(weightDecay >= 0))
    throw new RangeError(`addDecayedWeights: weightDecay is ${weightDecay} but must be at least 0`);
  return stateless((updates, params) => {
    const end = Math.min(nWeights, params.length);
    for (let j = 0; j < end; j++) updates[j] += weightDecay * params[j];
  });
}

/** A factor for each step, counted from 0: a learning rate over time. */
export type Schedule = (step: number) => number;

/**
 * u ← schedule(t) · u at step t = 0, 1, ….
 *
 * @example
 * const robbinsMonro = chain(scaleBySchedule((step) => -0.5 / (1 + step)));
 */
export const scaleBySchedule = (schedule: Schedule): Transformation<{ readonly count: number }> => ({
  init: () => ({ count: 0 }),
  update(updates, { count }) {
    const factor = schedule(count);
    for (let j = 0; j < updates.length; j++) updates[j] *= factor;
    return { count: count + 1 };
  },
});

/**
 * u ← −η u, the last link of an optimizer: it turns an ascent direction into a step downhill.
 *
 * @param learningRate η, or a schedule of it.
 *
 * @example
 * const plain = scaleByLearningRate(cosineDecay(0.1, { steps: 1000 }));
 */
export const scaleByLearningRate = (learningRate: number | Schedule): Transformation =>
  typeof learningRate === "number" ? scale(-learningRate) : scaleBySchedule((step) => -learningRate(step));
