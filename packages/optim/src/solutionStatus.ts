import type { SolverState, Status } from "./solver.js";

export interface StoppingRule {
  /** Steps after which to stop, counted from the start of the run, not from where it was resumed. */
  readonly maxSteps: number;
  /** The run has converged once gradientNorm = ‖∇F‖∞ ≤ tolerance. */
  readonly tolerance: number;
  readonly signal?: AbortSignal;
  /** The option that grants more steps, as the message calls it; default `maxSteps`. */
  readonly stepsOption?: string;
}

/** What the rule looks at; every solver's state has it. */
export type Progress = Pick<SolverState, "step" | "value" | "initialValue" | "gradientNorm" | "stalled">;

export interface Ending {
  readonly status: Status;
  /** What happened. */
  readonly happened: string;
  /** One sentence: what happened and, where it is not `converged`, what to do about it. */
  readonly message: string;
}

/** The objective may rise this far, relative to 1 + |initial value|, before the run is given up. */
const DIVERGED = 1e3;

/**
 * Whether a run ends at this state, and how; `undefined` while it should go on. `minimize` and every other loop
 * over `solver.step` ask this one function, before the first step and after each one. In this order:
 *
 * - `diverged`: F is NaN or infinite, or has risen by more than 1000·(1 + |initial F|);
 * - `converged`: gradientNorm ≤ tolerance;
 * - `aborted`: the signal says so;
 * - `max-steps`: no step is left, or none can help (the state is `stalled`). A run that has no step left and
 *   is above where it started is `diverged`.
 *
 * Mini-batch states hold an estimate of F and no gradientNorm; to judge one, pass
 * `{ ...state, ...measure(objective, state.params) }`, at the end of an epoch say.
 *
 * @example
 * const [objective, solver, rule] = [bowl([1, 100], [3, 4]), lbfgs(), { maxSteps: 100, tolerance: 1e-6 }];
 * let state = solver.init(objective, new Float64Array(2));
 * while (!solutionStatus(state, rule)) state = solver.step(objective, state);
 * solutionStatus(state, rule).status; // "converged"
 */
export function solutionStatus(state: Progress, rule: StoppingRule): Ending | undefined {
  const { step, value, initialValue, gradientNorm, stalled } = state;
  const { maxSteps, tolerance, signal, stepsOption = "maxSteps" } = rule;
  const steps = step === 1 ? "1 step" : `${step} steps`;
  const divergence = howDiverged(state, steps);

  if (divergence) return divergence;
  if (gradientNorm <= tolerance)
    return ending(
      "converged",
      `converged in ${steps}: the gradient norm ${short(gradientNorm)} is within the tolerance ${short(tolerance)}`,
    );
  if (signal?.aborted)
    return ending("aborted", `aborted after ${steps}`, "go on from the last state to resume");

  const missed = Number.isNaN(gradientNorm)
    ? "an unknown gradient norm"
    : `gradient norm ${short(gradientNorm)} above the tolerance ${short(tolerance)}`;
  if (stalled !== "")
    return ending(
      "max-steps",
      `no further progress after ${steps}, with ${missed}: ${stalled}`,
      "use float64 precision or a larger tolerance",
    );
  if (step < maxSteps) return undefined;
  if (value > initialValue && !Number.isNaN(gradientNorm))
    return ending(
      "diverged",
      `after ${steps} the objective is ${short(value)}, above the ${short(initialValue)} it started from`,
      LOWER,
    );
  return ending(
    "max-steps",
    `stopped after ${steps}, with ${missed}`,
    `raise ${stepsOption}, or the tolerance if this is close enough`,
  );
}

const ending = (status: Status, happened: string, advice?: string): Ending => {
  return { status, happened, message: advice ? `${happened}; ${advice}` : happened };
};

/** What is wrong with a value that no later step will put right, and what to do about it. */
function howDiverged({ value, initialValue }: Progress, steps: string): Ending | undefined {
  if (!Number.isFinite(initialValue))
    return ending(
      "diverged",
      `the objective is ${initialValue} at the initial parameters`,
      "look for NaN or infinite features, targets, weights or parameters",
    );
  if (!Number.isFinite(value))
    return ending("diverged", `the objective became ${value} after ${steps}`, LOWER);
  if (value - initialValue > DIVERGED * (1 + Math.abs(initialValue)))
    return ending(
      "diverged",
      `the objective rose from ${short(initialValue)} to ${short(value)} in ${steps}`,
      LOWER,
    );
  return undefined;
}

const LOWER = "lower the learning rate or standardize the features";

const short = (x: number): string => String(Number(x.toPrecision(3)));
