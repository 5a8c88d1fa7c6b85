import { type LinearKernel, takeRows } from "@softmax/tensor-core";
import { allLogits, linkOf, probabilitiesOf } from "./classifier.js";
import type { EncodedParts } from "./encodeParts.js";
import { exactKernel, measureTraining, type TrainingFit } from "./measureTraining.js";
import type { PreparedRun } from "./prepareRun.js";

/** What a run trains on, and how to look at any parameters [C·d + C] of it, for those who show it as it goes on. */
export interface Prepared extends Pick<EncodedParts, "label" | "classes" | "encoders" | "train"> {
  /** What the result says of the last parameters, of these; in float64. */
  measure(params: Float64Array): TrainingFit;
  /** Binds some of the training rows; the function gives their class probabilities, [rows, C]. */
  watch(rows: ArrayLike<number>): (params: Float64Array) => Float64Array;
}

export function preparedOf(run: PreparedRun): Prepared {
  const { label, classes, encoders, train } = run.problem;
  let kernel: LinearKernel | undefined;
  const measure = (params: Float64Array) => {
    kernel ??= exactKernel(run);
    return measureTraining(run, kernel, params);
  };
  const watch = (rows: ArrayLike<number>) => {
    const watched = run.kernels.linear(takeRows(train.features, rows), "float64");
    return (params: Float64Array) =>
      probabilitiesOf(allLogits(watched, params), classes.length, linkOf(run.config.loss));
  };
  return { label, classes, encoders, train, measure, watch };
}
