export { type AdamOptions, scaleByAdagrad, scaleByAdam, scaleByRmsprop, trace } from "./accumulators.js";
export { bowl } from "./bowl.js";
export {
  chooseLbfgs,
  chooseProximal,
  chooseSolver,
  type ProblemTraits,
  type SolverChoice,
} from "./chooseSolver.js";
export { type DataShape, defaultRates, type Rates, streamedRates, type Work, workOf } from "./costModel.js";
export type { Dual, DualAscended, DualPoint, DualStart } from "./dual.js";
export { type FistaState, fista } from "./fista.js";
export {
  type GradientDescentOptions,
  type GradientDescentState,
  gradientDescent,
} from "./gradientDescent.js";
export type { ApplyPreconditioner } from "./history.js";
export { type LbfgsOptions, type LbfgsState, lbfgs } from "./lbfgs.js";
export { type LinePoint, type LineSearchOptions, strongWolfe } from "./lineSearch.js";
export { type MinimizeOptions, minimize } from "./minimize.js";
export { type NewtonOptions, type NewtonState, newton } from "./newton.js";
export type { Curvature, CurvatureSample, Metric, Objective, ShuffledRows } from "./objective.js";
export { type AdamwOptions, adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd } from "./optimizers.js";
export { type OwlqnOptions, type OwlqnState, owlqn } from "./owlqn.js";
export { planLbfgs } from "./planLbfgs.js";
export {
  type LbfgsPlan,
  type PreconditionedLbfgsState,
  type PreconditionerName,
  preconditionedLbfgs,
  type Stage,
} from "./preconditionedLbfgs.js";
export { type ProximalLbfgsOptions, type ProximalLbfgsState, proximalLbfgs } from "./proximalLbfgs.js";
export { refining } from "./refining.js";
export {
  constant,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  linearWarmup,
  type ScheduleName,
  scheduleByName,
  stepDecay,
} from "./schedules.js";
export { type SdcaOptions, type SdcaState, sdca } from "./sdca.js";
export { type Ending, type Progress, type StoppingRule, solutionStatus } from "./solutionStatus.js";
export type { Solution, Solver, SolverState, Status } from "./solver.js";
export {
  defaultLearningRates,
  type SolverName,
  type SolverOptions,
  solverByName,
  solverNames,
} from "./solverByName.js";
export { type StochasticOptions, type StochasticState, stochastic } from "./stochastic.js";
export { type StochasticEpochOptions, stochasticEpoch } from "./stochasticEpoch.js";
export { measure, minimumNormSubgradient, softThreshold } from "./subgradient.js";
export { type SvrgOptions, type SvrgState, svrg } from "./svrg.js";
export {
  addDecayedWeights,
  chain,
  clipByGlobalNorm,
  type Schedule,
  scale,
  scaleByLearningRate,
  scaleBySchedule,
  type Transformation,
  type TransformationState,
} from "./transformation.js";
