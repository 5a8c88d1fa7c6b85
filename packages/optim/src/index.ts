export {
  type GradientDescentOptions,
  type GradientDescentState,
  gradientDescent,
} from "./gradientDescent.js";
export type { ApplyPreconditioner } from "./history.js";
export { type LbfgsOptions, type LbfgsState, lbfgs } from "./lbfgs.js";
export { type LinePoint, type LineSearchOptions, strongWolfe } from "./lineSearch.js";
export { type MinimizeOptions, minimize } from "./minimize.js";
export type { Objective } from "./objective.js";
export { type Ending, type Progress, type StoppingRule, solutionStatus } from "./solutionStatus.js";
export type { Solution, Solver, SolverState, Status } from "./solver.js";
export { measure, minimumNormSubgradient } from "./subgradient.js";
