import { fista } from "./fista.js";
import { gradientDescent } from "./gradientDescent.js";
import type { ApplyPreconditioner } from "./history.js";
import { lbfgs } from "./lbfgs.js";
import { newton } from "./newton.js";
import type { Objective } from "./objective.js";
import { adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd } from "./optimizers.js";
import { owlqn } from "./owlqn.js";
import type { Solver } from "./solver.js";
import { stochastic } from "./stochastic.js";
import { svrg } from "./svrg.js";
import type { Schedule, Transformation } from "./transformation.js";

/** One record for all solvers; each reads what it knows and leaves the rest. */
export interface SolverOptions {
  /** η. A schedule for mini-batch optimizers only. */
  readonly learningRate?: number | Schedule;
  /** Of momentum and nesterov; default 0.9. */
  readonly momentum?: number;
  /** Of adamw; default 0.01. */
  readonly weightDecay?: number;
  /** How many parameters, from the first, are weights, which adamw decays; all by default. */
  readonly nWeights?: number;
  /** Of mini-batch optimizers and svrg; default 128. */
  readonly batchSize?: number;
  /** Of the shuffles; default 0. */
  readonly seed?: number;
  /** Pairs that lbfgs and owlqn remember; default 10. */
  readonly memory?: number;
  /** Of lbfgs. */
  readonly preconditioner?: (objective: Objective, params: Float64Array) => ApplyPreconditioner;
}

const fullBatch = {
  gd: (options) => gradientDescent({ learningRate: fixedRate("gd", options) }),
  lbfgs: ({ memory, preconditioner }) => lbfgs({ memory, preconditioner }),
  newton: () => newton(),
  fista: () => fista(),
  owlqn: ({ memory }) => owlqn({ memory }),
  svrg: (options) => svrg({ ...batches(options), learningRate: fixedRate("svrg", options) }),
} satisfies Record<string, (options: SolverOptions) => Solver>;

/** Default learning rates suit linear models on standardized features; Adam's published 1e-3 suits deep networks. */
const optimizers = {
  sgd: ({ learningRate = 0.1 }) => sgd(learningRate),
  momentum: ({ learningRate = 0.01, momentum: decay }) => momentum(learningRate, { momentum: decay }),
  nesterov: ({ learningRate = 0.01, momentum: decay }) => nesterov(learningRate, { momentum: decay }),
  adagrad: ({ learningRate = 0.1 }) => adagrad(learningRate),
  rmsprop: ({ learningRate = 0.01 }) => rmsprop(learningRate),
  adam: ({ learningRate = 0.01 }) => adam(learningRate),
  adamw: ({ learningRate = 0.01, weightDecay, nWeights }) => adamw(learningRate, { weightDecay, nWeights }),
} satisfies Record<string, (options: SolverOptions) => Transformation>;

type OptimizerName = keyof typeof optimizers;
export type SolverName = keyof typeof fullBatch | OptimizerName;

/** Every name that `solverByName` knows. */
export const solverNames = [...Object.keys(fullBatch), ...Object.keys(optimizers)] as readonly SolverName[];

/**
 * A solver from its name and one record of options, of which each solver reads its own: full-batch `gd`, `lbfgs`,
 * `newton`, `fista`, `owlqn`; `svrg`; mini-batch `sgd`, `momentum`, `nesterov`, `adagrad`, `rmsprop`, `adam`,
 * `adamw`. Throws a RangeError for any other name, a TypeError where a schedule is given to `gd` or `svrg`.
 *
 * `learningRate` defaults to 0.1 for sgd and adagrad, to 0.01 for the other optimizers; gd and svrg find their own.
 *
 * @example
 * const solver = solverByName("adam", { learningRate: 0.05, batchSize: 32, seed: 1 });
 */
export function solverByName(name: SolverName, options: SolverOptions = {}): Solver {
  if (Object.hasOwn(fullBatch, name)) return fullBatch[name as keyof typeof fullBatch](options);
  if (Object.hasOwn(optimizers, name))
    return stochastic(optimizers[name as OptimizerName](options), { ...batches(options), name });
  throw new RangeError(`solverByName: ${name} is not one of ${solverNames.join(", ")}`);
}

const batches = ({ batchSize = 128, seed }: SolverOptions) => ({ batchSize, seed });

function fixedRate(name: string, { learningRate }: SolverOptions): number | undefined {
  if (typeof learningRate === "function")
    throw new TypeError(`${name}: learningRate is a schedule but must be a number; sgd takes schedules`);
  return learningRate;
}
