import type { SolverState } from "./solver.js";

/** Why a search for a lower value came to nothing. */
export const NO_DECREASE = "no step size lowers the objective: rounding hides any further decrease";

const AT_REST = "the objective and its gradient move within rounding only";

/** Steps without progress after which a method that should never rise has stalled. */
const PATIENCE = 20;

/** The state of a method that notices when its steps no longer lead anywhere. */
export interface WatchedState extends SolverState {
  readonly lowestValue: number;
  readonly lowestNorm: number;
  /** Steps since either of them fell last. */
  readonly idle: number;
}

/** The fields of a first state that has yet to make progress. */
export const unwatched = ({ value, gradientNorm }: { value: number; gradientNorm: number }) => ({
  lowestValue: value,
  lowestNorm: gradientNorm,
  idle: 0,
});

/**
 * The state with its record of progress brought up to date: `stalled` once neither the value nor the gradient
 * norm has reached a new low for 20 steps. Methods that go by slopes where rounding hides the values would
 * otherwise walk about at the minimum for ever.
 */
export function watched<S extends WatchedState>(state: S): S {
  const { value, gradientNorm, lowestValue, lowestNorm } = state;
  const idle = value < lowestValue || gradientNorm < lowestNorm ? 0 : state.idle + 1;
  return {
    ...state,
    lowestValue: Math.min(value, lowestValue),
    lowestNorm: Math.min(gradientNorm, lowestNorm),
    idle,
    stalled: idle < PATIENCE ? state.stalled : AT_REST,
  };
}
