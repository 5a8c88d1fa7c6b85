import { type Dataset, encodeFeatures, type Label } from "@softmax/datasets";
import { defaultKernels, type Kernels } from "@softmax/tensor-core";
import { argmaxRows, type Model, predictedProbabilities, predictorOf } from "./classifier.js";
import { warningsOf } from "./encodeParts.js";

/** What a model says about each sample of a dataset, in its order. */
export interface Prediction {
  /** The most probable label; of equally probable ones the lowest class. */
  readonly labels: Label[];
  /** [n, C] row-major; every row sums to 1. */
  readonly probabilities: Float64Array;
  /** Sentences about values that training did not show. */
  readonly warnings: readonly string[];
}

/**
 * Labels and probabilities of a dataset, from one pass over it by the fastest kernels of this host; `model`'s
 * own methods do the same with those it was made with, and keep silent about values they had to make up for.
 *
 * @throws DataError where a column that the model needs is missing or of another kind.
 * @example
 * const { model } = await fit(await loadDataset("iris"));
 * predict(model, await loadDataset("iris")).labels.length; // 150
 */
export function predict(model: Model, dataset: Dataset, kernels: Kernels = defaultKernels()): Prediction {
  const { classes, encoders, link } = model;
  const { features, ...surprises } = encodeFeatures(encoders, dataset, "float64");
  const probabilities = predictedProbabilities(predictorOf(model, kernels), features, link);
  return {
    labels: Array.from(argmaxRows(probabilities, classes.length), (c) => classes[c]),
    probabilities,
    warnings: warningsOf([surprises]),
  };
}
