import { type AdamOptions, scaleByAdagrad, scaleByAdam, scaleByRmsprop, trace } from "./accumulators.js";
import {
  addDecayedWeights,
  chain,
  type Schedule,
  scaleByLearningRate,
  type Transformation,
} from "./transformation.js";

/**
 * Stochastic gradient descent: θ ← θ − η g.
 *
 * @param learningRate η, or a schedule of it; so in all optimizers.
 *
 * @example
 * const solver = stochastic(sgd(0.1), { batchSize: 64, seed: 1 });
 */
export const sgd = (learningRate: number | Schedule): Transformation =>
  chain(scaleByLearningRate(learningRate));

/**
 * Momentum (heavy ball): m ← momentum · m + g, θ ← θ − η m. See `trace`.
 *
 * @example
 * const solver = stochastic(momentum(0.01, { momentum: 0.95 }), { batchSize: 64 });
 */
export const momentum = (
  learningRate: number | Schedule,
  { momentum = 0.9 }: { momentum?: number } = {},
): Transformation => chain(trace(momentum), scaleByLearningRate(learningRate));

/**
 * Momentum with Nesterov's look-ahead: m ← momentum · m + g, θ ← θ − η (g + momentum · m). See `trace`.
 *
 * @example
 * const solver = stochastic(nesterov(0.01), { batchSize: 64 });
 */
export const nesterov = (
  learningRate: number | Schedule,
  { momentum = 0.9 }: { momentum?: number } = {},
): Transformation => chain(trace(momentum, { nesterov: true }), scaleByLearningRate(learningRate));

/**
 * Adagrad: θ ← θ − η g / (√Σg² + ε). See `scaleByAdagrad`.
 *
 * @example
 * const solver = stochastic(adagrad(0.1), { batchSize: 64 });
 */
export const adagrad = (
  learningRate: number | Schedule,
  options: { epsilon?: number } = {},
): Transformation => chain(scaleByAdagrad(options), scaleByLearningRate(learningRate));

/**
 * RMSprop: Adagrad that forgets. See `scaleByRmsprop`.
 *
 * @example
 * const solver = stochastic(rmsprop(0.01), { batchSize: 64 });
 */
export const rmsprop = (
  learningRate: number | Schedule,
  options: { decay?: number; epsilon?: number } = {},
): Transformation => chain(scaleByRmsprop(options), scaleByLearningRate(learningRate));

/**
 * Adam. See `scaleByAdam`.
 *
 * @example
 * const solver = stochastic(adam(cosineDecay(0.01, { steps: 1000 })), { batchSize: 64 });
 */
export const adam = (learningRate: number | Schedule, options: AdamOptions = {}): Transformation =>
  chain(scaleByAdam(options), scaleByLearningRate(learningRate));

export interface AdamwOptions extends AdamOptions {
  /** Decay of the weights a step, times η; default 0.01. */
  readonly weightDecay?: number;
  /** How many parameters, from the first, are weights; the bias behind them does not decay. All by default. */
  readonly nWeights?: number;
}

/**
 * AdamW, Adam with decoupled weight decay: θ ← θ − η (m̂ / (√v̂ + ε) + weightDecay · θ), the bias without decay.
 * What it decays towards is not the minimum of an objective with l2; use `adam` for that.
 *
 * Source: I. Loshchilov and F. Hutter, Decoupled weight decay regularization (2019), algorithm 2.
 *
 * @example
 * const solver = stochastic(adamw(1e-3, { weightDecay: 0.1, nWeights: 10 * 784 }), { batchSize: 64 });
 */
export const adamw = (
  learningRate: number | Schedule,
  { weightDecay = 0.01, nWeights, ...options }: AdamwOptions = {},
): Transformation =>
  chain(scaleByAdam(options), addDecayedWeights(weightDecay, nWeights), scaleByLearningRate(learningRate));
