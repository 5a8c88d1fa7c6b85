import type { Objective } from "./objective.js";

/**
 * Everything a solver needs to go on, and nothing else: numbers, strings and float64 arrays, so that a
 * checkpoint can hold it and a resumed run takes the very same steps.
 */
export interface SolverState {
  readonly [name: string]: number | string | boolean | Float64Array;
  readonly step: number;
  readonly params: Float64Array;
  /** F(params), penalties included; for a mini-batch step the estimate from its batch. */
  readonly value: number;
  /** ‖∇F‖∞, under l1 of the subgradient of least norm; NaN where a step does not compute it. */
  readonly gradientNorm: number;
  /** Why no further step can help (`""` while it can): e.g. the line search found no decrease. */
  readonly stalled: string;
}

/** A method as a pair of pure functions; one step is one iteration, or one mini-batch. */
export interface Solver<S extends SolverState = SolverState> {
  readonly name: string;
  /** Whether a step looks at a mini-batch only, so that value and gradientNorm are estimates. */
  readonly stochastic: boolean;
  init(objective: Objective, params: Float64Array): S;
  step(objective: Objective, state: S): S;
}

export type Status = "converged" | "max-steps" | "diverged" | "aborted";

export interface Solution {
  readonly status: Status;
  /** One sentence: what happened and, where it is not `converged`, what to do about it. */
  readonly message: string;
  readonly params: Float64Array;
  readonly value: number;
  readonly gradientNorm: number;
  readonly steps: number;
}
