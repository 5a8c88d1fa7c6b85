import type { Dataset } from "@softmax/datasets";
import { type LinearObjective, type Loss, linearObjective, lossByName } from "@softmax/losses";
import { type Schedule, type Solver, scheduleByName, solverByName } from "@softmax/optim";
import type { Features, Kernels } from "@softmax/tensor-core";
import { linkOf } from "./classifier.js";
import { evaluatePart } from "./evaluate.js";
import type { Fit } from "./events.js";
import { type Part, type Problem, prepareProblem } from "./prepareProblem.js";
import { choosePrecision, type ResolvedConfig, resolveRunConfig } from "./resolve.js";
import { parseRunConfig, type RunOptions } from "./runConfig.js";

/** A run ready for its first step. */
export interface PreparedRun {
  readonly problem: Problem;
  readonly config: ResolvedConfig;
  readonly reason: string;
  readonly kernels: Kernels;
  readonly loss: Loss;
  readonly objective: LinearObjective;
  readonly solver: Solver;
  /** How well parameters fit the validation part, where there is one. */
  readonly validate?: (params: Float64Array) => Fit;
}

export async function prepareRun(
  dataset: Dataset,
  options: RunOptions,
  kernels: Kernels,
): Promise<PreparedRun> {
  const asked = parseRunConfig(options);
  const precision = choosePrecision(asked, dataset);
  const problem = await prepareProblem(dataset, asked, precision);
  const { features, targets } = problem.train;
  const loss = lossOf(asked.loss, asked);
  const nClasses = problem.classes.length;
  const { resolved: config, reason } = resolveRunConfig(asked, precision, {
    label: problem.label,
    nSamples: features.nRows,
    nFeatures: features.nColumns,
    nClasses,
    density: densityOf(features),
    weightSum: problem.effective.sum,
    convex: loss.convex,
    hasHvp: loss.hvp !== undefined,
  });
  const objective = linearObjective({
    kernel: kernels.linear(features, precision),
    targets,
    nClasses,
    loss,
    weights: problem.effective.weights,
    l2: config.l2,
    l1: config.l1,
  });
  return {
    problem,
    config,
    reason,
    kernels,
    loss,
    objective,
    solver: solverOf(config, nClasses * features.nColumns),
    validate: problem.validation && validator(problem.validation, kernels, config),
  };
}

const lossOf = (
  name: ResolvedConfig["loss"],
  options: Pick<ResolvedConfig, "labelSmoothing" | "focalGamma">,
): Loss => lossByName(name, { labelSmoothing: options.labelSmoothing, gamma: options.focalGamma });

function solverOf(config: ResolvedConfig, nWeights: number): Solver {
  const { solver, schedule, learningRate, momentum, weightDecay, batchSize, seed, maxSteps } = config;
  const rate: number | Schedule | undefined =
    schedule && learningRate !== undefined ? scheduleByName(schedule, learningRate, maxSteps) : learningRate;
  return solverByName(solver, { learningRate: rate, momentum, weightDecay, batchSize, seed, nWeights });
}

function densityOf(features: Features): number {
  const cells = features.nRows * features.nColumns;
  return features.kind === "csr" && cells > 0 ? features.values.length / cells : 1;
}

function validator(
  part: Part,
  kernels: Kernels,
  { precision, loss }: ResolvedConfig,
): (params: Float64Array) => Fit {
  const kernel = kernels.linear(part.features, precision);
  return (params) => {
    const { logLoss, accuracy } = evaluatePart(part, params, kernel, linkOf(loss));
    return { logLoss: logLoss ?? Number.NaN, accuracy: accuracy ?? Number.NaN };
  };
}
