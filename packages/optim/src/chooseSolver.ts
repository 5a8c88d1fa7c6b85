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

/** Multiplications in one pass over the data up to which a pass costs next to nothing. */
const CHEAP_PASS = 1e7;

/**
 * The solver that `auto` stands for:
 *
 * - `owlqn` where there is an l1 penalty;
 * - `newton` where the objective is convex, has Hessian-vector products, and a pass over the data takes at most
 *   10⁷ multiplications (nSamples · nFeatures · density · nClasses): it copes with features of any scale;
 * - `lbfgs` otherwise.
 *
 * @example
 * const iris = { nSamples: 150, nFeatures: 4, nClasses: 3, density: 1, l1: 0, convex: true, hasHvp: true };
 * chooseSolver(iris).name; // "newton"
 */
export function chooseSolver(problem: ProblemTraits): SolverChoice {
  const { nSamples, nFeatures, nClasses, density, l1, convex, hasHvp } = problem;
  if (l1 > 0)
    return { name: "owlqn", options: {}, reason: "the l1 penalty has kinks at zero, which owlqn handles" };
  if (convex && hasHvp && nSamples * nFeatures * density * nClasses <= CHEAP_PASS)
    return { name: "newton", options: {}, reason: "the data are small, where newton copes with any scaling" };
  return { name: "lbfgs", options: {}, reason: "the objective is smooth, where lbfgs needs few passes" };
}
