import type { SolverName, SolverOptions } from "./solverByName.js";

/** What the choice of a solver may depend on. */
export interface ProblemTraits {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  /** Share of the features that is stored, in [0, 1]; 1 when dense. */
  readonly density: number;
  /** Strength of the l1 penalty. */
  readonly l1: number;
  readonly convex: boolean;
  readonly hasHvp: boolean;
}

export interface SolverChoice {
  readonly name: SolverName;
  readonly options: SolverOptions;
  /** One clause that a person can read. */
  readonly reason: string;
}

/**
 * The solver that `auto` stands for: `owlqn` where there is an l1 penalty, `lbfgs` otherwise.
 *
 * @example
 * chooseSolver({ nSamples: 150, nFeatures: 4, nClasses: 3, density: 1, l1: 0, convex: true, hasHvp: true }).name;
 * // "lbfgs"
 */
export function chooseSolver(problem: ProblemTraits): SolverChoice {
  return problem.l1 > 0
    ? { name: "owlqn", options: {}, reason: "the l1 penalty has kinks at zero, which owlqn handles" }
    : { name: "lbfgs", options: {}, reason: "the objective is smooth, where lbfgs needs few passes" };
}
