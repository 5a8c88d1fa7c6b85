import { initialState, requireSmooth } from "./initialState.js";
import { isMajorized, MAX_HALVINGS } from "./majorization.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, type WatchedState, watched } from "./stall.js";
import { addScaled, maxAbs } from "./vector.js";

export interface GradientDescentOptions {
  /** η. Without it 1/lipschitz where the objective states that bound, else found by backtracking. */
  readonly learningRate?: number;
}

export interface GradientDescentState extends WatchedState {
  /** ∇f(params). */
  readonly gradient: Float64Array;
  /** η of the step that led here. */
  readonly learningRate: number;
}

/**
 * Gradient descent exactly as in the textbook, w ← w − η∇L(w), over all samples. With the mean loss, η is n
 * times the η of a course that sums the loss over its n samples.
 *
 * Without `learningRate`, and where the objective states no `lipschitz` bound, each step tries twice the
 * latest η and halves it until f(θ⁺) ≤ f(θ) − η/2·‖∇f(θ)‖², which every η ≤ 1/L satisfies.
 *
 * Throws a TypeError when the objective has an l1 penalty, a RangeError when `learningRate` is not positive.
 *
 * Source: Nocedal & Wright, chapter 3; A. Beck, First-Order Methods in Optimization, section 10.4 (B3).
 *
 * @example
 * const solver = gradientDescent({ learningRate: 0.5 });
 * minimize(bowl([1], [8]), new Float64Array(1), solver, { maxSteps: 3 }).params; // [7]: 0, 4, 6, 7
 */
export function gradientDescent({ learningRate }: GradientDescentOptions = {}): Solver<GradientDescentState> {
  if (learningRate !== undefined && !(learningRate > 0))
    throw new RangeError(`gradientDescent: learningRate is ${learningRate} but must be positive`);

  return {
    name: "gd",
    stochastic: false,

    init(objective, params) {
      requireSmooth("gd", objective);
      const fixed = learningRate ?? (objective.lipschitz && 1 / objective.lipschitz);
      const start = initialState("gd", objective, params);
      return { ...start, ...unwatched(start), learningRate: fixed ?? 1 };
    },

    step(objective, state) {
      if (learningRate !== undefined || objective.lipschitz !== undefined)
        return descend(objective, state, state.learningRate);
      for (let halvings = 0, eta = 2 * state.learningRate; halvings < MAX_HALVINGS; halvings++, eta /= 2) {
        const next = descend(objective, state, eta);
        if (isMajorized(state, next, 1 / eta)) return watched(next);
      }
      return { ...state, stalled: NO_DECREASE };
    },
  };
}

function descend(
  objective: Objective,
  state: GradientDescentState,
  learningRate: number,
): GradientDescentState {
  const params = addScaled(state.params, -learningRate, state.gradient);
  const gradient = new Float64Array(objective.size);
  const value = objective.valueAndGradient(params, gradient);
  return {
    ...state,
    step: state.step + 1,
    params,
    gradient,
    value,
    gradientNorm: maxAbs(gradient),
    learningRate,
  };
}
