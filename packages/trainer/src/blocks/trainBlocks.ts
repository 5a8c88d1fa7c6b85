import type { LoopState } from "../checkpoint.js";
import { stopwatch } from "../clock.js";
import { diagnosis } from "../diagnosis.js";
import type { BlocksEvent, InterruptEvent, PassEvent, TrainResult } from "../events.js";
import { concluded, finalParams, reached } from "../finishRun.js";
import type { RunOptions } from "../runConfig.js";
import { type LoopEnd, runLoop } from "../runLoop.js";
import { kernelsFor, refuseOtherData, startEvent, type TrainContext } from "../train.js";
import { blockReader } from "./blockReader.js";
import type { BlockStore } from "./blocks.js";
import { endMeasures, streamedColumns } from "./endBlocks.js";
import { type Passes, streamedPasses } from "./passes.js";
import { prepareBlocks, type StreamedRun } from "./prepareBlocks.js";
import { sampledStart } from "./sampledStart.js";

export interface TrainBlocksContext extends Omit<TrainContext, "onPrepared"> {
  /** Bytes for what is kept in memory beside two blocks: a sample of the rows, and preconditioners; default 128 MiB. */
  readonly memory?: number;
}

const defaultMemory = 128 * 2 ** 20;

/**
 * `train` for rows that are more than memory holds: the same objective, certificate and result, from rows that are read
 * block by block in every pass, the next block while the kernels compute on this one. What stays in memory are two blocks
 * and a sample of the rows, which preconditioners are made from and the first parameters.
 *
 * Yields what `train` does and, several times a second, `pass`: how far a pass over the rows has come. Each has the state
 * that a checkpoint needs to go on inside that pass. When the signal aborts, it ends at the end of a block: yields one
 * `interrupt` with the state, and throws the signal's reason; there is no result, which would take more passes.
 *
 * Full-batch solvers need a few passes a step. Mini-batch solvers shuffle the blocks, and the rows within each. `sdca` and
 * `svrg` are refused. In float64, where blocks are as long as the windows of the kernels (`passRows`) and start from the
 * same `params` with the same preconditioner, the parameters are the same bits as in memory.
 *
 * @throws ConfigError for options that mean nothing; DataError for rows that are not those of the checkpoint; FormatError
 * for a damaged block; RangeError for `params` of another length.
 * @example
 * import { encodeBlocks } from "@softmax/trainer/node";
 * const options = { l2: 1e-3 };
 * const store = await encodeBlocks("digits", options, { memory: 256e6 });
 * for await (const event of trainBlocks(store, options)) {
 *   if (event.type === "pass") console.log(event.step, event.rowsDone / event.rows, event.secondsLeft);
 *   if (event.type === "end") console.log(event.result.status); // "converged"
 * }
 * await store.close();
 */
export async function* trainBlocks(
  store: BlockStore,
  options: RunOptions = {},
  context: TrainBlocksContext = {},
): AsyncGenerator<BlocksEvent, TrainResult> {
  const { signal, resume, memory = defaultMemory } = context;
  const elapsed = stopwatch();
  const run = await prepareBlocks(store, resume?.config ?? options, kernelsFor(options, context), memory);
  if (resume) refuseOtherData(resume, store.fingerprint, run.objective.size);
  const reader = blockReader(store, run.kernels, run.weigh);
  const passes = streamedPasses({ store, reader, tape: run.tape, signal, elapsed });
  try {
    const before = resume?.loop ?? unmeasured(context.params ?? new Float64Array(run.objective.size));
    yield startEvent(run, countsOf(store), before, store.fingerprint);
    const start = yield* started(run, passes, before, { signal, elapsed, params: context.params });
    const end = yield* runLoop({ ...run, passes }, start, signal, elapsed);
    if (end.ending.status === "aborted") yield* interrupted(end, signal!);
    const result = yield* finished(run, passes, end);
    yield { type: "end", result, state: end.loop };
    return result;
  } finally {
    await reader.rest();
  }
}

/** A state at which nothing has been computed yet. */
const unmeasured = (params: Float64Array): LoopState => ({
  solver: {
    step: 0,
    params,
    value: Number.NaN,
    initialValue: Number.NaN,
    gradientNorm: Number.NaN,
    stalled: "",
  },
});

const isUnmeasured = ({ solver }: LoopState): boolean =>
  Number.isNaN(solver.initialValue) && solver.step === 0;

/**
 * The first state of the solver, or the one that a run was left in. A run that was left before its first pass begins
 * anew.
 */
async function* started(
  run: StreamedRun,
  passes: Passes,
  loop: LoopState,
  { signal, elapsed, params: given }: Pick<TrainContext, "signal" | "params"> & { elapsed: () => number },
): AsyncGenerator<PassEvent | InterruptEvent, LoopState> {
  if (!isUnmeasured(loop)) return loop;
  const begun = loop.passes !== undefined || given !== undefined;
  const params = begun ? loop.solver.params : await sampledStart(run, signal);
  if (signal?.aborted) return yield* interrupted({ loop, seconds: elapsed() }, signal);
  const from = { ...loop, solver: { ...loop.solver, params } };
  const first = () => run.solver.init(run.objective, params);
  return { solver: yield* passes.answer("start", from, first) };
}

async function* interrupted(
  { loop, seconds }: Pick<LoopEnd, "loop" | "seconds">,
  signal: AbortSignal,
): AsyncGenerator<InterruptEvent, never> {
  yield { type: "interrupt", step: loop.solver.step, state: loop, seconds };
  throw signal.reason;
}

async function* finished(
  run: StreamedRun,
  passes: Passes,
  end: LoopEnd,
): AsyncGenerator<PassEvent | InterruptEvent, TrainResult> {
  const params = finalParams(run, end.loop);
  const { measures, found } = yield* passes.answer("end", end.loop, () => {
    const measures = endMeasures(run, params);
    const found = diagnosis(run, reached(end, measures), streamedColumns(run), measures.train);
    return { measures, found };
  });
  const { fingerprint, parts } = run.store;
  return concluded(run, { fingerprint, nSamples: parts.train.nRows }, end, params, measures, found);
}

const countsOf = ({ parts: { train, validation, test }, layout }: BlockStore) => ({
  nFeatures: layout.nColumns,
  nSamples: { train: train.nRows, validation: validation?.nRows ?? 0, test: test?.nRows ?? 0 },
});
