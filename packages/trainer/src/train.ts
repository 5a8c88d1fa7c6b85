import { DataError, type Dataset } from "@softmax/datasets";
import { defaultKernels, type Kernels, type KernelVariant } from "@softmax/tensor-core";
import type { Checkpoint, LoopState } from "./checkpoint.js";
import type { Part } from "./encodeParts.js";
import type { StartEvent, TrainEvent, TrainResult } from "./events.js";
import { finishRun } from "./finishRun.js";
import { type Prepared, preparedOf } from "./prepared.js";
import type { Problem } from "./prepareProblem.js";
import { type PreparedRun, prepareRun } from "./prepareRun.js";
import type { RunOptions } from "./runConfig.js";
import { freshLoop, runLoop } from "./runLoop.js";

export interface TrainContext {
  /** Ends the run after the current step with status `aborted`; the parameters reached are kept. */
  readonly signal?: AbortSignal;
  /** Default: the fastest this host can run. */
  readonly kernels?: Kernels;
  /** Goes on from here, on the same data, with the configuration and the kernels of the checkpoint. */
  readonly resume?: Checkpoint;
  /** Where to start, [C·d + C]; default zero. */
  readonly params?: Float64Array;
  /** Told once, before the first event, what the run trains on. */
  readonly onPrepared?: (prepared: Prepared) => void;
}

/**
 * Trains a softmax classifier: yields what happens and returns the result. This is the only training loop;
 * `fit`, the command line and the Studio all drive it.
 *
 * The consumer sets the pace: not asking for the next event pauses, asking once is a single step. Between
 * steps the host's event loop gets its turn, so that signals and messages arrive.
 *
 * @throws ConfigError for options that mean nothing; DataError for data that cannot be used, or that are not those
 * of the checkpoint; RangeError for `params` of another length.
 * @example
 * for await (const event of train(await loadDataset("iris"), { l2: 1e-3 }))
 *   if (event.type === "step") console.log(event.step, event.objective);
 */
export async function* train(
  dataset: Dataset,
  options: RunOptions = {},
  context: TrainContext = {},
): AsyncGenerator<TrainEvent, TrainResult> {
  const run = await prepareRun(dataset, context.resume?.config ?? options, kernelsFor(options, context));
  const start = context.resume ? resumedLoop(context.resume, run) : freshLoop(run, context.params);
  context.onPrepared?.(preparedOf(run));
  yield startEvent(run, start);
  const { loop, ending, seconds } = yield* runLoop(run, start, context.signal);
  const result = finishRun(run, loop, ending, seconds);
  yield { type: "end", result, state: loop };
  return result;
}

/** The kernels of the checkpoint, those given, or the fastest. */
export function kernelsFor(
  { deterministic, threads }: RunOptions,
  { kernels, resume }: Pick<TrainContext, "kernels" | "resume">,
): Kernels {
  if (kernels) return kernels;
  return defaultKernels(
    resume ? { variant: resume.kernels as KernelVariant, threads } : { deterministic, threads },
  );
}

function resumedLoop(
  { loop, fingerprint }: Checkpoint,
  { problem, objective }: PreparedRun<Problem>,
): LoopState {
  if (fingerprint !== problem.fingerprint)
    throw new DataError(
      `resume: the data changed since the run was started (sha256 ${problem.fingerprint.slice(0, 12)}…, the run's ${fingerprint.slice(0, 12)}…)`,
    );
  if (loop.solver.params.length !== objective.size)
    throw new DataError(
      `resume: the checkpoint has ${loop.solver.params.length} parameters but the data need ${objective.size}`,
    );
  return loop;
}

function startEvent({ problem, config, reason, kernels }: PreparedRun<Problem>, loop: LoopState): StartEvent {
  const { train, validation, test, classes, fingerprint, warnings } = problem;
  const count = (part?: Part) => part?.targets.length ?? 0;
  return {
    type: "start",
    config,
    reason,
    classes,
    nFeatures: train.features.nColumns,
    nSamples: { train: count(train), validation: count(validation), test: count(test) },
    kernels: kernels.name,
    threads: kernels.threads,
    fingerprint,
    warnings,
    resumedAt: loop.solver.step,
  };
}
