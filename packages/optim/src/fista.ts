import { initialState } from "./initialState.js";
import { type EvaluatedPoint, isMajorized, MAX_HALVINGS } from "./majorization.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, type WatchedState, watched } from "./stall.js";
import { gradientNormOf, l1Penalty, shrink } from "./subgradient.js";
import { addScaled } from "./vector.js";

export interface FistaState extends WatchedState {
  /** f(params), the smooth part of the value, and ∇f(params). */
  readonly smoothValue: number;
  readonly gradient: Float64Array;
  /** The parameters before the latest step. */
  readonly previous: Float64Array;
  /** t of the momentum (t − 1)/t⁺; 1 after a restart. */
  readonly momentum: number;
  /** L, the curvature whose 1/L is the step. */
  readonly curvature: number;
}

/**
 * Accelerated proximal gradient descent, for f smooth plus l1:
 *
 *     θ⁺ = S(y − ∇f(y)/L, l1/L),   y = θ + (t − 1)/t⁺ · (θ − θ⁻),   t⁺ = (1 + √(1 + 4t²))/2
 *
 * with the soft threshold S(x, λ) = sign(x) max(|x| − λ, 0), which sets parameters to exactly zero. L is found by
 * backtracking: it starts from 9/10 of the latest one and doubles until the parabola it describes lies above
 * f. The momentum restarts when it points uphill, so that convergence is linear where F is strongly convex.
 * Without l1 this is Nesterov's accelerated gradient descent.
 *
 * Source: A. Beck and M. Teboulle, A fast iterative shrinkage-thresholding algorithm (2009); B. O'Donoghue and
 * E. Candès, Adaptive restart for accelerated gradient schemes (2015), gradient scheme.
 *
 * @example
 * const sparse = { ...bowl([1, 1], [3, 0.2]), l1: new Float64Array([0.5, 0.5]) };
 * minimize(sparse, new Float64Array(2), fista()).params; // [2.5, 0]
 */
export function fista(): Solver<FistaState> {
  return {
    name: "fista",
    stochastic: false,

    init(objective, params) {
      const start = initialState("fista", objective, params);
      return {
        ...start,
        ...unwatched(start),
        smoothValue: start.value - l1Penalty(start.params, objective.l1),
        previous: start.params,
        momentum: 1,
        curvature: objective.lipschitz ?? 1,
      };
    },

    step(objective, state) {
      const t = (1 + Math.sqrt(1 + 4 * state.momentum ** 2)) / 2;
      const ahead = lookAhead(objective, state, (state.momentum - 1) / t);
      for (let halvings = 0, L = 0.9 * state.curvature; halvings < MAX_HALVINGS; halvings++, L *= 2) {
        const next = proximalStep(objective, ahead, L);
        if (!isMajorized(ahead, next, L)) continue;
        return watched({
          ...state,
          step: state.step + 1,
          params: next.params,
          gradient: next.gradient,
          smoothValue: next.value,
          value: next.value + l1Penalty(next.params, objective.l1),
          gradientNorm: gradientNormOf(next.params, next.gradient, objective.l1),
          previous: state.params,
          momentum: pointsUphill(ahead.params, next.params, state.params) ? 1 : t,
          curvature: L,
        });
      }
      return { ...state, stalled: NO_DECREASE };
    },
  };
}

/** y = θ + factor · (θ − θ⁻), evaluated. */
function lookAhead(objective: Objective, state: FistaState, factor: number): EvaluatedPoint {
  if (factor === 0) return { params: state.params, value: state.smoothValue, gradient: state.gradient };
  const params = addScaled(state.params, -1, state.previous);
  addScaled(state.params, factor, params, params);
  return evaluated(objective, params);
}

/** S(y − ∇f(y)/L, l1/L), evaluated. */
function proximalStep(objective: Objective, from: EvaluatedPoint, L: number): EvaluatedPoint {
  const params = addScaled(from.params, -1 / L, from.gradient);
  shrink(params, objective.l1, 1 / L);
  return evaluated(objective, params);
}

function evaluated(objective: Objective, params: Float64Array): EvaluatedPoint {
  const gradient = new Float64Array(objective.size);
  return { params, value: objective.valueAndGradient(params, gradient), gradient };
}

/** Whether (y − θ⁺)ᵀ(θ⁺ − θ) > 0: the step from y went back against the way from θ to θ⁺. */
function pointsUphill(ahead: Float64Array, next: Float64Array, from: Float64Array): boolean {
  let sum = 0;
  for (let j = 0; j < next.length; j++) sum += (ahead[j] - next[j]) * (next[j] - from[j]);
  return sum > 0;
}
