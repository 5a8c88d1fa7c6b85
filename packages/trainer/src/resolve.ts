import type { Dataset } from "@softmax/datasets";
import {
  chooseLbfgs,
  chooseProximal,
  chooseSolver,
  defaultLearningRates,
  type LbfgsPlan,
  type Rates,
  type SolverChoice,
} from "@softmax/optim";
import type { Precision } from "@softmax/tensor-core";
import { ConfigError } from "./parseOptions.js";
import { l2FromC } from "./penaltyAliases.js";
import { type RunConfig, runConfigSchema } from "./runConfig.js";

/**
 * A run with nothing left open: the configuration as it is carried out and recorded. Options that do not
 * concern the chosen loss and solver are absent.
 */
export interface ResolvedConfig extends Omit<RunConfig, "C" | "solver" | "label" | "engine"> {
  /** Absent where the run was trained in this process. */
  readonly engine?: "spark";
  readonly label: string;
  readonly l2: number;
  readonly solver: Exclude<RunConfig["solver"], "auto">;
  readonly precision: Precision;
  readonly tolerance: number;
  readonly maxSteps: number;
}

/** What the open options are decided from. */
export interface ProblemFacts {
  readonly label: string;
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  /** Share of the features that are stored, 1 for dense ones. */
  readonly density: number;
  /** By what factor the features differ in scale; default 1. */
  readonly scaleSpread?: number;
  /** Σ of the effective weights before normalisation. */
  readonly weightSum: number;
  readonly convex: boolean;
  readonly hasHvp: boolean;
  /** Whether the objective has `curvature`, of which lbfgs makes preconditioners. */
  readonly hasCurvature?: boolean;
  /** mean_i w_i ‖x_i‖² / (2n) where the objective has a dual, that is for cross-entropy of sparse features. */
  readonly dualCurvature?: number;
  /** Of the machine, and of where the rows are; default those of rows in memory. */
  readonly rates?: Rates;
}

const miniBatchSolvers = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"];

/** float64 while the data are small enough that its cost does not matter: up to a million stored values. */
export function choosePrecision(config: RunConfig, dataset: Dataset): Precision {
  return config.precision ?? precisionFor(valueCount(dataset));
}

export const precisionFor = (nValues: number): Precision => (nValues <= 1e6 ? "float64" : "float32");

function valueCount(dataset: Dataset): number {
  let count = 0;
  for (const column of dataset.columns) {
    if (column.kind !== "block") count += dataset.nSamples;
    else if (column.features.kind === "csr") count += column.features.values.length;
    else count += column.features.data.length;
  }
  return count;
}

/**
 * Decides what the configuration leaves open, and refuses options that the chosen loss or solver would
 * ignore. Returns the resolved configuration and, in one line, why this solver; for lbfgs also
 * how it is preconditioned.
 */
export function resolveRunConfig(
  config: RunConfig,
  precision: Precision,
  facts: ProblemFacts,
): { resolved: ResolvedConfig; reason: string; plan?: LbfgsPlan } {
  const { C, engine: _, ...rest } = config;
  const l2 = C === undefined ? (config.l2 ?? 1e-4) : l2FromC({ ...facts, C });
  const { name: solver, reason, options } = chosen({ ...config, l2 }, facts);
  refuseIgnored(config, solver);
  refuseUnfit({ ...config, l2 }, solver, facts);
  const miniBatch = miniBatchSolvers.includes(solver);
  const batchSize =
    miniBatch || solver === "svrg" ? Math.min(config.batchSize ?? 128, facts.nSamples) : undefined;
  const stepsPerEpoch = miniBatch && batchSize ? Math.ceil(facts.nSamples / batchSize) : 1;
  const epochs = miniBatch
    ? (config.epochs ?? (config.maxSteps ? Math.ceil(config.maxSteps / stepsPerEpoch) : 20))
    : undefined;
  const resolved: ResolvedConfig = {
    ...rest,
    label: facts.label,
    l2,
    labelSmoothing: config.loss === "cross-entropy" ? (config.labelSmoothing ?? 0) : undefined,
    focalGamma: config.loss === "focal" ? (config.focalGamma ?? 2) : undefined,
    solver: solver as ResolvedConfig["solver"],
    preconditioner: solver === "lbfgs" ? preconditionerOf(options?.plan) : undefined,
    learningRate: config.learningRate ?? (defaultLearningRates as Record<string, number | undefined>)[solver],
    schedule: miniBatch ? (config.schedule ?? "cosine") : undefined,
    momentum: usesMomentum(solver) ? (config.momentum ?? 0.9) : undefined,
    weightDecay: solver === "adamw" ? (config.weightDecay ?? 0.01) : undefined,
    batchSize,
    epochs,
    maxSteps: epochs
      ? Math.min(config.maxSteps ?? Infinity, epochs * stepsPerEpoch)
      : (config.maxSteps ?? 10_000),
    tolerance: config.tolerance ?? (precision === "float64" ? 1e-9 : 1e-6),
    precision,
  };
  return { resolved: inOrder(resolved), reason, plan: options?.plan };
}

/**
 * lbfgs is preconditioned however it came to be used, and is used where a preconditioner is asked for: its plan follows
 * from the facts, so that a run repeats it.
 */
function chosen({ solver, preconditioner = "auto", l1, l2 = 0 }: RunConfig, facts: ProblemFacts): Choice {
  const dualCurvature = facts.dualCurvature && l2 > 0 ? facts.dualCurvature / l2 : undefined;
  const traits = { ...facts, l1, dualCurvature };
  const only = preconditioner === "auto" ? undefined : preconditioner;
  if (solver === "auto" && !only) return chooseSolver(traits, facts.rates);
  if (solver === "lbfgs" || (solver === "auto" && l1 === 0)) {
    const choice = chooseLbfgs({ ...facts, l1 }, facts.rates, only);
    return { ...choice, reason: facts.hasCurvature ? `as asked, ${choice.reason}` : "as asked" };
  }
  if (solver === "proximal-lbfgs" && facts.hasCurvature) {
    const choice = chooseProximal({ ...facts, l1 }, facts.rates);
    return { ...choice, reason: `as asked, ${choice.reason}` };
  }
  return solver === "auto" ? chooseSolver(traits, facts.rates) : { name: solver, reason: "as asked" };
}

/** The name that makes the same plan. */
function preconditionerOf(plan?: LbfgsPlan): RunConfig["preconditioner"] {
  if (!plan) return "none";
  return plan.stages.length === 1 ? plan.stages[0].preconditioner : "auto";
}

type Choice = Pick<SolverChoice, "name" | "reason"> & Partial<SolverChoice>;

const usesMomentum = (solver: string) => solver === "momentum" || solver === "nesterov";

function refuseIgnored(config: RunConfig, solver: string): void {
  const refuse = (option: keyof RunConfig, applies: boolean, owner: string) => {
    if (config[option] !== undefined && !applies)
      throw new ConfigError(
        `${option}: belongs to ${owner}, but this run uses ${solver} with ${config.loss}`,
      );
  };
  const miniBatch = miniBatchSolvers.includes(solver);
  refuse("labelSmoothing", config.loss === "cross-entropy", "the loss cross-entropy");
  refuse("focalGamma", config.loss === "focal", "the loss focal");
  for (const option of ["schedule", "epochs", "patience"] as const)
    refuse(option, miniBatch, `the mini-batch solvers (${miniBatchSolvers.join(", ")})`);
  refuse("batchSize", miniBatch || solver === "svrg", "svrg and the mini-batch solvers");
  refuse(
    "learningRate",
    miniBatch || solver === "gd" || solver === "svrg",
    "gd, svrg and the mini-batch solvers",
  );
  refuse("momentum", usesMomentum(solver), "the solvers momentum and nesterov");
  refuse("preconditioner", solver === "lbfgs", "the solver lbfgs");
  refuse("weightDecay", solver === "adamw", "the solver adamw");
}

/** Solvers that minimize what has a kink at zero. */
const l1Solvers = ["fista", "owlqn", "proximal-lbfgs", "svrg"];

/** Features that a matrix of them may have: it then takes 2 GiB. */
const WIDEST_MATRIX = 16_384;

function refuseUnfit(
  { l1, l2 = 0, loss, preconditioner }: RunConfig,
  solver: string,
  facts: ProblemFacts,
): void {
  const { hasHvp, hasCurvature, nFeatures } = facts;
  const approximates = preconditioner !== undefined && preconditioner !== "none" && preconditioner !== "auto";
  if (approximates && !hasCurvature)
    throw new ConfigError(
      `preconditioner: ${preconditioner} needs the curvature of the loss, which ${loss} lacks; use none`,
    );
  if ((preconditioner === "gram" || preconditioner === "blocks") && nFeatures > WIDEST_MATRIX)
    throw new ConfigError(
      `preconditioner: ${preconditioner} needs a matrix of ${nFeatures} × ${nFeatures} numbers, too large at more than ${WIDEST_MATRIX} features; use diagonal`,
    );
  if (l1 > 0 && !l1Solvers.includes(solver))
    throw new ConfigError(`solver: ${solver} cannot minimize an l1 penalty; ${l1Solvers.join(", ")} can`);
  if (solver === "sdca" && !(facts.dualCurvature !== undefined && l2 > 0))
    throw new ConfigError(
      `solver: sdca needs the loss cross-entropy without label smoothing, sparse features and l2 above 0; use lbfgs`,
    );
  if (solver === "newton" && !hasHvp)
    throw new ConfigError(`solver: newton needs second derivatives, which the loss ${loss} lacks; use lbfgs`);
}

/** The options that are set, in the schema's order: a resumed run writes the bytes of the one it resumes. */
function inOrder(resolved: ResolvedConfig): ResolvedConfig {
  const names = Object.keys(runConfigSchema.shape) as (keyof ResolvedConfig)[];
  const set = names.filter((name) => resolved[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, resolved[name]])) as unknown as ResolvedConfig;
}
