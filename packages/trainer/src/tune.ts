import { DataError, type Dataset } from "@softmax/datasets";
import { eventLoopTurns, stopwatch } from "./clock.js";
import { drain } from "./drain.js";
import { encodeParts, type Part, type PartRows } from "./encodeParts.js";
import { parseLocalConfig } from "./engines.js";
import { foldRows } from "./foldRows.js";
import { labelledData } from "./labelledData.js";
import { penaltyPath } from "./penaltyPath.js";
import { splitAll } from "./prepareProblem.js";
import { type BoundProblem, bindProblem, fitMeasure, planRun } from "./prepareRun.js";
import { choosePrecision } from "./resolve.js";
import type { RunConfig, RunOptions } from "./runConfig.js";
import { freshLoop, runLoop } from "./runLoop.js";
import { kernelsFor, type TrainContext } from "./train.js";
import { type FoldFit, type PenaltyStrength, tunedPath } from "./tunedPath.js";
import type { TuneEvent, TuneResult, TuneStartEvent } from "./tuneEvents.js";
import { parseTuning, refuseDecided, type Tuning, type TuningOptions, tuningTolerance } from "./tuning.js";

/**
 * Finds the strength λ of the penalty, l1 = λ·l1Ratio and l2 = λ·(1 − l1Ratio), by cross-validation: the rows
 * are divided into folds, stratified by class and not splitting any `group`; each fold is held out once while
 * the others are trained on with every λ from strong to weak, each fit starting where the one before ended.
 * Encoders and class weights are fitted on the training folds alone. Rows of a test part take no part. A
 * tolerance of 1e-6 is enough for each fit, unless the options say otherwise.
 *
 * @param tuning `folds` (default 5), `penalties` (default: `nPenalties` = 25 of them, see `penaltyPath`),
 * `l1Ratio` (default 0).
 * @param context `signal` ends it: the generator throws the signal's reason.
 * @throws ConfigError for options that mean nothing or that tuning decides (l2, l1, C, validationSize, patience);
 * DataError for data that cannot be used, or a class that only one fold has.
 * @example
 * let result;
 * for await (const event of tune(await loadDataset("wine"), {}, { folds: 3, nPenalties: 4 }))
 *   if (event.type === "end") result = event.result;
 * result.path.map(({ l2 }) => l2); // [13.0, 0.130, 0.00130, 0.0000130]
 * result.path.map(({ accuracy }) => accuracy > 0.9); // [false, true, true, true]
 * result.best; // 2
 */
export async function* tune(
  dataset: Dataset,
  options: RunOptions = {},
  tuning: TuningOptions = {},
  context: Pick<TrainContext, "signal" | "kernels"> = {},
): AsyncGenerator<TuneEvent, TuneResult> {
  const [elapsed, breathe] = [stopwatch(), eventLoopTurns()];
  const asked = parseTuning(tuning);
  refuseDecided(options);
  const config = parseLocalConfig({ ...options, tolerance: options.tolerance ?? tuningTolerance });
  const data = labelledData(dataset, config);
  const rows = splitAll(data, config);
  const folds = foldRows(data, rows.train, asked.folds, config.seed);
  const kernels = kernelsFor(options, context);
  const precision = choosePrecision(config, dataset);
  const bind = (parts: PartRows) =>
    bindProblem(encodeParts(data, parts, config, precision), precision, kernels);

  const start = startEvent(bind(rows), config, asked);
  yield start;

  const fits = start.path.map((): FoldFit[] => []);
  const total = folds.length * start.path.length;
  for (const [fold, parts] of folds.entries()) {
    let index = 0;
    for await (const fit of fitPath(bind(parts), config, start.path, context.signal)) {
      fits[index].push(fit);
      const done = fold * start.path.length + index + 1;
      yield { type: "fit", ...start.path[index], ...fit, fold, index, done, total, seconds: elapsed() };
      index++;
      await breathe();
      context.signal?.throwIfAborted();
    }
  }
  const { l1Ratio } = asked;
  const result = {
    ...tunedPath(start.path, fits),
    folds: folds.length,
    l1Ratio,
    config: start.config,
    seconds: elapsed(),
  };
  yield { type: "end", result };
  return result;
}

function startEvent(
  whole: BoundProblem,
  config: RunConfig,
  { folds, l1Ratio, ...tuning }: Tuning,
): TuneStartEvent {
  const lambdas = penaltyPath(planRun(whole, config), { l1Ratio, ...tuning });
  const path = lambdas.map((penalty) => strengthsOf(penalty, l1Ratio));
  const { l2, l1 } = path[0];
  const { config: resolved, reason, problem } = planRun(whole, { ...config, l2, l1 });
  const { l2: _, l1: __, ...shared } = resolved;
  return {
    type: "start",
    path,
    folds,
    config: shared,
    reason,
    classes: problem.classes,
    nFeatures: problem.train.features.nColumns,
    nSamples: problem.train.targets.length,
    warnings: problem.warnings,
  };
}

const strengthsOf = (penalty: number, l1Ratio: number): PenaltyStrength => ({
  penalty,
  l2: penalty * (1 - l1Ratio),
  l1: penalty * l1Ratio,
});

/** Fits every strength in turn, each from where the one before ended, and tries it on the held-out rows. */
async function* fitPath(
  bound: BoundProblem,
  config: RunConfig,
  path: readonly PenaltyStrength[],
  signal?: AbortSignal,
): AsyncGenerator<FoldFit> {
  const heldOut = bound.problem.test!;
  const weight = weightOf(heldOut);
  const tryOut = fitMeasure(heldOut, bound.kernels, { precision: bound.precision, loss: config.loss });
  let from: Float64Array | undefined;
  for (const { l2, l1 } of path) {
    const run = planRun(bound, { ...config, l2, l1 });
    const { loop, ending } = await drain(runLoop(run, freshLoop(run, from), signal));
    signal?.throwIfAborted();
    const { params, step: steps } = loop.solver;
    from = ending.status === "diverged" ? undefined : params;
    yield { ...tryOut(params), weight, status: ending.status, steps };
  }
}

function weightOf({ targets, sampleWeight }: Part): number {
  if (!sampleWeight) return targets.length;
  const sum = sampleWeight.reduce((total, weight) => total + weight, 0);
  if (sum === 0)
    throw new DataError(
      "tune: all rows of a fold have weight 0; expected one with a positive weight, or fewer folds",
    );
  return sum;
}
