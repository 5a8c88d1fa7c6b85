import { linearObjective } from "@softmax/losses";
import { measure } from "@softmax/optim";
import type { LoopState } from "./checkpoint.js";
import { createModel, linkOf, type Model } from "./classifier.js";
import { diagnosis, hasRule, isLinearlySeparable, type Reached } from "./diagnosis.js";
import type { Part } from "./encodeParts.js";
import { evaluatePart } from "./evaluate.js";
import type { TrainResult } from "./events.js";
import { exactKernel, measureTraining, type TrainingFit } from "./measureTraining.js";
import type { Metrics } from "./metrics.js";
import type { PreparedRun, RunOutline } from "./prepareRun.js";
import { epochOf, type LoopEnd } from "./runLoop.js";

/** What the result says of the final parameters, in float64. */
export interface EndMeasures extends TrainingFit {
  readonly value: number;
  readonly gradientNorm: number;
  readonly penalty: number;
  readonly validation?: Metrics;
  readonly test?: Metrics;
}

/** Measures the final parameters in float64: objective, certificate, metrics of every part; makes the model. */
export function finishRun(run: PreparedRun, fingerprint: string, end: LoopEnd): TrainResult {
  const { problem, config, kernels, loss } = run;
  const { train, validation, test, classes, effective } = problem;
  const link = linkOf(config.loss);
  const params = finalParams(run, end.loop);
  const kernel = exactKernel(run);
  const objective = linearObjective({
    kernel,
    targets: train.targets,
    nClasses: classes.length,
    loss,
    weights: effective.weights,
    l2: config.l2,
    l1: config.l1,
  });
  const metricsOfPart = (part?: Part) =>
    part && evaluatePart(part, params, kernels.linear(part.features, "float64"), link);
  const measures = {
    ...measure(objective, params),
    penalty: objective.penalty(params),
    ...measureTraining(run, kernel, params),
    validation: metricsOfPart(validation),
    test: metricsOfPart(test),
  };
  const { targets } = train;
  const isSeparable = (c: number, lookFor: boolean) =>
    hasRule(params, targets, c, kernel) || (lookFor && isLinearlySeparable(targets, c, kernel));
  const found = diagnosis(run, reached(end, measures), kernel, measures.train, isSeparable);
  return concluded(run, { fingerprint, nSamples: targets.length }, end, params, measures, found);
}

/** What a diagnosis is made from. */
export const reached = ({ loop, ending }: LoopEnd, { gradientNorm }: EndMeasures): Reached => ({
  status: ending.status,
  stalled: loop.solver.stalled !== "",
  gradientNorm,
});

/** The result of a run, from its end and what was measured there; `found` is a diagnosis. */
export function concluded(
  run: RunOutline,
  data: { readonly fingerprint: string; readonly nSamples: number },
  { loop, ending, seconds }: LoopEnd,
  params: Float64Array,
  { value, gradientNorm, penalty, certificate, train, validation, test }: EndMeasures,
  found: string | undefined,
): TrainResult {
  const metrics = { train, validation, test };
  const summary = {
    status: ending.status,
    steps: loop.solver.step,
    objective: { value, loss: value - penalty, penalty },
    gradientNorm,
    certificate,
  };
  return {
    message: found ? `${ending.happened}; ${found}` : ending.message,
    ...summary,
    ...metrics,
    seconds,
    epochs: epochOf(loop),
    config: run.config,
    model: modelOf(run, data, params, { ...summary, ...metrics }),
  };
}

/**
 * The best parameters of early stopping, else the last. Softmax does not see a constant added to every bias,
 * so biases are given mean zero; a sigmoid does.
 */
export function finalParams({ config, problem }: RunOutline, loop: LoopState): Float64Array {
  const params = (loop.best?.params ?? loop.solver.params).slice();
  if (linkOf(config.loss) === "sigmoid") return params;
  const C = problem.classes.length;
  const bias = params.subarray(params.length - C);
  const mean = bias.reduce((sum, b) => sum + b, 0) / C;
  for (let c = 0; c < C; c++) bias[c] -= mean;
  return params;
}

/** The model records how it came about, but nothing that differs between two runs of the same training. */
function modelOf(
  { problem, config, kernels }: RunOutline,
  { fingerprint: sha256, nSamples }: { readonly fingerprint: string; readonly nSamples: number },
  params: Float64Array,
  summary: object,
): Model {
  const { classes, encoders, label } = problem;
  const nWeights = params.length - classes.length;
  const { threads: _, ...recorded } = config;
  return createModel(
    {
      classes,
      label,
      encoders,
      weights: params.slice(0, nWeights),
      bias: params.slice(nWeights),
      link: linkOf(config.loss),
      training: {
        config: recorded,
        data: { sha256, nSamples },
        ...summary,
      },
    },
    kernels,
  );
}
