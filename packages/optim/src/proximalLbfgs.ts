import {
  type DirectHistoryState,
  directModel,
  emptyDirectHistory,
  remeasured,
  rememberDirectly,
} from "./directHistory.js";
import { initialState } from "./initialState.js";
import { decreasesEnough } from "./lineSearch.js";
import { diagonalMetric } from "./metric.js";
import { modelMinimum } from "./modelMinimum.js";
import type { Curvature, Metric, Objective } from "./objective.js";
import type { LbfgsPlan, Stage } from "./preconditionedLbfgs.js";
import type { Solver } from "./solver.js";
import { NO_DECREASE, unwatched, watched } from "./stall.js";
import { directionalDerivative, gradientNormOf, l1Penalty, minimumNormSubgradient } from "./subgradient.js";
import { addScaled, minus, norm } from "./vector.js";

export type ProximalLbfgsOptions = Partial<Pick<LbfgsPlan, "stages" | "memory" | "seed">>;

export interface ProximalLbfgsState extends DirectHistoryState {
  /** ∇f(params). */
  readonly gradient: Float64Array;
  /** Index of the stage, where its metric was built, and the step with which its turn ends. */
  readonly stage: number;
  readonly metricAt: Float64Array;
  readonly turnEnds: number;
  readonly turnSteps: number;
}

/** Steps after which the last stage's metric is built anew for the first time; then after twice as many, and so on. */
const FIRST_TURN = 5;

/**
 * Proximal L-BFGS, for f smooth plus l1: θ ← θ + α δ, where δ about minimizes the quadratic model
 *
 *     q(δ) = gᵀδ + ½ δᵀBδ + Σ_j l1_j |θ_j + δ_j|
 *
 * of F by coordinate descent (`modelMinimum`), over the parameters that are not zero or would leave it: those with
 * θ_j ≠ 0, |g_j| > l1_j or l1_j = 0. The model knows the kinks of the penalty, so that a step finds many of the zeros
 * at once, without a look at the data. α = 1, ½, ¼, … until F decreases enough.
 *
 * B is the L-BFGS matrix that starts from γM (`directModel`), with M one of the objective's approximations of its
 * Hessian: `stages` say which, for how long, and from how many rows, as for `preconditionedLbfgs`, whose share of passes
 * is saved here too. The last one is built anew after 5 steps, then after 10 more, 20 more, and so on. Without
 * stages, or where the objective has none, M = I.
 *
 * Throws a RangeError when `memory` is not a whole number ≥ 1 or `stages` is empty.
 *
 * Source: J. Lee, Y. Sun and M. Saunders, Proximal Newton-type methods for minimizing composite functions (2014);
 * K. Scheinberg and X. Tang, Practical inexact proximal quasi-Newton method with global complexity analysis (2016).
 *
 * @example
 * const sparse = { ...bowl([1, 1], [3, 0.2]), l1: new Float64Array([0.5, 0.5]) };
 * minimize(sparse, new Float64Array(2), proximalLbfgs()).params; // [2.5, 0]
 */
export function proximalLbfgs({
  stages = [{ preconditioner: "none", rows: 1, steps: 1 }],
  memory = 10,
  seed = 0,
}: ProximalLbfgsOptions = {}): Solver<ProximalLbfgsState> {
  if (!Number.isInteger(memory) || memory < 1)
    throw new RangeError(`proximalLbfgs: memory is ${memory} but must be a whole number ≥ 1`);
  if (stages.length === 0) throw new RangeError("proximalLbfgs: there are no stages; expected one or more");
  const metricOf = builtOnce(stages, seed);

  return {
    name: "proximal-lbfgs",
    stochastic: false,
    init(objective, params) {
      const start = initialState("proximal-lbfgs", objective, params);
      const turn = turnOf(stages, 0, 0, FIRST_TURN);
      return {
        ...start,
        ...unwatched(start),
        ...emptyDirectHistory(memory),
        ...turn,
        metricAt: start.params,
      };
    },
    step(objective, state) {
      const current = state.step < state.turnEnds ? state : nextTurn(objective, state);
      const metric = metricOf(objective, current);
      const next =
        search(objective, current, metric) ??
        (current.pairs > 0 ? search(objective, { ...current, pairs: 0 }, metric) : undefined);
      return next ? watched(next) : { ...current, stalled: NO_DECREASE };
    },
  };

  function nextTurn(objective: Objective, state: ProximalLbfgsState): ProximalLbfgsState {
    const last = stages.length - 1;
    if (state.stage === last && stages[last].preconditioner === "none")
      return { ...state, turnEnds: Infinity };
    const stage = Math.min(state.stage + 1, last);
    const turnSteps = state.stage === last ? 2 * state.turnSteps : FIRST_TURN;
    const turned = { ...state, ...turnOf(stages, stage, state.step, turnSteps), metricAt: state.params };
    return { ...turned, ...remeasured(turned, metricOf(objective, turned).metric) };
  }
}

const turnOf = (stages: readonly Stage[], stage: number, step: number, turnSteps: number) => ({
  stage,
  turnSteps,
  turnEnds: step + (stage === stages.length - 1 ? turnSteps : stages[stage].steps),
});

/** M, and whether it is an approximation of the Hessian or, for want of one, the identity. */
interface ScaledMetric {
  readonly metric: Metric;
  readonly known: boolean;
}

function search(
  objective: Objective,
  state: ProximalLbfgsState,
  { metric, known }: ScaledMetric,
): ProximalLbfgsState | undefined {
  const { params, gradient, value, gradientNorm } = state;
  const { l1, lipschitz } = objective;
  const v = minimumNormSubgradient(params, gradient, l1);
  const coordinates = movable(params, v);
  const scales = known
    ? { firstScale: 1, leastScale: 1 }
    : { firstScale: lipschitz ?? Math.max(1, norm(v)), leastScale: 0 };
  const model = directModel(state, coordinates, scales);
  const target = modelMinimum({ ...model, params, gradient, l1, metric, coordinates }, gradientNorm);
  const direction = minus(target, params);
  const start = { step: 0, value, slope: directionalDerivative(params, gradient, direction, l1) };
  if (!(start.slope < 0)) return undefined;

  for (let halvings = 0, step = 1; halvings < 40; halvings++, step /= 2) {
    const next = step === 1 ? target : addScaled(params, step, direction);
    const nextGradient = new Float64Array(params.length);
    const nextValue = objective.valueAndGradient(next, nextGradient) + l1Penalty(next, l1);
    const slope = -directionalDerivative(next, nextGradient, minus(params, target), l1);
    if (!decreasesEnough(start, { step, value: nextValue, slope })) continue;
    return {
      ...state,
      ...rememberDirectly(
        state,
        metric,
        step === 1 ? direction : minus(next, params),
        minus(nextGradient, gradient),
      ),
      step: state.step + 1,
      params: next,
      gradient: nextGradient,
      value: nextValue,
      gradientNorm: gradientNormOf(next, nextGradient, l1),
    };
  }
  return undefined;
}

/** Where θ_j ≠ 0 or v_j ≠ 0. */
function movable(params: Float64Array, v: Float64Array): Int32Array {
  const coordinates = new Int32Array(params.length);
  let count = 0;
  for (let j = 0; j < params.length; j++) if (params[j] !== 0 || v[j] !== 0) coordinates[count++] = j;
  return coordinates.subarray(0, count);
}

/** Builds a metric when it is first needed: when its turn comes, or in the first step of a resumed run. */
function builtOnce(stages: readonly Stage[], seed: number) {
  const latest = new WeakMap<Curvature, ScaledMetric & { at: Float64Array; stage: number }>();
  return ({ curvature, size }: Objective, { metricAt: at, stage }: ProximalLbfgsState): ScaledMetric => {
    const { preconditioner: name, rows } = stages[stage];
    if (!curvature || name === "none") return { metric: identity(size), known: false };
    const known = latest.get(curvature);
    if (known?.at === at && known.stage === stage) return known;
    const metric = curvature.metric?.(name, at, { rows, seed });
    const built = { metric: metric ?? identity(size), known: metric !== undefined, at, stage };
    latest.set(curvature, built);
    return built;
  };
}

const identity = (size: number): Metric => diagonalMetric(new Float64Array(size).fill(1));
