import type { Dataset } from "@softmax/datasets";
import { defaultKernels, type Kernels, type LinearKernel } from "@softmax/tensor-core";
import { allLogits, joinParams, type Model } from "./classifier.js";
import { encodePart, type Part, warningsOf } from "./encodeParts.js";
import { type Metrics, metricsOf } from "./metrics.js";

export interface Evaluation extends Metrics {
  /** Sentences about values that training did not show. */
  readonly warnings: readonly string[];
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
  const { classes, encoders, weights, bias, link } = model;
  const label = columns.label ?? model.label ?? "label";
  const part = encodePart(dataset, encoders, classes, { ...columns, label }, "float64");
  const kernel = kernels.linear(part.features, "float64");
  return { ...evaluatePart(part, joinParams(weights, bias), kernel, link), warnings: warningsOf([part]) };
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
