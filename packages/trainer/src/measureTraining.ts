import type { LinearKernel } from "@softmax/tensor-core";
import { type Certificate, certificate } from "./certificate.js";
import { allLogits, linkOf } from "./classifier.js";
import { evaluatePart } from "./evaluate.js";
import type { Metrics } from "./metrics.js";
import type { PreparedRun } from "./prepareRun.js";

/** What parameters do on the training rows. */
export interface TrainingFit {
  readonly train: Metrics;
  readonly certificate: Certificate;
}

/** X of the training rows in float64. */
export const exactKernel = ({ problem, kernels, kernel, precision }: PreparedRun): LinearKernel =>
  precision === "float64" ? kernel : kernels.linear(problem.train.features, "float64");

/** Metrics and certificate of any parameters, by a kernel in float64, from one pass for the logits and one more. */
export function measureTraining(
  { problem, config, loss }: PreparedRun,
  kernel: LinearKernel,
  params: Float64Array,
): TrainingFit {
  const { train, classes, effective } = problem;
  const logits = allLogits(kernel, params);
  const gap = certificate({
    kernel,
    logits,
    features: train.features,
    targets: train.targets,
    nClasses: classes.length,
    weights: effective.weights,
    params,
    loss,
    l2: config.l2,
    l1: config.l1,
    labelSmoothing: config.labelSmoothing,
  });
  return { train: evaluatePart(train, params, kernel, linkOf(config.loss), logits), certificate: gap };
}
