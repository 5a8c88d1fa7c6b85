import type { Dataset } from "@softmax/datasets";
import {
  crossEntropyDual,
  type LinearObjective,
  type Loss,
  linearObjective,
  lossByName,
} from "@softmax/losses";
import {
  type LbfgsPlan,
  type Objective,
  type Schedule,
  type Solver,
  scheduleByName,
  solverByName,
} from "@softmax/optim";
import type { Features, Kernels, KernelVariant, LinearKernel, Precision } from "@softmax/tensor-core";
import { linkOf } from "./classifier.js";
import type { EncodedParts, Part } from "./encodeParts.js";
import { parseLocalConfig } from "./engines.js";
import { evaluatePart, fitOf } from "./evaluate.js";
import type { Fit } from "./events.js";
import { prepareProblem } from "./prepareProblem.js";
import { choosePrecision, type ResolvedConfig, resolveRunConfig } from "./resolve.js";
import { meanSquaredNorm } from "./rowNorm.js";
import type { RunConfig, RunOptions } from "./runConfig.js";
import { scaleSpread } from "./scaleSpread.js";

/** A problem whose training rows are bound to kernels: what runs with different penalties have in common. */
export interface BoundProblem {
  readonly problem: EncodedParts;
  readonly precision: Precision;
  readonly kernels: Kernels;
  /** X of the training part. */
  readonly kernel: LinearKernel;
}

/** A run without its rows. */
export interface RunOutline {
  readonly problem: Pick<EncodedParts, "label" | "classes" | "encoders" | "warnings">;
  readonly precision: Precision;
  readonly kernels: Kernels;
  readonly config: ResolvedConfig;
  /** Why this solver. */
  readonly reason: string;
  readonly loss: Loss;
}

/** A run ready for its first step. */
export interface PreparedRun extends BoundProblem, RunOutline {
  readonly problem: EncodedParts;
  readonly objective: LinearObjective & Pick<Objective, "refined" | "dual">;
  readonly solver: Solver;
  /** How well parameters fit the validation part, where there is one. */
  readonly validate?: (params: Float64Array) => Fit;
}

/**
 * Everything that comes before the first step.
 *
 * @throws ConfigError for options that mean nothing, DataError for data that cannot be used.
 */
export function prepareRun(dataset: Dataset, options: RunOptions, kernels: Kernels): PreparedRun {
  const asked = parseLocalConfig(options);
  const precision = choosePrecision(asked, dataset);
  const problem = prepareProblem(dataset, asked, precision);
  return planRun(bindProblem(problem, precision, kernels), asked);
}

export const bindProblem = (problem: EncodedParts, precision: Precision, kernels: Kernels): BoundProblem => ({
  problem,
  precision,
  kernels,
  kernel: kernels.linear(problem.train.features, precision),
});

/** Decides what the configuration leaves open and puts the objective and its solver together. */
export function planRun(bound: BoundProblem, asked: RunConfig): PreparedRun {
  const { problem, precision, kernels, kernel } = bound;
  const { features, targets } = problem.train;
  const loss = lossOf(asked);
  const nClasses = problem.classes.length;
  const {
    resolved: config,
    reason,
    plan,
  } = resolveRunConfig(asked, precision, {
    label: problem.label,
    nSamples: features.nRows,
    nFeatures: features.nColumns,
    nClasses,
    density: densityOf(features),
    scaleSpread: scaleSpread(features),
    weightSum: problem.effective.sum,
    convex: loss.convex,
    hasHvp: loss.hvp !== undefined,
    hasCurvature: loss.curvature !== undefined,
    dualCurvature: dualCurvature(features, loss, problem.effective.weights),
  });
  const { weights } = problem.effective;
  const { l2, l1 } = config;
  const inPrecision = (bound: LinearKernel) =>
    linearObjective({ kernel: bound, kernels, targets, nClasses, loss, weights, l2, l1 });
  const dual =
    config.solver === "sdca" && features.kind === "csr"
      ? crossEntropyDual({
          features,
          kernel,
          targets,
          nClasses,
          weights,
          l2,
          precision,
          variant: kernels.name as KernelVariant,
        })
      : undefined;
  const objective = { ...inPrecision(kernel), dual };
  const refined = () => ({
    ...inPrecision(kernels.linear(features, "float64")),
    curvature: objective.curvature,
  });
  return {
    ...bound,
    config,
    reason,
    loss,
    objective: precision === "float64" ? objective : { ...objective, refined },
    solver: solverOf(config, nClasses * features.nColumns, plan),
    validate: problem.validation && fitMeasure(problem.validation, kernels, config),
  };
}

/** The loss with those options that are its own; `resolveRunConfig` refuses the others. */
export const lossOf = ({ loss, labelSmoothing, focalGamma }: RunConfig): Loss =>
  lossByName(loss, loss === "cross-entropy" ? { labelSmoothing } : { gamma: focalGamma });

export function solverOf(
  config: ResolvedConfig,
  nWeights: number,
  plan?: LbfgsPlan,
  maxCgSteps?: number,
): Solver {
  const { solver, schedule, learningRate, momentum, weightDecay, batchSize, seed, maxSteps } = config;
  const rate: number | Schedule | undefined =
    schedule && learningRate !== undefined ? scheduleByName(schedule, learningRate, maxSteps) : learningRate;
  return solverByName(solver, {
    learningRate: rate,
    momentum,
    weightDecay,
    batchSize,
    seed,
    nWeights,
    plan,
    maxCgSteps,
  });
}

/** mean_i w_i ‖x_i‖² / (2n), which over l2 tells how fast dual ascent is; absent where there is no dual. */
function dualCurvature(features: Features, loss: Loss, weights?: Float64Array): number | undefined {
  if (features.kind !== "csr" || !loss.fused) return undefined;
  return meanSquaredNorm(features, weights) / (2 * Math.max(features.nRows, 1));
}

function densityOf(features: Features): number {
  const cells = features.nRows * features.nColumns;
  return features.kind === "csr" && cells > 0 ? features.values.length / cells : 1;
}

/** How well parameters fit a part that training does not see. */
export function fitMeasure(
  part: Part,
  kernels: Kernels,
  { precision, loss }: Pick<ResolvedConfig, "precision" | "loss">,
): (params: Float64Array) => Fit {
  const kernel = kernels.linear(part.features, precision);
  return (params) => {
    return fitOf(evaluatePart(part, params, kernel, linkOf(loss)));
  };
}
