import type { DataShape, Rates } from "./costModel.js";
import { planLbfgs, planPlainFirst } from "./planLbfgs.js";
import type { PreconditionerName } from "./preconditionedLbfgs.js";
import type { SolverName, SolverOptions } from "./solverByName.js";

/** What the choice of a solver may depend on. */
export interface ProblemTraits extends DataShape {
  /** Strength of the l1 penalty. */
  readonly l1: number;
  readonly convex: boolean;
  readonly hasHvp: boolean;
  /** Whether the objective has `curvature`; default false. */
  readonly hasCurvature?: boolean;
  /** mean_i w_i ‖x_i‖² / (2 n l2) where the objective has a `dual`. */
  readonly dualCurvature?: number;
}

export interface SolverChoice {
  readonly name: SolverName;
  readonly options: SolverOptions;
  /** One clause that a person can read. */
  readonly reason: string;
}

/** Multiplications in one pass over the data up to which a pass costs next to nothing. */
const CHEAP_PASS = 1e5;

/**
 * The solver that `auto` stands for:
 *
 * - where there is an l1 penalty, `proximal-lbfgs` if the objective has `curvature`, else `owlqn`;
 * - `sdca` where the objective has a dual, `dualCurvature` ≤ 3, and a pass takes more than 10⁵ multiplications: an epoch
 *   of it costs about a pass and shrinks the distance to the minimum several times over;
 * - `newton` where the objective is convex, has Hessian-vector products, and either a pass over the data takes at
 *   most 10⁵ multiplications (nSamples · nFeatures · density · nClasses), so that steps count more than passes, or
 *   nothing better than a diagonal fits in memory to precondition with, as with sparse text: conjugate gradients
 *   then need fewer passes than L-BFGS, and less arithmetic between them;
 * - `lbfgs` otherwise, preconditioned as `planPlainFirst` says where the objective has `curvature`.
 *
 * A function of its arguments alone: operations are counted, not timed. `rates` that have been measured on a machine
 * make it fit that machine better, and must then be recorded with the run.
 *
 * @example
 * const iris = { nSamples: 150, nFeatures: 4, nClasses: 3, density: 1, l1: 0, convex: true, hasHvp: true };
 * chooseSolver(iris).name; // "newton"
 */
export function chooseSolver(problem: ProblemTraits, rates?: Rates): SolverChoice {
  const { nSamples, nFeatures, nClasses, density, l1, convex, hasHvp, hasCurvature } = problem;
  if (l1 > 0) return chooseProximal(problem, rates);
  if (!convex || !hasHvp) return chooseLbfgs(problem, rates);
  if (nSamples * nFeatures * density * nClasses <= CHEAP_PASS)
    return { name: "newton", options: {}, reason: "the data are small, where newton copes with any scaling" };
  if (problem.dualCurvature !== undefined && problem.dualCurvature <= FREE_DUAL)
    return { name: "sdca", options: {}, reason: DUAL };
  const choice = chooseLbfgs(problem, rates);
  const matrices = choice.options.plan?.stages.some(({ preconditioner }) => MATRICES.has(preconditioner));
  return matrices || !hasCurvature ? choice : { name: "newton", options: {}, reason: TOO_WIDE };
}

const MATRICES: ReadonlySet<PreconditionerName> = new Set(["gram", "blocks"]);

/** On tf-idf text dual ascent needs 7 epochs to a gradient of 1e-6 at a curvature of 0.25, and 16 at 3; on raw counts 12 and 29. */
const FREE_DUAL = 3;
const DUAL = "the features are sparse and l2 is large enough for a few epochs of dual ascent";

const TOO_WIDE = "the features are too many for a matrix of them, where newton needs the fewest passes";

/** Under an l1 penalty: `proximal-lbfgs` where the objective has `curvature`, to be planned as for lbfgs; else `owlqn`. */
export function chooseProximal(problem: ProblemTraits, rates?: Rates): SolverChoice {
  if (!problem.hasCurvature)
    return { name: "owlqn", options: {}, reason: "the l1 penalty has kinks at zero, which owlqn handles" };
  const { plan, reason } = planLbfgs(problem, rates);
  return { name: "proximal-lbfgs", options: { plan }, reason: `for the kinks of the l1 penalty, ${reason}` };
}

/**
 * `lbfgs`, preconditioned where the objective has `curvature`: what `auto` and a user's `lbfgs` have in common. By what
 * the plan says, or by `only`.
 */
export function chooseLbfgs(problem: ProblemTraits, rates?: Rates, only?: PreconditionerName): SolverChoice {
  if (only === "none") return { name: "lbfgs", options: {}, reason: "without a preconditioner" };
  if (!problem.hasCurvature || problem.l1 > 0)
    return { name: "lbfgs", options: {}, reason: "the objective is smooth, where lbfgs needs few passes" };
  const { plan, reason } = only ? planLbfgs(problem, rates, only) : planPlainFirst(problem, rates);
  return { name: "lbfgs", options: { plan }, reason };
}
