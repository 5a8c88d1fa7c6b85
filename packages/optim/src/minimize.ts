import type { Objective } from "./objective.js";
import { type StoppingRule, solutionStatus } from "./solutionStatus.js";
import type { Solution, Solver, SolverState } from "./solver.js";
import { measure } from "./subgradient.js";

export interface MinimizeOptions<S extends SolverState = SolverState> extends Partial<StoppingRule> {
  /** Called with the state after each step. It may keep the state, and may abort the signal. */
  readonly onStep?: (state: S) => void;
}

/**
 * Takes steps of `solver` from `params` until `solutionStatus` ends the run: converged (‖∇F‖∞ ≤ tolerance),
 * out of steps, diverged, or aborted. Not reaching the minimum is an answer, not an error.
 *
 * Runs to its end without yielding to the event loop; `signal` can only be aborted before, or in `onStep`.
 * A loop that must yield, pause or resume drives `solver.step` itself and asks `solutionStatus`.
 * Mini-batch solvers, and states that have not been measured, are measured over all samples once, at the end.
 *
 * @param params Where to start, [size]; not written to.
 * @param options `maxSteps` (default 1000), `tolerance` (default 1e-6), `signal`, `onStep`.
 *
 * @example
 * const objective = bowl([1, 100], [3, 4]);
 * const solution = minimize(objective, new Float64Array(2), lbfgs(), { tolerance: 1e-9 });
 * solution.status; // "converged"
 * solution.params; // [3.0000, 4.0000]
 */
export function minimize<S extends SolverState>(
  objective: Objective,
  params: Float64Array,
  solver: Solver<S>,
  { maxSteps = 1000, tolerance = 1e-6, signal, onStep }: MinimizeOptions<S> = {},
): Solution {
  const rule = { maxSteps, tolerance, signal };
  let state = solver.init(objective, params);
  let ending = solutionStatus(state, rule);
  while (!ending) {
    state = solver.step(objective, state);
    onStep?.(state);
    ending = solutionStatus(state, rule);
  }
  const isMeasured = !solver.stochastic && !Number.isNaN(state.gradientNorm);
  const { value, gradientNorm } = isMeasured ? state : measure(objective, state.params);
  const { status, message } = solutionStatus({ ...state, value, gradientNorm }, rule) ?? ending;
  return { status, message, params: state.params, value, gradientNorm, steps: state.step };
}
