import { DataError, type Dataset, fingerprint } from "@softmax/datasets";
import { defaultKernels, type Kernels, type KernelVariant } from "@softmax/tensor-core";
import type { Checkpoint, LoopState } from "./checkpoint.js";
import type { Part } from "./encodeParts.js";
import type { StartEvent, TrainEvent, TrainResult } from "./events.js";
import { finishRun } from "./finishRun.js";
import { type Prepared, preparedOf } from "./prepared.js";
import { type PreparedRun, prepareRun, type RunOutline } from "./prepareRun.js";
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
  const [sha256, { run, start }] = await Promise.all([
    fingerprint(dataset),
    begun(dataset, options, context),
  ]);
  if (context.resume) refuseOtherData(context.resume, sha256, run.objective.size);
  context.onPrepared?.(preparedOf(run));
  yield startEvent(run, countsOf(run.problem), start, sha256);
  const end = yield* runLoop(run, start, context.signal);
  const result = finishRun(run, sha256, end);
  yield { type: "end", result, state: end.loop };
  return result;
}

/** Everything up to the first step; other threads hash the data meanwhile. */
async function begun(dataset: Dataset, options: RunOptions, context: TrainContext) {
  const { resume, params } = context;
  const run = prepareRun(dataset, resume?.config ?? options, kernelsFor(options, context));
  return { run, start: resume ? resume.loop : freshLoop(run, params) };
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

/** @throws DataError where a checkpoint is of other data, or of as many parameters as the data do not need. */
export function refuseOtherData({ loop, fingerprint }: Checkpoint, sha256: string, size: number): void {
  if (fingerprint !== sha256)
    throw new DataError(
      `resume: the data changed since the run was started (sha256 ${sha256.slice(0, 12)}…, the run's ${fingerprint.slice(0, 12)}…)`,
    );
  if (loop.solver.params.length !== size)
    throw new DataError(
      `resume: the checkpoint has ${loop.solver.params.length} parameters but the data need ${size}`,
    );
}

function countsOf({ train, validation, test }: PreparedRun["problem"]): DataCounts {
  const count = (part?: Part) => part?.targets.length ?? 0;
  return {
    nFeatures: train.features.nColumns,
    nSamples: { train: count(train), validation: count(validation), test: count(test) },
  };
}

type DataCounts = Pick<StartEvent, "nFeatures" | "nSamples">;

/** What is told before the first step. */
export function startEvent(
  { problem, config, reason, kernels }: RunOutline,
  counts: DataCounts,
  loop: LoopState,
  fingerprint: string,
): StartEvent {
  return {
    type: "start",
    config,
    reason,
    classes: problem.classes,
    ...counts,
    kernels: kernels.name,
    threads: kernels.threads,
    fingerprint,
    warnings: problem.warnings,
    resumedAt: loop.solver.step,
  };
}
