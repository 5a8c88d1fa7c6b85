import { DataError, type Dataset } from "@softmax/datasets";
import { type Ending, measure, solutionStatus } from "@softmax/optim";
import { defaultKernels, type Kernels, type KernelVariant } from "@softmax/tensor-core";
import type { Checkpoint, LoopState } from "./checkpoint.js";
import type { EpochEvent, StartEvent, StepEvent, TrainEvent, TrainResult } from "./events.js";
import { finishRun } from "./finishRun.js";
import type { Part } from "./prepareProblem.js";
import { type PreparedRun, prepareRun } from "./prepareRun.js";
import type { RunOptions } from "./runConfig.js";

export interface TrainContext {
  /** Ends the run after the current step with status `aborted`; the parameters reached are kept. */
  readonly signal?: AbortSignal;
  /** Default: the fastest this host can run. */
  readonly kernels?: Kernels;
  /** Goes on from here, on the same data, with the configuration and the kernels of the checkpoint. */
  readonly resume?: Checkpoint;
  /** Where to start, [C·d + C]; default zero. */
  readonly params?: Float64Array;
}

/**
 * Trains a softmax classifier: yields what happens and returns the result. This is the only training loop;
 * `fit`, the command line and the Studio all drive it.
 *
 * The consumer sets the pace: not asking for the next event pauses, asking once is a single step. Between
 * steps the host's event loop gets its turn, so that signals and messages arrive.
 *
 * @throws ConfigError for options that mean nothing, DataError for data that cannot be used.
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
  const elapsed = stopwatch();
  const breathe = eventLoopTurns();
  let loop = context.resume ? resumedLoop(context.resume, run) : freshLoop(run, context.params);
  yield startEvent(run, loop);

  let ending = endingOf(loop, run, context.signal);
  while (!ending) {
    const before = epochOf(loop);
    loop = { ...loop, solver: run.solver.step(run.objective, loop.solver) };
    ending = endingOf(loop, run, context.signal);
    yield stepEvent(run, loop, elapsed());
    if (epochOf(loop) > before) {
      const epoch = epochEvent(run, loop, elapsed());
      loop = epoch.state;
      yield epoch;
      ending = epochEnding(epoch, run) ?? ending;
    }
    await breathe();
  }

  const result = finishRun(run, loop, ending, elapsed());
  yield { type: "end", result, state: loop };
  return result;
}

/** Trains to the end and returns the result; see `train`. */
export async function fit(
  dataset: Dataset,
  options: RunOptions = {},
  context: TrainContext = {},
): Promise<TrainResult> {
  const events = train(dataset, options, context);
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value;
  }
}

function kernelsFor({ deterministic }: RunOptions, { kernels, resume }: TrainContext): Kernels {
  if (kernels) return kernels;
  return defaultKernels(resume ? { variant: resume.kernels as KernelVariant } : { deterministic });
}

function freshLoop({ solver, objective }: PreparedRun, params?: Float64Array): LoopState {
  const start = params ?? new Float64Array(objective.size);
  return { solver: solver.init(objective, start) };
}

function resumedLoop({ loop, fingerprint }: Checkpoint, run: PreparedRun): LoopState {
  if (fingerprint !== run.problem.fingerprint)
    throw new DataError(
      `resume: the data changed since the run was started (sha256 ${run.problem.fingerprint.slice(0, 12)}…, the run's ${fingerprint.slice(0, 12)}…)`,
    );
  if (loop.solver.params.length !== run.objective.size)
    throw new DataError(
      `resume: the checkpoint has ${loop.solver.params.length} parameters but the data need ${run.objective.size}`,
    );
  return loop;
}

const endingOf = ({ solver }: LoopState, { config }: PreparedRun, signal?: AbortSignal): Ending | undefined =>
  solutionStatus(solver, { maxSteps: config.maxSteps, tolerance: config.tolerance, signal });

/** Epochs that a mini-batch solver has finished; 0 for the others. */
const epochOf = ({ solver }: LoopState): number => (typeof solver.epoch === "number" ? solver.epoch : 0);

function startEvent({ problem, config, reason, kernels }: PreparedRun, loop: LoopState): StartEvent {
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

function stepEvent(run: PreparedRun, state: LoopState, seconds: number): StepEvent {
  const { step, value: objective, gradientNorm, params } = state.solver;
  const validation = run.solver.stochastic ? undefined : run.validate?.(params);
  return { type: "step", step, objective, gradientNorm, validation, state, seconds };
}

/** Measures the parameters at the end of an epoch over all samples, and remembers the best. */
function epochEvent(run: PreparedRun, loop: LoopState, seconds: number): EpochEvent {
  const { step, params } = loop.solver;
  const { value: objective, gradientNorm } = measure(run.objective, params);
  const validation = run.validate?.(params);
  const better = validation && !(validation.logLoss >= (loop.best?.validationLoss ?? Infinity));
  const best = better ? { params, validationLoss: validation.logLoss, epoch: epochOf(loop) } : loop.best;
  const state = { ...loop, best: run.config.patience === undefined ? undefined : best };
  return { type: "epoch", epoch: epochOf(loop), step, objective, gradientNorm, validation, state, seconds };
}

/** Converged by the measured gradient, or out of patience. */
function epochEnding(epoch: EpochEvent, { config }: PreparedRun): Ending | undefined {
  const { objective: value, gradientNorm, state } = epoch;
  const measured = solutionStatus({ ...state.solver, value, gradientNorm }, config);
  if (measured) return measured;
  const waited = epoch.epoch - (state.best?.epoch ?? epoch.epoch);
  if (config.patience === undefined || waited < config.patience) return undefined;
  return {
    status: "max-steps",
    message: `stopped early after epoch ${epoch.epoch}: no better validation loss for ${waited} epochs; the parameters of epoch ${state.best?.epoch} are kept`,
  };
}

/** Seconds since it was made. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}

/** Gives the event loop a turn once every few milliseconds, so that signals, timers and messages arrive. */
function eventLoopTurns(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < 8) return undefined;
    return new Promise((resolve) =>
      setTimeout(() => {
        last = performance.now();
        resolve();
      }),
    );
  };
}
