export type { BlockedPart, BlockRows, BlockStore, BlocksHead, PartName, TakenRows } from "./blocks/blocks.js";
export { dataBytes } from "./blocks/memoryBudget.js";
export { type TrainBlocksContext, trainBlocks } from "./blocks/trainBlocks.js";
export {
  type Certificate,
  type CertificateOptions,
  certificate,
  type DualityGap,
  type NoDualityGap,
} from "./certificate.js";
export {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  type LoopState,
  type PassesSoFar,
} from "./checkpoint.js";
export { createModel, type Model, type ModelParts } from "./classifier.js";
export { flagOf, shellQuoted, trainCommand, trainModule, typedFlags } from "./commandLine.js";
export { parseSparkConfig, refusedOnSpark, withoutCredentials } from "./engines.js";
export { type Evaluation, evaluate, evaluateRows, type RowEvaluation } from "./evaluate.js";
export type {
  BlocksEvent,
  EndEvent,
  EpochEvent,
  FinishedRun,
  Fit,
  InterruptEvent,
  PassEvent,
  StartEvent,
  StepEvent,
  TrainEvent,
  TrainResult,
} from "./events.js";
export { type Explanation, explain } from "./explain.js";
export { type FitContext, fit } from "./fit.js";
export type { TrainingFit } from "./measureTraining.js";
export { type Metrics, type MetricsOptions, metricsOf } from "./metrics.js";
export type { CalibrationBin } from "./metricsCalibration.js";
export type { ClassAverages, ClassMetrics } from "./metricsPerClass.js";
export { decodeModel, encodeModel } from "./modelFile.js";
export { type OptionGroup, optionGroups } from "./optionGroups.js";
export { ConfigError } from "./parseOptions.js";
export { l2FromC, type Penalties, penaltiesFromGlmnet } from "./penaltyAliases.js";
export { type Prediction, predict } from "./predict.js";
export { predictionTexts } from "./predictionTexts.js";
export type { Prepared } from "./prepared.js";
export { type Refit, type RefitProblem, type RefitterOptions, refitter } from "./refit.js";
export type { ResolvedConfig } from "./resolve.js";
export { parseRunConfig, type RunConfig, type RunOptions, runConfigSchema } from "./runConfig.js";
export { type PartSamples, type RunParts, runParts } from "./runParts.js";
export type { Samples } from "./samples.js";
export { type TrainContext, train } from "./train.js";
export { tune } from "./tune.js";
export type { FoldFit, PenaltyStrength, TunedPath, TunedPenalty } from "./tunedPath.js";
export type { TuneEndEvent, TuneEvent, TuneFitEvent, TuneResult, TuneStartEvent } from "./tuneEvents.js";
export {
  type CrossValidation,
  crossValidationSchema,
  decidedByTuning,
  type TuningOptions,
  tuningSchema,
} from "./tuning.js";
