import { initialState, requireSmooth } from "./initialState.js";
import { alongLine, strongWolfe } from "./lineSearch.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, type WatchedState, watched } from "./stall.js";
import { addScaled, dot, maxAbs, norm } from "./vector.js";

export interface NewtonOptions {
  /** Hessian-vector products a step may take at most; default 250. */
  readonly maxCgSteps?: number;
}

export interface NewtonState extends WatchedState {
  /** ∇f(params). */
  readonly gradient: Float64Array;
  /** ‖∇f‖₂ before the latest step and the accuracy its system was solved to: they set the next accuracy. */
  readonly previousNorm: number;
  readonly forcing: number;
}

/**
 * Newton's method with conjugate gradients: θ ← θ + α d where d solves ∇²f(θ) d = −∇f(θ) up to a residual of
 * η ‖∇f(θ)‖₂, through Hessian-vector products only, and α comes from the strong Wolfe line search that tries
 * α = 1 first. The accuracy η = 0.9 (‖∇f_k‖ / ‖∇f_{k−1}‖)², at most ½, makes early steps cheap and late ones
 * converge quadratically. A direction of no or negative curvature ends the inner
 * iteration; where d does not descend the step is one of steepest descent.
 *
 * For objectives with `hvp`, above all ill-conditioned ones where L-BFGS takes many steps. Throws, in `init`,
 * a TypeError when the objective has no `hvp` or has an l1 penalty.
 *
 * Source: S. Eisenstat and H. Walker, Choosing the forcing terms in an inexact Newton method (1996), choice 2
 * with its safeguard; Nocedal & Wright, algorithm 7.1.
 *
 * @example
 * minimize(bowl([1, 1e6], [3, 4]), new Float64Array(2), newton(), { tolerance: 1e-9 }).params; // [3.0000, 4.0000]
 */
export function newton({ maxCgSteps = 250 }: NewtonOptions = {}): Solver<NewtonState> {
  return {
    name: "newton",
    stochastic: false,

    init(objective, params) {
      requireHvp(objective);
      requireSmooth("newton", objective);
      const start = initialState("newton", objective, params);
      return { ...start, ...unwatched(start), previousNorm: norm(start.gradient), forcing: 0.5 };
    },

    step(objective, state) {
      const hvp = requireHvp(objective);
      const forcing = nextForcing(state);
      const product = (direction: Float64Array, out: Float64Array) => hvp(state.params, direction, out);
      const direction = truncatedCg(product, state.gradient, forcing, maxCgSteps);
      const steepest = () => addScaled(new Float64Array(objective.size), -1, state.gradient);
      const next = search(objective, state, direction) ?? search(objective, state, steepest());
      return next ? watched({ ...next, forcing }) : { ...state, stalled: NO_DECREASE };
    },
  };
}

function search(objective: Objective, state: NewtonState, direction: Float64Array): NewtonState | undefined {
  const line = alongLine(objective, state.params, direction);
  const start = { step: 0, value: state.value, slope: dot(state.gradient, direction) };
  const found = strongWolfe(line.phi, start, 1);
  if (!found) return undefined;
  return {
    ...state,
    step: state.step + 1,
    params: line.params,
    gradient: line.gradient,
    value: found.value,
    gradientNorm: maxAbs(line.gradient),
    previousNorm: norm(state.gradient),
  };
}

/** η_k = 0.9 (‖g_k‖/‖g_{k−1}‖)², but not far below 0.9 η_{k−1}² while that is above 0.1, and at most ½. */
function nextForcing({ step, gradient, previousNorm, forcing }: NewtonState): number {
  if (step === 0) return forcing;
  const wanted = 0.9 * (norm(gradient) / previousNorm) ** 2;
  const floor = 0.9 * forcing ** 2;
  return Math.min(0.5, floor > 0.1 ? Math.max(wanted, floor) : wanted);
}

/**
 * Solves H d = −g by conjugate gradients until ‖H d + g‖ ≤ forcing · ‖g‖. Ends early at a direction p whose
 * curvature pᵀHp is not positive beyond rounding; d is then what has been solved so far, 0 at the first.
 */
function truncatedCg(
  product: (direction: Float64Array, out: Float64Array) => void,
  g: Float64Array,
  forcing: number,
  maxSteps: number,
): Float64Array {
  const d = new Float64Array(g.length);
  const r = addScaled(d, -1, g);
  const p = r.slice();
  const Hp = new Float64Array(g.length);
  let rr = dot(r, r);
  const target = forcing ** 2 * rr;
  for (let k = 0; k < maxSteps && rr > target; k++) {
    product(p, Hp);
    const curvature = dot(p, Hp);
    if (!(curvature > 1e-10 * norm(p) * norm(Hp))) return d;
    const a = rr / curvature;
    addScaled(d, a, p, d);
    addScaled(r, -a, Hp, r);
    const next = dot(r, r);
    addScaled(r, next / rr, p, p);
    rr = next;
  }
  return d;
}

function requireHvp(objective: Objective) {
  if (!objective.hvp)
    throw new TypeError("newton: the objective has no hvp, the Hessian-vector product it needs; use lbfgs");
  return objective.hvp.bind(objective);
}
