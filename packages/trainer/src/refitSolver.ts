import type { LinearObjective } from "@softmax/losses";
import { type ApplyPreconditioner, type LbfgsState, lbfgs, type Status } from "@softmax/optim";
import { NotPositiveDefiniteError, referenceKernels, shiftedCholesky } from "@softmax/tensor-core";

/** Parameters up to which the whole Hessian is had for less than a dozen passes over the data. */
const FEW_PARAMETERS = 40;

/** Steps after which a preconditioner is built anew: with the whole Hessian, and with a block for each class. */
const [EXACT_TURN, BLOCKS_TURN] = [4, 30] as const;

/** A refit that takes more steps is the last that its blocks serve. */
const LASTING = 24;

/** Rows that blocks are estimated from: all of small data. */
const ROWS = 8192;

const MAX_STEPS = 500;

/** Where a solver came to rest. */
export interface Solved {
  readonly params: Float64Array;
  readonly value: number;
  readonly status: Status;
  readonly steps: number;
}

/**
 * Solves objectives that follow each other closely, by L-BFGS from where the last one ended, until
 * ½ ∇Fᵀ M⁻¹ ∇F ≤ accuracy · F. M is
 *
 * - the whole Hessian at the start, column by column, for up to 40 parameters (a plane with 13 classes): a step is one of
 *   Newton's method but for what the pairs (s, y) know better, and few are needed; anew every 4 steps where they are not;
 * - a block for each class otherwise, kept from one objective to the next while a handful of steps suffices with it.
 */
export function refitSolver(accuracy: number) {
  let kept: { readonly size: number; readonly apply: ApplyPreconditioner } | undefined;

  return (objective: LinearObjective, start: Float64Array): Solved => {
    const { size } = objective;
    const exact = size <= FEW_PARAMETERS;
    if (exact || kept?.size !== size) kept = undefined;
    let [params, steps] = [start, 0];
    for (;;) {
      kept ??= { size, apply: exact ? wholeHessian(objective, params) : blocks(objective, params) };
      const { left, ...end } = turn(
        objective,
        params,
        kept.apply,
        accuracy,
        exact ? EXACT_TURN : BLOCKS_TURN,
      );
      steps += end.steps;
      const converged = left <= accuracy * end.value;
      if (converged || steps >= MAX_STEPS || end.steps === 0) {
        if (end.steps > LASTING) kept = undefined;
        return { ...end, steps, status: converged ? "converged" : "max-steps" };
      }
      kept = undefined;
      params = end.params;
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
  let left = excess(state, apply);
  while (left > accuracy * state.value && state.step < turnSteps && state.stalled === "") {
    state = solver.step(objective, state);
    left = excess(state, apply);
  }
  return { params: state.params, value: state.value, steps: state.step, left };
}

function excess({ gradient }: LbfgsState, apply: ApplyPreconditioner): number {
  const scaled = new Float64Array(gradient.length);
  apply(gradient, scaled);
  return gradient.reduce((sum, g, j) => sum + g * scaled[j], 0) / 2;
}

const identity: ApplyPreconditioner = (gradient, out) => out.set(gradient);

const blocks = (objective: LinearObjective, params: Float64Array): ApplyPreconditioner =>
  objective.curvature?.blocks(params, { rows: ROWS, seed: 0 }) ?? identity;

/** The inverse of ∇²F at the parameters, whose columns are its products with the unit vectors. */
function wholeHessian({ size, hvp }: LinearObjective, params: Float64Array): ApplyPreconditioner {
  const hessian = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    unit.fill(0);
    unit[j] = 1;
    hvp!(params, unit, hessian.subarray(j * size, (j + 1) * size));
  }
  try {
    const factor = shiftedCholesky(referenceKernels, hessian, size, "float64");
    return (gradient, out) => factor.solve(gradient, out);
  } catch (error) {
    if (error instanceof NotPositiveDefiniteError) return identity;
    throw error;
  }
}
