export { type Connection, parseConnectionString } from "./connectionString.js";
export { evaluateOnSpark } from "./evaluateOnSpark.js";
export { finishedRun } from "./finishedRun.js";
export { fitOnSpark, type SparkResult } from "./fitOnSpark.js";
export { type PredictedRows, type PredictionTarget, predictOnSpark } from "./predictOnSpark.js";
export type { SparkProgress } from "./progress.js";
export type { SparkContext } from "./session.js";
export type { SparkFormat, SparkSource, SparkSourceLike } from "./source.js";
export { SparkError } from "./sparkError.js";
