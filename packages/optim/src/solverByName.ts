import { fista } from "./fista.js";
import { gradientDescent } from "./gradientDescent.js";
import type { ApplyPreconditioner } from "./history.js";
import { lbfgs } from "./lbfgs.js";
import { newton } from "./newton.js";
import type { Objective } from "./objective.js";
import { adagrad, adam, adamw, momentum, nesterov, rmsprop, sgd } from "./optimizers.js";
import { owlqn } from "./owlqn.js";
import { type LbfgsPlan, preconditionedLbfgs } from "./preconditionedLbfgs.js";
import { proximalLbfgs } from "./proximalLbfgs.js";
import { refining } from "./refining.js";
import { sdca } from "./sdca.js";
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
  /** Of the shuffles, and of lbfgs's samples; default 0. */
  readonly seed?: number;
  /** Pairs that lbfgs, owlqn and proximal-lbfgs remember; default 10. */
  readonly memory?: number;
  /** Of lbfgs. */
  readonly preconditioner?: (objective: Objective, params: Float64Array) => ApplyPreconditioner;
  /** Of lbfgs, instead of memory and preconditioner, and of proximal-lbfgs: which of the objective's own to use, and when. */
  readonly plan?: LbfgsPlan;
  /** Of newton: Hessian-vector products a step may take; default 250. */
  readonly maxCgSteps?: number;
}

const fullBatch = {
  gd: (options) => gradientDescent({ learningRate: fixedRate("gd", options) }),
  lbfgs: ({ memory, preconditioner, plan, seed }) =>
    plan ? refining(preconditionedLbfgs({ seed, ...plan })) : refining(lbfgs({ memory, preconditioner })),
  newton: ({ maxCgSteps }) => refining(newton({ maxCgSteps })),
  fista: () => fista(),
  owlqn: ({ memory }) => refining(owlqn({ memory })),
  "proximal-lbfgs": ({ memory, plan, seed }) =>
    refining(proximalLbfgs({ memory, seed, stages: plan?.stages })),
  sdca: ({ seed }) => sdca({ seed }),
  svrg: (options) => svrg({ ...batches(options), learningRate: fixedRate("svrg", options) }),
} satisfies Record<string, (options: SolverOptions) => Solver>;

/**
 * η of the mini-batch optimizers where none is given. They suit linear models on standardized features; Adam's
 * published 1e-3 suits deep networks.
 */
export const defaultLearningRates = {
  sgd: 0.1,
  momentum: 0.01,
  nesterov: 0.01,
  adagrad: 0.1,
  rmsprop: 0.01,
  adam: 0.01,
  adamw: 0.01,
} as const;

type OptimizerName = keyof typeof defaultLearningRates;

const optimizers: Record<OptimizerName, (rate: number | Schedule, options: SolverOptions) => Transformation> =
  {
    sgd: (rate) => sgd(rate),
    momentum: (rate, { momentum: decay }) => momentum(rate, { momentum: decay }),
    nesterov: (rate, { momentum: decay }) => nesterov(rate, { momentum: decay }),
    adagrad: (rate) => adagrad(rate),
    rmsprop: (rate) => rmsprop(rate),
    adam: (rate) => adam(rate),
    adamw: (rate, { weightDecay, nWeights }) => adamw(rate, { weightDecay, nWeights }),
  };

export type SolverName = keyof typeof fullBatch | OptimizerName;

/** Every name that `solverByName` knows. */
export const solverNames = [...Object.keys(fullBatch), ...Object.keys(optimizers)] as readonly SolverName[];

/**
 * A solver from its name and one record of options, of which each solver reads its own: full-batch `gd`, `lbfgs`,
 * `newton`, `fista`, `owlqn`, `proximal-lbfgs`; `sdca`, `svrg`; mini-batch `sgd`, `momentum`, `nesterov`, `adagrad`, `rmsprop`, `adam`,
 * `adamw`. Throws a RangeError for any other name, a TypeError where a schedule is given to `gd` or `svrg`.
 *
 * Without `learningRate` the optimizers take `defaultLearningRates`; gd and svrg find their own.
 *
 * @example
 * const solver = solverByName("adam", { learningRate: 0.05, batchSize: 32, seed: 1 });
 */
export function solverByName(name: SolverName, options: SolverOptions = {}): Solver {
  if (Object.hasOwn(fullBatch, name)) return fullBatch[name as keyof typeof fullBatch](options);
  if (Object.hasOwn(optimizers, name)) {
    const { learningRate = defaultLearningRates[name as OptimizerName] } = options;
    const transformation = optimizers[name as OptimizerName](learningRate, options);
    return stochastic(transformation, { ...batches(options), name });
  }
  throw new RangeError(`solverByName: ${name} is not one of ${solverNames.join(", ")}`);
}

const batches = ({ batchSize = 128, seed }: SolverOptions) => ({ batchSize, seed });

function fixedRate(name: string, { learningRate }: SolverOptions): number | undefined {
  if (typeof learningRate === "function")
    throw new TypeError(`${name}: learningRate is a schedule but must be a number; sgd takes schedules`);
  return learningRate;
}
