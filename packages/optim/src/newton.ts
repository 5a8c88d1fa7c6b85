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
  /** Where the diagonal that conjugate gradients are preconditioned with was taken. */
  readonly preconditionedAt: Float64Array;
}

/**
 * Newton's method with conjugate gradients: θ ← θ + α d where d solves ∇²f(θ) d = −∇f(θ) up to a residual of
 * η ‖∇f(θ)‖₂, through Hessian-vector products only, and α comes from the strong Wolfe line search that tries
 * α = 1 first. The accuracy η = 0.9 (‖∇f_k‖ / ‖∇f_{k−1}‖)², at most ½, makes early steps cheap and late ones
 * converge quadratically. A direction of no or negative curvature ends the inner
 * iteration; where d does not descend the step is one of steepest descent. Where the objective knows its `curvature`,
 * its diagonal preconditions the conjugate gradients: taken at the start, and anew where steps 4, 16, 64, … begin.
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
  const inverseOf = builtOnce();

  return {
    name: "newton",
    stochastic: false,

    init(objective, params) {
      requireHvp(objective);
      requireSmooth("newton", objective);
      const start = initialState("newton", objective, params);
      return {
        ...start,
        ...unwatched(start),
        previousNorm: norm(start.gradient),
        forcing: 0.5,
        preconditionedAt: start.params,
      };
    },

    step(objective, latest) {
      const hvp = requireHvp(objective);
      const state = isPowerOfFour(latest.step + 1) ? { ...latest, preconditionedAt: latest.params } : latest;
      const forcing = nextForcing(state);
      const product = (direction: Float64Array, out: Float64Array) => hvp(state.params, direction, out);
      const direction = truncatedCg(
        product,
        state.gradient,
        inverseOf(objective, state),
        forcing,
        maxCgSteps,
      );
      const steepest = () => addScaled(new Float64Array(objective.size), -1, state.gradient);
      const next = search(objective, state, direction) ?? search(objective, state, steepest());
      return next ? watched({ ...next, forcing }) : { ...state, stalled: NO_DECREASE };
    },
  };
}

/** Rows that the diagonal is estimated from. */
const ROWS = 2 ** 14;

/** The inverse of the Hessian's diagonal, or ones; built when it is first needed, in a resumed run too. */
function builtOnce() {
  const latest = new WeakMap<Objective, { at: Float64Array; inverse: Float64Array }>();
  return (objective: Objective, { preconditionedAt: at }: NewtonState): Float64Array => {
    const known = latest.get(objective);
    if (known?.at === at) return known.inverse;
    const diagonal = objective.curvature?.diagonal(at, { rows: ROWS, seed: 0 });
    const inverse = diagonal ? diagonal.map((value) => 1 / value) : new Float64Array(at.length).fill(1);
    latest.set(objective, { at, inverse });
    return inverse;
  };
}

/** Before step 1, 4, 16, 64, …. */
const isPowerOfFour = (k: number): boolean => Number.isInteger(Math.log2(k) / 2);

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
 * Solves H d = −g by conjugate gradients, preconditioned by M⁻¹ = diag(inverse), until ‖H d + g‖ ≤ forcing · ‖g‖. Ends
 * early at a direction p whose curvature pᵀHp is not positive beyond rounding; d is then what has been solved so far,
 * 0 at the first.
 */
function truncatedCg(
  product: (direction: Float64Array, out: Float64Array) => void,
  g: Float64Array,
  inverse: Float64Array,
  forcing: number,
  maxSteps: number,
): Float64Array {
  const [d, r, p, Hp] = [0, 1, 2, 3].map(() => new Float64Array(g.length));
  let { rr, rz } = advance(d, r, 1, p, g, inverse);
  redirect(p, r, inverse, 0);
  const target = forcing ** 2 * rr;
  for (let k = 0; k < maxSteps && rr > target; k++) {
    product(p, Hp);
    const curvature = curvatureAlong(p, Hp);
    if (!(curvature > 0)) return d;
    const before = rz;
    ({ rr, rz } = advance(d, r, rz / curvature, p, Hp, inverse));
    redirect(p, r, inverse, rz / before);
  }
  return d;
}

/** pᵀHp, or 0 where it is not positive beyond rounding. */
function curvatureAlong(p: Float64Array, Hp: Float64Array): number {
  let [pp, pHp, HpHp] = [0, 0, 0];
  for (let j = 0; j < p.length; j++) {
    pp += p[j] * p[j];
    pHp += p[j] * Hp[j];
    HpHp += Hp[j] * Hp[j];
  }
  return pHp > 1e-10 * Math.sqrt(pp * HpHp) ? pHp : 0;
}

/** d ← d + a p and r ← r − a Hp; returns rᵀr and rᵀz with z = M⁻¹r. */
function advance(
  d: Float64Array,
  r: Float64Array,
  a: number,
  p: Float64Array,
  Hp: Float64Array,
  inverse: Float64Array,
): { rr: number; rz: number } {
  let [rr, rz] = [0, 0];
  for (let j = 0; j < d.length; j++) {
    d[j] += a * p[j];
    const residual = r[j] - a * Hp[j];
    r[j] = residual;
    rr += residual * residual;
    rz += residual * residual * inverse[j];
  }
  return { rr, rz };
}

/** p ← z + b p. */
function redirect(p: Float64Array, r: Float64Array, inverse: Float64Array, b: number): void {
  for (let j = 0; j < p.length; j++) p[j] = inverse[j] * r[j] + b * p[j];
}

function requireHvp(objective: Objective) {
  if (!objective.hvp)
    throw new TypeError("newton: the objective has no hvp, the Hessian-vector product it needs; use lbfgs");
  return objective.hvp.bind(objective);
}
