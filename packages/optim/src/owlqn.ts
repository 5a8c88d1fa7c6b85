import { emptyHistory, type HistoryState, quasiNewtonDirection, remember } from "./history.js";
import { initialState } from "./initialState.js";
import { decreasesEnough } from "./lineSearch.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, watched } from "./stall.js";
import { l1Penalty, minimumNormSubgradient } from "./subgradient.js";
import { addScaled, dot, maxAbs, minus, norm } from "./vector.js";

export interface OwlqnOptions {
  /** How many pairs (s, y) the approximation of the Hessian is built from; default 10. */
  readonly memory?: number;
}

export interface OwlqnState extends HistoryState {
  /** ∇f(params), of the smooth part. */
  readonly gradient: Float64Array;
}

/**
 * L-BFGS for f smooth plus l1 (orthant-wise limited-memory quasi-Newton). With v the subgradient of F of least
 * norm:
 *
 * - d = −H v, H built from differences of ∇f; where d_j does not descend (d_j v_j ≥ 0) it is set to 0;
 * - the step stays in the orthant of θ (of −v where θ_j = 0): a parameter that would change sign becomes 0;
 * - α = 1, ½, ¼, … until F decreases enough for the distance gone.
 *
 * The last two rules apply to the parameters with l1_j > 0. Without l1 it is L-BFGS with backtracking.
 *
 * Throws a RangeError when `memory` is not a whole number ≥ 1.
 *
 * Source: G. Andrew and J. Gao, Scalable training of L1-regularized log-linear models (2007).
 *
 * @example
 * const sparse = { ...bowl([1, 1], [3, 0.2]), l1: new Float64Array([0.5, 0.5]) };
 * minimize(sparse, new Float64Array(2), owlqn()).params; // [2.5, 0]
 */
export function owlqn({ memory = 10 }: OwlqnOptions = {}): Solver<OwlqnState> {
  if (!Number.isInteger(memory) || memory < 1)
    throw new RangeError(`owlqn: memory is ${memory} but must be a whole number ≥ 1`);

  return {
    name: "owlqn",
    stochastic: false,
    init(objective, params) {
      const start = initialState("owlqn", objective, params);
      return { ...start, ...unwatched(start), ...emptyHistory(memory) };
    },
    step(objective, state) {
      const next =
        search(objective, state) ?? (state.pairs > 0 ? search(objective, { ...state, pairs: 0 }) : undefined);
      return next ? watched(next) : { ...state, stalled: NO_DECREASE };
    },
  };
}

function search(objective: Objective, state: OwlqnState): OwlqnState | undefined {
  const { params, gradient, value, pairs } = state;
  const { l1, lipschitz } = objective;
  const v = minimumNormSubgradient(params, gradient, l1);
  const d = quasiNewtonDirection(state, v);
  if (l1) for (let j = 0; j < d.length; j++) if (l1[j] > 0 && d[j] * v[j] >= 0) d[j] = 0;

  let step = pairs > 0 ? 1 : lipschitz ? 1 / lipschitz : Math.min(1, 1 / norm(d));
  for (let halvings = 0; halvings < 40; halvings++, step /= 2) {
    const next = addScaled(params, step, d);
    if (l1) stayInOrthant(next, params, v, l1);
    const nextGradient = new Float64Array(params.length);
    const nextValue = objective.valueAndGradient(next, nextGradient) + l1Penalty(next, l1);
    const nextV = minimumNormSubgradient(next, nextGradient, l1);
    const moved = minus(next, params);
    const start = { step: 0, value, slope: dot(v, moved) };
    if (!(start.slope < 0)) return undefined;
    if (!decreasesEnough(start, { step: 1, value: nextValue, slope: dot(nextV, moved) })) continue;
    const y = minus(nextGradient, gradient);
    return {
      ...state,
      ...remember(state, { s: moved, y, p: y, gradient: nextV }),
      step: state.step + 1,
      params: next,
      gradient: nextGradient,
      value: nextValue,
      gradientNorm: maxAbs(nextV),
    };
  }
  return undefined;
}

/** Sets to zero what has left the orthant of `from`, or, where that is zero, of −v. */
function stayInOrthant(params: Float64Array, from: Float64Array, v: Float64Array, l1: Float64Array): void {
  for (let j = 0; j < params.length; j++) {
    const orthant = from[j] === 0 ? -v[j] : from[j];
    if (l1[j] > 0 && params[j] * orthant <= 0) params[j] = 0;
  }
}
