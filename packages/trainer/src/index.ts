export { type Certificate, certificate, type DualityGap, type NoDualityGap } from "./certificate.js";
export { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type LoopState } from "./checkpoint.js";
export { createModel, type Model, type ModelParts } from "./classifier.js";
export type { EndEvent, EpochEvent, Fit, StartEvent, StepEvent, TrainEvent, TrainResult } from "./events.js";
export { decodeModel, encodeModel } from "./modelFile.js";
export type { ResolvedConfig } from "./resolve.js";
export {
  ConfigError,
  parseRunConfig,
  type RunConfig,
  type RunOptions,
  runConfigSchema,
} from "./runConfig.js";
export type { Samples } from "./samples.js";
export { fit, type TrainContext, train } from "./train.js";
