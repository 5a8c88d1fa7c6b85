import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { unwatched, type WatchedState } from "./stall.js";
import { measure } from "./subgradient.js";

interface RefinableState extends WatchedState {
  /** ∇f(params). */
  readonly gradient: Float64Array;
}

/** Steps in a row without a new low of the value or of the gradient norm, by which rounding gives itself away. */
const IDLE = 4;

/**
 * The same solver, which goes on in more precise arithmetic where rounding in the objective stops it: a state that
 * is `stalled`, or has been idle for four steps, is measured again by `objective.refined()`, and its `refined` is true
 * from then on. A tolerance that single precision can reach never costs a pass in double precision.
 *
 * For solvers whose states depend on the objective through `value`, `gradient` and `gradientNorm`, and through pairs,
 * which are forgotten. Without `objective.refined` it is the solver itself.
 *
 * @example
 * const precise = bowl([1, 100], [0.1, 0.2]);
 * const coarse = {
 *   ...precise,
 *   valueAndGradient(params, gradient) {
 *     const value = precise.valueAndGradient(params, gradient);
 *     gradient.forEach((g, j) => (gradient[j] = Math.fround(g)));
 *     return Math.fround(value);
 *   },
 *   refined: () => precise,
 * };
 * minimize(coarse, new Float64Array(2), refining(lbfgs()), { tolerance: 1e-12 }).status; // "converged"
 */
export function refining<S extends RefinableState>(solver: Solver<S>): Solver<S> {
  const refinedOf = new WeakMap<Objective, Objective>();
  const refined = (objective: Objective) => {
    if (!refinedOf.has(objective)) refinedOf.set(objective, objective.refined!());
    return refinedOf.get(objective)!;
  };
  return {
    ...solver,
    step(objective, state) {
      if (!objective.refined) return solver.step(objective, state);
      if (state.refined) return solver.step(refined(objective), state);
      const next = solver.step(objective, state);
      const rounding = next.stalled !== "" || next.idle >= IDLE;
      return rounding ? measuredBy(refined(objective), next) : next;
    },
  };
}

function measuredBy<S extends RefinableState>(objective: Objective, state: S): S {
  const gradient = new Float64Array(objective.size);
  const measured = measure(objective, state.params, gradient);
  const afresh = { ...state, ...measured, ...unwatched(measured), gradient, stalled: "", refined: true };
  return "pairs" in state ? { ...afresh, pairs: 0 } : afresh;
}
