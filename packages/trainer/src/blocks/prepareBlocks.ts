import { type LinearObjective, linearObjective } from "@softmax/losses";
import { defaultRates, type Objective, type Solver, streamedRates } from "@softmax/optim";
import type { Kernels } from "@softmax/tensor-core";
import { linkOf } from "../classifier.js";
import { parseLocalConfig } from "../engines.js";
import { fitOf } from "../evaluate.js";
import type { Fit } from "../events.js";
import { ConfigError } from "../parseOptions.js";
import { lossOf, type RunOutline, solverOf } from "../prepareRun.js";
import { resolveRunConfig } from "../resolve.js";
import type { RunConfig, RunOptions } from "../runConfig.js";
import { scaleSpread } from "../scaleSpread.js";
import type { BlockStore } from "./blocks.js";
import { type BlockWeights, blockWeights } from "./blockWeights.js";
import { streamedMetrics } from "./endBlocks.js";
import { densityOf, type RowSample, takeSample } from "./rowSample.js";
import { streamedObjective } from "./streamedObjective.js";
import { Tape } from "./tape.js";

/** A run over rows that are read block by block, ready for its first step. */
export interface StreamedRun extends RunOutline {
  readonly store: BlockStore;
  readonly weigh: BlockWeights["weigh"];
  readonly sample: RowSample;
  /** The objective of the sample, in memory. */
  readonly sampleObjective: LinearObjective;
  readonly tape: Tape;
  /** Its functions are answered from the tape; its curvature, and batches if the sample is all rows, are the sample's. */
  readonly objective: Objective;
  readonly solver: Solver;
  /** How well parameters fit the validation part, from the tape. */
  readonly validate?: (params: Float64Array) => Fit;
}

/**
 * Everything that comes before the first step: reads the sample, decides what the configuration leaves open by what a pass
 * costs that reads all rows, and puts the objective and its solver together. Where the sample is all rows, everything is
 * decided as in memory.
 *
 * @param memory bytes for the sample and for preconditioners
 * @throws ConfigError for options that mean nothing, or ask for what needs all rows in memory.
 */
export async function prepareBlocks(
  store: BlockStore,
  options: RunOptions,
  kernels: Kernels,
  memory: number,
): Promise<StreamedRun> {
  const asked = parseLocalConfig(options);
  refuseInMemory(asked);
  const { precision, layout, parts, classes } = store;
  const loss = lossOf(asked);
  const { weigh, sum: weightSum } = blockWeights(store, asked.classWeight);
  const sample = await takeSample(store, kernels, weigh, { seed: asked.seed, bytes: memory / 4 });
  const nSamples = parts.train.nRows;
  const { nColumns } = layout;
  const nClasses = classes.length;
  const {
    resolved: config,
    reason,
    plan,
  } = resolveRunConfig(asked, precision, {
    label: store.label,
    nSamples,
    nFeatures: nColumns,
    nClasses,
    density: densityOf(store),
    scaleSpread: scaleSpread(sample.features),
    weightSum,
    convex: loss.convex,
    hasHvp: loss.hvp !== undefined,
    hasCurvature: loss.curvature !== undefined,
    rates: { ...(sample.isComplete ? defaultRates : streamedRates), factorBytes: memory / 2 },
  });
  const { l2, l1 } = config;
  const tape = new Tape();
  const shape = { nSamples, nColumns, nClasses, loss, l2, l1 };
  const sampleObjective = linearObjective({ ...sample, kernels, nClasses, loss, l2, l1 });
  const inPrecision = (bits: typeof precision) => ({
    ...streamedObjective(tape, parts.train, bits, shape),
    curvature: sampleObjective.curvature,
    batch: sample.isComplete ? sampleObjective.batch : undefined,
  });
  const objective = inPrecision(precision);
  const validation =
    parts.validation && streamedMetrics(tape, "validation", precision, nClasses, linkOf(config.loss));
  return {
    store,
    problem: store,
    precision,
    kernels,
    config,
    reason,
    loss,
    weigh,
    sample,
    sampleObjective,
    tape,
    objective: precision === "float64" ? objective : { ...objective, refined: () => inPrecision("float64") },
    solver: solverOf(
      config,
      nClasses * nColumns,
      plan && { ...plan, warmUp: sample.isComplete ? plan.warmUp : undefined },
      productsAtMost(memory, objective.size),
    ),
    validate: validation && ((params) => fitOf(validation(params))),
  };
}

/** @throws ConfigError for solvers that keep something of every row, or of every batch of an epoch. */
function refuseInMemory({ solver }: RunConfig): void {
  if (solver === "sdca")
    throw new ConfigError(
      "solver: sdca keeps dual variables of every row, for which rows that are read block by block are too many; use lbfgs",
    );
  if (solver === "svrg")
    throw new ConfigError(
      "solver: svrg reads the rows of an epoch four times in random order, which takes all of them in memory; use lbfgs",
    );
}

/** Hessian-vector products in a step of newton: the tape holds all of them. */
const productsAtMost = (memory: number, size: number): number =>
  Math.max(10, Math.min(250, Math.floor(memory / 4 / (8 * size))));
