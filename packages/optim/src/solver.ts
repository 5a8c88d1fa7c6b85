import type { Objective } from "./objective.js";

/**
 * Everything a solver needs to go on, and nothing else: numbers, strings, booleans and float64 arrays, so
 * that a checkpoint can hold it and a resumed run takes the very same steps, bit for bit.
 *
 * A state is never written to after it has been returned: `step` builds a new record. Arrays that a step
 * leaves as they are (a pair in the L-BFGS history, say) are shared by the old state and the new one, so
 * keep as many states as you like, and write into none of them.
 */
export interface SolverState {
  readonly [name: string]: number | string | boolean | Float64Array;
  readonly step: number;
  readonly params: Float64Array;
  /** F(params), penalties included; for a mini-batch step the estimate from its batch, before the step. */
  readonly value: number;
  /** F at the parameters that the run started from, which `diverged` is judged against. */
  readonly initialValue: number;
  /** ‖∇F‖∞, under l1 of the subgradient of least norm; NaN where a step does not compute it. */
  readonly gradientNorm: number;
  /** Why no further step can help (`""` while it can): e.g. the line search found no decrease. */
  readonly stalled: string;
}

/**
 * A method as a pair of functions of their arguments alone; one step is one iteration, or one mini-batch.
 * `init` copies the parameters it is given, `step` never writes to the state it is given.
 */
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
  /** F(params) over all samples, penalties included. */
  readonly value: number;
  /** ‖∇F‖∞ over all samples, under l1 of the subgradient of least norm. */
  readonly gradientNorm: number;
  readonly steps: number;
}
