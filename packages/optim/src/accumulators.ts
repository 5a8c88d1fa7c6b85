import { pow } from "@softmax/tensor-core/elementary";
import type { Transformation } from "./transformation.js";

/**
 * Momentum: m ← decay · m + u, then u ← m, or u ← u + decay · m with Nesterov's look-ahead.
 *
 * Source: I. Sutskever, J. Martens, G. Dahl and G. Hinton, On the importance of initialization and momentum
 * in deep learning (2013), without their factor (1 − decay).
 *
 * @param decay In [0, 1).
 * @param options `nesterov`, default false.
 *
 * @example
 * const heavyBall = chain(trace(0.9), scaleByLearningRate(0.01));
 */
export function trace(
  decay: number,
  { nesterov = false }: { nesterov?: boolean } = {},
): Transformation<{ readonly m: Float64Array }> {
  requireDecay("trace", "decay", decay);
  return {
    init: (params) => ({ m: new Float64Array(params.length) }),
    update(updates, state) {
      const m = state.m.slice();
      for (let j = 0; j < m.length; j++) {
        m[j] = decay * m[j] + updates[j];
        updates[j] = nesterov ? updates[j] + decay * m[j] : m[j];
      }
      return { m };
    },
  };
}

/**
 * Adagrad: v ← v + u², then u ← u / (√v + ε).
 *
 * Source: J. Duchi, E. Hazan and Y. Singer, Adaptive subgradient methods (2011), diagonal form.
 *
 * @param options `epsilon`, default 1e-10.
 *
 * @example
 * const optimizer = chain(scaleByAdagrad(), scaleByLearningRate(0.1));
 */
export function scaleByAdagrad({ epsilon = 1e-10 }: { epsilon?: number } = {}): Transformation<{
  readonly v: Float64Array;
}> {
  return {
    init: (params) => ({ v: new Float64Array(params.length) }),
    update(updates, state) {
      const v = state.v.slice();
      for (let j = 0; j < v.length; j++) {
        v[j] += updates[j] * updates[j];
        updates[j] /= Math.sqrt(v[j]) + epsilon;
      }
      return { v };
    },
  };
}

/**
 * RMSprop: v ← decay · v + (1 − decay) u², then u ← u / (√v + ε).
 *
 * Source: T. Tieleman and G. Hinton, Neural networks for machine learning, lecture 6.5 (2012).
 *
 * @param options `decay`, default 0.9; `epsilon`, default 1e-8.
 *
 * @example
 * const optimizer = chain(scaleByRmsprop(), scaleByLearningRate(0.01));
 */
export function scaleByRmsprop({
  decay = 0.9,
  epsilon = 1e-8,
}: {
  decay?: number;
  epsilon?: number;
} = {}): Transformation<{ readonly v: Float64Array }> {
  requireDecay("scaleByRmsprop", "decay", decay);
  return {
    init: (params) => ({ v: new Float64Array(params.length) }),
    update(updates, state) {
      const v = state.v.slice();
      for (let j = 0; j < v.length; j++) {
        v[j] = decay * v[j] + (1 - decay) * updates[j] * updates[j];
        updates[j] /= Math.sqrt(v[j]) + epsilon;
      }
      return { v };
    },
  };
}

export interface AdamOptions {
  /** Decay β₁ of the mean of the gradients, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay β₂ of the mean of their squares, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** ε in the denominator; default 1e-8. */
  readonly epsilon?: number;
}

/**
 * Adam: m ← β₁ m + (1 − β₁) u, v ← β₂ v + (1 − β₂) u², then, at step t = 1, 2, …,
 * u ← m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ).
 *
 * Source: D. Kingma and J. Ba, Adam: a method for stochastic optimization (2015), algorithm 1.
 *
 * @example
 * const optimizer = chain(scaleByAdam({ beta2: 0.99 }), scaleByLearningRate(1e-3));
 */
export function scaleByAdam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
}: AdamOptions = {}): Transformation<{
  readonly m: Float64Array;
  readonly v: Float64Array;
  readonly count: number;
}> {
  requireDecay("scaleByAdam", "beta1", beta1);
  requireDecay("scaleByAdam", "beta2", beta2);
  return {
    init: (params) => ({ m: new Float64Array(params.length), v: new Float64Array(params.length), count: 0 }),
    update(updates, state) {
      const [m, v, count] = [state.m.slice(), state.v.slice(), state.count + 1];
      const [unbias1, unbias2] = [1 - pow(beta1, count), 1 - pow(beta2, count)];
      for (let j = 0; j < m.length; j++) {
        m[j] = beta1 * m[j] + (1 - beta1) * updates[j];
        v[j] = beta2 * v[j] + (1 - beta2) * updates[j] * updates[j];
        updates[j] = m[j] / unbias1 / (Math.sqrt(v[j] / unbias2) + epsilon);
      }
      return { m, v, count };
    },
  };
}

function requireDecay(place: string, name: string, value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`${place}: ${name} is ${value} but must be in [0, 1)`);
}
