import type { LinearObjective } from "@softmax/losses";
import { type ApplyPreconditioner, type LbfgsState, lbfgs, type Status } from "@softmax/optim";
import { NotPositiveDefiniteError, referenceKernels, shiftedCholesky } from "@softmax/tensor-core";

/** Parameters up to which the whole Hessian costs a few passes over the data at most. */
const FEW_PARAMETERS = 40;

/** Steps after which a preconditioner is built anew: with the whole Hessian, and with a block for each class. */
const [EXACT_TURN, BLOCKS_TURN] = [4, 30] as const;

/** A refit that takes more steps is the last that its blocks serve. */
const LASTING = 24;

/** Rows that blocks are estimated from: more cost more than the steps that they save. */
const rowsFor = (nFeatures: number): number => Math.max(1024, Math.ceil(2.5 * (nFeatures + 1)));

const MAX_STEPS = 500;

/** Where a solver came to rest. */
export interface Solved {
  readonly params: Float64Array;
  readonly value: number;
  readonly status: Status;
  readonly steps: number;
}

/** An objective, and its whole Hessian [size, size] at given parameters. */
export interface FollowingProblem {
  readonly objective: LinearObjective;
  readonly nFeatures: number;
  hessianAt(params: Float64Array): Float64Array;
}

/**
 * Solves objectives that follow each other closely, by L-BFGS from where the last one ended, until
 * ½ ∇Fᵀ M⁻¹ ∇F ≤ accuracy · F. M is
 *
 * - the whole Hessian at the start for up to 40 parameters (a plane with 13 classes): a step is one of Newton's method
 *   but for what the pairs (s, y) know better, and few are needed; anew every 4 steps where they are not;
 * - a block for each class otherwise, kept from one objective to the next while a handful of steps suffices with it.
 */
export function refitSolver(accuracy: number) {
  let kept: { readonly size: number; readonly apply: ApplyPreconditioner } | undefined;

  return (problem: FollowingProblem, start: Float64Array): Solved => {
    const { objective } = problem;
    const { size } = objective;
    const exact = size <= FEW_PARAMETERS;
    if (exact || kept?.size !== size) kept = undefined;
    let [params, steps] = [start, 0];
    for (;;) {
      kept ??= { size, apply: exact ? wholeHessian(problem, params) : blocks(problem, params) };
      const { state, left } = turn(objective, params, kept.apply, accuracy, exact ? EXACT_TURN : BLOCKS_TURN);
      steps += state.step;
      const converged = left <= accuracy * state.value;
      if (converged || steps >= MAX_STEPS || state.step === 0) {
        if (state.step > LASTING) kept = undefined;
        const { params, value } = state;
        return { params, value, steps, status: converged ? "converged" : "max-steps" };
      }
      kept = undefined;
      params = state.params;
    }
  };
}

/** Up to `turnSteps` steps of L-BFGS with one preconditioner; what is `left` is ½ ∇Fᵀ M⁻¹ ∇F. */
function turn(
  objective: LinearObjective,
  params: Float64Array,
  apply: ApplyPreconditioner,
  accuracy: number,
  turnSteps: number,
) {
  const solver = lbfgs({ preconditioner: () => apply });
  let state = solver.init(objective, params);
  let left = excess(state, scaled(state, apply));
  while (left > accuracy * state.value && state.step < turnSteps && state.stalled === "") {
    state = solver.step(objective, state);
    left = excess(state, state.pairs > 0 ? state.scaledGradient : scaled(state, apply));
  }
  return { state, left };
}

/** M⁻¹ ∇F; the state of L-BFGS has it too, where it remembers pairs. */
function scaled({ gradient }: LbfgsState, apply: ApplyPreconditioner): Float64Array {
  const out = new Float64Array(gradient.length);
  apply(gradient, out);
  return out;
}

/** ½ ∇Fᵀ M⁻¹ ∇F. */
const excess = ({ gradient }: LbfgsState, scaledGradient: Float64Array): number =>
  gradient.reduce((sum, g, j) => sum + g * scaledGradient[j], 0) / 2;

const identity: ApplyPreconditioner = (gradient, out) => out.set(gradient);

const blocks = ({ objective, nFeatures }: FollowingProblem, params: Float64Array): ApplyPreconditioner =>
  objective.curvature?.blocks(params, { rows: rowsFor(nFeatures), seed: 0 }) ?? identity;

/** The inverse of ∇²F at the parameters. */
function wholeHessian({ objective, hessianAt }: FollowingProblem, params: Float64Array): ApplyPreconditioner {
  try {
    const factor = shiftedCholesky(referenceKernels, hessianAt(params), objective.size, "float64");
    return (gradient, out) => factor.solve(gradient, out);
  } catch (error) {
    if (error instanceof NotPositiveDefiniteError) return identity;
    throw error;
  }
}
