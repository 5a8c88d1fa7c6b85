import type { Dataset } from "@softmax/datasets";
import { defaultKernels, type Kernels, type LinearKernel } from "@softmax/tensor-core";
import { allLogits, joinParams, type Model, probabilitiesOf } from "./classifier.js";
import { encodePart, type Part, warningsOf } from "./encodeParts.js";
import type { Fit } from "./events.js";
import { type Metrics, metricsOf } from "./metrics.js";

export interface Evaluation extends Metrics {
  /** Sentences about values that training did not show. */
  readonly warnings: readonly string[];
}

/** An evaluation, and what the model says of each row that it was measured on. */
export interface RowEvaluation {
  readonly evaluation: Evaluation;
  /** True class indices [n]. */
  readonly targets: Int32Array;
  /** [n, C] row-major; every row sums to 1. */
  readonly probabilities: Float64Array;
}

/**
 * How well a model does on labelled data that it has not seen.
 *
 * @param columns The label's column, by default the one of training, and the column of sample weights.
 * @throws DataError where a column is missing or a label is none of the model's classes.
 * @example
 * const { model } = await fit(await loadDataset("iris"));
 * const { accuracy, confusion } = evaluate(model, await loadDataset("iris"));
 * accuracy > 0.97; // true
 * confusion[0]; // [50, 0, 0]: every setosa is recognized
 */
export function evaluate(
  model: Model,
  dataset: Dataset,
  columns: { readonly label?: string; readonly weight?: string } = {},
  kernels: Kernels = defaultKernels(),
): Evaluation {
  return evaluateRows(model, dataset, columns, kernels).evaluation;
}

/**
 * `evaluate`, with what it was computed from: for those who also look at single rows, one pass over the data is enough.
 *
 * @throws DataError where a column is missing or a label is none of the model's classes.
 * @example
 * const { model } = await fit(await loadDataset("iris"));
 * const { evaluation, targets, probabilities } = evaluateRows(model, await loadDataset("iris"));
 * probabilities.length / targets.length; // 3, the classes
 * const logLoss = targets.reduce((sum, c, i) => sum - Math.log(probabilities[3 * i + c]), 0) / 150;
 * Math.abs(logLoss - evaluation.logLoss) < 1e-12; // true
 */
export function evaluateRows(
  model: Model,
  dataset: Dataset,
  columns: { readonly label?: string; readonly weight?: string } = {},
  kernels: Kernels = defaultKernels(),
): RowEvaluation {
  const { classes, encoders, weights, bias, link } = model;
  const label = columns.label ?? model.label ?? "label";
  const part = encodePart(dataset, encoders, classes, { ...columns, label }, "float64");
  const kernel = kernels.linear(part.features, "float64");
  const params = joinParams(weights, bias);
  const logits = allLogits(kernel, params);
  const metrics = evaluatePart(part, params, kernel, link, logits);
  return {
    evaluation: { ...metrics, warnings: warningsOf([part]) },
    targets: part.targets,
    probabilities: probabilitiesOf(logits, classes.length, link),
  };
}

/** Metrics of parameters on an encoded part, whose features are bound to `kernel`. */
export function evaluatePart(
  { targets, sampleWeight: weights }: Part,
  params: Float64Array,
  kernel: LinearKernel,
  link: Model["link"],
  logits: Float64Array = allLogits(kernel, params),
): Metrics {
  const nClasses = params.length / (kernel.nColumns + 1);
  return metricsOf({ logits, targets, nClasses, weights, link });
}

/** The metrics that validation watches. */
export const fitOf = ({ logLoss, accuracy }: Metrics): Fit => ({
  logLoss: logLoss ?? Number.NaN,
  accuracy: accuracy ?? Number.NaN,
});
