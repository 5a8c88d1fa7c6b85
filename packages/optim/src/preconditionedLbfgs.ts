import { pow } from "@softmax/tensor-core/elementary";
import { type ApplyPreconditioner, emptyHistory } from "./history.js";
import { initialState, requireSmooth } from "./initialState.js";
import { type LbfgsState, lbfgsStep } from "./lbfgs.js";
import type { Curvature, CurvatureSample, Objective } from "./objective.js";
import type { Solver } from "./solver.js";
import { unwatched, watched } from "./stall.js";
import { type StochasticEpochOptions, stochasticEpoch } from "./stochasticEpoch.js";
import { maxAbs } from "./vector.js";

export type PreconditionerName = "none" | "diagonal" | "gram" | "blocks";

/** A preconditioner, and how long it is trusted. */
export interface Stage {
  readonly preconditioner: PreconditionerName;
  /** Rows that it is estimated from. */
  readonly rows: number;
  /** Steps until the next stage; after those of the last one it is built anew. */
  readonly steps: number;
}

export interface LbfgsPlan {
  /** From the cheapest to the dearest; at least one. */
  readonly stages: readonly Stage[];
  /** An epoch of mini-batches as the first step, where the parameters start from zero. */
  readonly warmUp?: Omit<StochasticEpochOptions, "seed">;
  /** Pairs (s, y) remembered; default 5. */
  readonly memory?: number;
  /** Of everything drawn, a whole number ≥ 0; default 0. */
  readonly seed?: number;
}

export interface PreconditionedLbfgsState extends LbfgsState {
  /** Index of the stage. */
  readonly stage: number;
  /** What is in use: the stage's preconditioner, or `none` while plain steps have their turn. */
  readonly preconditioner: PreconditionerName;
  /** Where it was built. */
  readonly preconditionedAt: Float64Array;
  /** The step with which its turn ends, how many steps the turn lasts, and the lowest gradient norm before it. */
  readonly turnEnds: number;
  readonly turnSteps: number;
  readonly normBefore: number;
}

/**
 * L-BFGS on an objective that knows its `curvature`: H₀ = γ M⁻¹ with M one of its approximations of the Hessian at a
 * point on the way, γ = sᵀy / yᵀM⁻¹y. A step costs little more than one of `lbfgs`; an ill-conditioned problem takes
 * a tenth to a thirtieth of them. What M costs is the question, and the plan is the answer, as for someone who
 * rents until the rent has cost as much as a house, and then buys:
 *
 * - stage k has a turn of as many steps as the preconditioner of stage k + 1 costs, so that no more than about twice
 *   the best choice in hindsight is ever spent. Where the gradient norm halved every third step it has another;
 * - the last one is built anew, at the parameters reached, after its turn, then after twice as many steps, and so on;
 * - where a turn of the last one has not halved the gradient norm, plain L-BFGS has the next turn, and so on.
 *
 * With `warmUp`, step 1 is a `stochasticEpoch`, kept where it lowers the objective.
 *
 * Throws a TypeError when the objective has an l1 penalty, or no curvature; a RangeError without stages.
 *
 * Source: the preconditioned H₀ is Nocedal & Wright, section 7.2; rent or buy: A. Karlin, M. Manasse, L. Rudolph and
 * D. Sleator, Competitive snoopy caching (1988).
 *
 * @example
 * const solver = preconditionedLbfgs({ stages: [{ preconditioner: "diagonal", rows: 1000, steps: 100 }] });
 * minimize(bowl([1, 1e6], [3, 4]), new Float64Array(2), solver).steps; // 1
 */
export function preconditionedLbfgs({
  stages,
  warmUp,
  memory = 5,
  seed = 0,
}: LbfgsPlan): Solver<PreconditionedLbfgsState> {
  if (stages.length === 0)
    throw new RangeError("preconditionedLbfgs: there are no stages; expected one or more");
  const preconditionerOf = builtOnce(stages, seed);

  return {
    name: "lbfgs",
    stochastic: false,

    init(objective, params) {
      requireSmooth("lbfgs", objective);
      if (stages.some(({ preconditioner }) => preconditioner !== "none")) requireCurvature(objective);
      const start = initialState("lbfgs", objective, params);
      const history = { ...emptyHistory(memory), scaledGradient: start.gradient };
      const state = { ...start, ...unwatched(start), ...history };
      return { ...state, ...turn(stages, state, 0, stages[0].steps) };
    },

    step(objective, state) {
      if (warmUp && state.step === 0 && state.params.every((value) => value === 0))
        return warmedUp(objective, state, stochasticEpoch(objective, state.params, { ...warmUp, seed }));
      const current = state.step >= state.turnEnds ? nextTurn(stages, state) : state;
      return lbfgsStep(objective, current, preconditionerOf(objective, current));
    },
  };
}

/** Step 1 at `params` where they are better, else where it was; the first turn begins there. */
function warmedUp(
  objective: Objective,
  state: PreconditionedLbfgsState,
  params: Float64Array,
): PreconditionedLbfgsState {
  const gradient = new Float64Array(objective.size);
  const value = objective.valueAndGradient(params, gradient);
  const better = value < state.value && { params, gradient, value, gradientNorm: maxAbs(gradient) };
  const next = watched({ ...state, ...better, step: 1 });
  return {
    ...next,
    preconditionedAt: next.params,
    turnEnds: 1 + state.turnSteps,
    normBefore: next.lowestNorm,
  };
}

type TurnStart = Pick<LbfgsState, "step" | "params" | "lowestNorm">;

/** The fields that change when a turn of `turnSteps` steps begins; pairs belong to the preconditioner before. */
const turn = (
  stages: readonly Stage[],
  { step, params, lowestNorm }: TurnStart,
  stage: number,
  turnSteps: number,
  preconditioner = stages[stage].preconditioner,
) => ({
  stage,
  preconditioner,
  preconditionedAt: params,
  turnEnds: step + turnSteps,
  turnSteps,
  normBefore: lowestNorm,
  pairs: 0,
});

/** A preconditioner, or none, with which the gradient norm halves in this many steps or fewer has another turn. */
const STEADY = 3;

function nextTurn(stages: readonly Stage[], state: PreconditionedLbfgsState): PreconditionedLbfgsState {
  const { step, stage, preconditioner, turnSteps, lowestNorm, normBefore } = state;
  const gain = normBefore / lowestNorm;
  if (gain >= pow(2, turnSteps / STEADY))
    return { ...state, turnEnds: step + turnSteps, normBefore: lowestNorm };
  if (stage < stages.length - 1)
    return { ...state, ...turn(stages, state, stage + 1, stages[stage + 1].steps) };
  const own = stages[stage].preconditioner;
  const other = preconditioner === "none" ? own : "none";
  return { ...state, ...turn(stages, state, stage, 2 * turnSteps, gain >= 2 ? preconditioner : other) };
}

/** Builds a preconditioner when it is first needed: when its turn comes, or in the first step of a resumed run. */
function builtOnce(stages: readonly Stage[], seed: number) {
  type Built = { at: Float64Array; name: PreconditionerName; apply: ApplyPreconditioner | undefined };
  const latest = new WeakMap<Curvature, Built>();
  return (objective: Objective, state: PreconditionedLbfgsState): ApplyPreconditioner | undefined => {
    const { preconditionedAt: at, preconditioner: name, stage } = state;
    if (name === "none") return undefined;
    const curvature = requireCurvature(objective);
    const known = latest.get(curvature);
    if (known?.at === at && known.name === name) return known.apply;
    const apply = build(curvature, name, at, { rows: stages[stage].rows, seed });
    latest.set(curvature, { at, name, apply });
    return apply;
  };
}

function build(
  curvature: Curvature,
  name: Exclude<PreconditionerName, "none">,
  at: Float64Array,
  sample: CurvatureSample,
): ApplyPreconditioner | undefined {
  if (name !== "diagonal") return curvature[name](at, sample);
  const diagonal = curvature.diagonal(at, sample);
  if (!diagonal) return undefined;
  return (gradient, out) => {
    for (let j = 0; j < out.length; j++) out[j] = gradient[j] / diagonal[j];
  };
}

function requireCurvature({ curvature }: Objective): Curvature {
  if (!curvature)
    throw new TypeError(
      "lbfgs: the objective has no curvature, which preconditioners are made from; use none",
    );
  return curvature;
}
