import { linearObjective } from "@softmax/losses";
import { measure } from "@softmax/optim";
import type { LoopState } from "./checkpoint.js";
import { createModel, linkOf, type Model } from "./classifier.js";
import { diagnosis } from "./diagnosis.js";
import { evaluatePart } from "./evaluate.js";
import type { TrainResult } from "./events.js";
import { exactKernel, measureTraining } from "./measureTraining.js";
import type { PreparedRun } from "./prepareRun.js";
import { epochOf, type LoopEnd } from "./runLoop.js";

/** Measures the final parameters in float64: objective, certificate, metrics of every part; makes the model. */
export function finishRun(
  run: PreparedRun,
  fingerprint: string,
  { loop, ending, seconds }: LoopEnd,
): TrainResult {
  const { problem, config, kernels, loss } = run;
  const { train, validation, test, classes, effective } = problem;
  const link = linkOf(config.loss);
  const params = finalParams(loop, classes.length, link);
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
  const { value, gradientNorm } = measure(objective, params);
  const penalty = objective.penalty(params);
  const fitted = measureTraining(run, kernel, params);
  const metrics = {
    train: fitted.train,
    validation:
      validation && evaluatePart(validation, params, kernels.linear(validation.features, "float64"), link),
    test: test && evaluatePart(test, params, kernels.linear(test.features, "float64"), link),
  };
  const summary = {
    status: ending.status,
    steps: loop.solver.step,
    objective: { value, loss: value - penalty, penalty },
    gradientNorm,
    certificate: fitted.certificate,
  };
  const found = diagnosis(
    run,
    { status: ending.status, stalled: loop.solver.stalled !== "", gradientNorm },
    kernel,
    fitted.train,
  );
  return {
    message: found ? `${ending.happened}; ${found}` : ending.message,
    ...summary,
    ...metrics,
    seconds,
    epochs: epochOf(loop),
    config,
    model: modelOf(run, fingerprint, params, { ...summary, ...metrics }),
  };
}

/**
 * The best parameters of early stopping, else the last. Softmax does not see a constant added to every bias,
 * so biases are given mean zero; a sigmoid does.
 */
function finalParams(loop: LoopState, C: number, link: Model["link"]): Float64Array {
  const params = (loop.best?.params ?? loop.solver.params).slice();
  if (link === "sigmoid") return params;
  const bias = params.subarray(params.length - C);
  const mean = bias.reduce((sum, b) => sum + b, 0) / C;
  for (let c = 0; c < C; c++) bias[c] -= mean;
  return params;
}

/** The model records how it came about, but nothing that differs between two runs of the same training. */
function modelOf(
  { problem, config, kernels }: PreparedRun,
  sha256: string,
  params: Float64Array,
  summary: object,
): Model {
  const { classes, encoders, label, train } = problem;
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
        data: { sha256, nSamples: train.targets.length },
        ...summary,
      },
    },
    kernels,
  );
}
