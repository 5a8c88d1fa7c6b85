import {
  type ApplyPreconditioner,
  emptyHistory,
  type HistoryState,
  quasiNewtonDirection,
  remember,
} from "./history.js";
import { initialState, requireSmooth } from "./initialState.js";
import { alongLine, strongWolfe } from "./lineSearch.js";
import type { Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, watched } from "./stall.js";
import { dot, maxAbs, minus, norm } from "./vector.js";

export interface LbfgsOptions {
  /** How many pairs (s, y) the approximation of the Hessian is built from; default 10. */
  readonly memory?: number;
  /**
   * Builds an approximation of the inverse Hessian at the starting parameters, from which the pairs improve
   * upon; the identity by default. Must depend on its arguments alone: a resumed run builds it again.
   */
  readonly preconditioner?: (objective: Objective, params: Float64Array) => ApplyPreconditioner;
}

export interface LbfgsState extends HistoryState {
  /** ∇f(params). */
  readonly gradient: Float64Array;
  /** P ∇f(params) with the preconditioner P that the pairs have been remembered with; unused while there are none. */
  readonly scaledGradient: Float64Array;
}

/**
 * L-BFGS: θ ← θ + α d with d = −H ∇f(θ), H the limited-memory BFGS approximation of the inverse Hessian, and α
 * from a line search for the strong Wolfe conditions (c₁ = 1e-4, c₂ = 0.9) that tries α = 1 first. The method
 * of choice for smooth objectives: one or two evaluations of the gradient a step, 2·memory + 3 arrays of
 * state.
 *
 * Pairs without positive curvature are skipped. A direction along which nothing decreases makes it forget the
 * pairs and try the steepest descent; where that fails too the state is `stalled`: rounding in the objective
 * hides any further decrease. So it does after 20 steps without a new low of the value or the gradient norm.
 *
 * Throws a TypeError when the objective has an l1 penalty, a RangeError when `memory` is not a whole number
 * ≥ 1.
 *
 * Source: D. Liu and J. Nocedal, On the limited memory BFGS method for large scale optimization (1989);
 * Nocedal & Wright, algorithm 7.5.
 *
 * @example
 * minimize(bowl([1, 100], [3, 4]), new Float64Array(2), lbfgs({ memory: 5 })).params; // [3.0000, 4.0000]
 */
export function lbfgs({ memory = 10, preconditioner }: LbfgsOptions = {}): Solver<LbfgsState> {
  if (!Number.isInteger(memory) || memory < 1)
    throw new RangeError(`lbfgs: memory is ${memory} but must be a whole number ≥ 1`);
  const preconditionerOf = builtOnce(preconditioner);

  return {
    name: "lbfgs",
    stochastic: false,

    init(objective, params) {
      requireSmooth("lbfgs", objective);
      const start = initialState("lbfgs", objective, params);
      return {
        ...start,
        ...unwatched(start),
        ...emptyHistory(memory),
        scaledGradient: start.gradient,
        ...(preconditioner && { preconditionedAt: start.params }),
      };
    },

    step(objective, state) {
      return lbfgsStep(objective, state, preconditionerOf(objective, state));
    },
  };
}

/**
 * One step of L-BFGS. Where nothing decreases along its direction it forgets the pairs, and then the
 * preconditioner; where that fails too the state is `stalled`.
 */
export function lbfgsStep<S extends LbfgsState>(
  objective: Objective,
  state: S,
  precondition?: ApplyPreconditioner,
): S {
  const { gradient, pairs } = state;
  const scaled = pairs > 0 ? state.scaledGradient : preconditioned(gradient, precondition);
  const afresh = { ...state, pairs: 0 };
  const next =
    search(objective, state, scaled, precondition) ??
    (pairs > 0 ? search(objective, afresh, scaled, precondition) : undefined) ??
    (precondition ? withoutPairs(search(objective, afresh, gradient)) : undefined);
  return next ? watched(next) : { ...state, stalled: NO_DECREASE };
}

/** What a step without P has learned is of no use with it. */
const withoutPairs = <S extends LbfgsState>(state: S | undefined): S | undefined =>
  state && { ...state, pairs: 0 };

/** P · gradient. */
function preconditioned(gradient: Float64Array, precondition?: ApplyPreconditioner): Float64Array {
  if (!precondition) return gradient;
  const scaled = new Float64Array(gradient.length);
  precondition(gradient, scaled);
  return scaled;
}

function search<S extends LbfgsState>(
  objective: Objective,
  state: S,
  scaled: Float64Array,
  precondition?: ApplyPreconditioner,
): S | undefined {
  const { params, gradient, value, pairs } = state;
  const direction = quasiNewtonDirection(state, scaled);
  const line = alongLine(objective, params, direction);
  const start = { step: 0, value, slope: dot(gradient, direction) };
  const firstStep = pairs > 0 || precondition ? 1 : unscaledStep(objective, direction);
  const found = strongWolfe(line.phi, start, firstStep);
  if (!found) return undefined;
  const scaledGradient = preconditioned(line.gradient, precondition);
  const [s, y] = [minus(line.params, params), minus(line.gradient, gradient)];
  const p = precondition ? minus(scaledGradient, scaled) : y;
  return {
    ...state,
    ...remember(state, { s, y, p, gradient: line.gradient }),
    step: state.step + 1,
    params: line.params,
    gradient: line.gradient,
    scaledGradient,
    value: found.value,
    gradientNorm: maxAbs(line.gradient),
  };
}

/** While the direction has no scale: a step of length 1 at most, or 1/lipschitz. */
const unscaledStep = ({ lipschitz }: Objective, direction: Float64Array): number =>
  lipschitz ? 1 / lipschitz : Math.min(1, 1 / norm(direction));

/** Builds the preconditioner when it is first needed: in `init` of a fresh run, in `step` of a resumed one. */
function builtOnce(build: LbfgsOptions["preconditioner"]) {
  const built = new WeakMap<Objective, { at: Float64Array; apply: ApplyPreconditioner }>();
  return (objective: Objective, state: LbfgsState): ApplyPreconditioner | undefined => {
    if (!build) return undefined;
    const at = state.preconditionedAt as Float64Array;
    const known = built.get(objective);
    if (known?.at === at) return known.apply;
    const apply = build(objective, at);
    built.set(objective, { at, apply });
    return apply;
  };
}
