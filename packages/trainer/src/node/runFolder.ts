import { mkdir, readdir, readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "@softmax/datasets";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type LoopState } from "../checkpoint.js";
import type { Model } from "../classifier.js";
import { withoutCredentials } from "../engines.js";
import type { BlocksEvent, StartEvent, TrainEvent } from "../events.js";
import { decodeModel, encodeModel } from "../modelFile.js";
import type { RunOptions } from "../runConfig.js";
import { type MetricsLog, openMetricsLog } from "./metricsLog.js";
import { claimRun } from "./runClaim.js";
import { parseRun, type RunRecord, type RunSource, runText } from "./runRecord.js";
import { isUnfinished, writeAtomically } from "./writeAtomically.js";

/**
 * A run is a folder:
 *
 * - `run.json`: what was asked, what was decided, the data, and at the end the results;
 * - `metrics.jsonl`: one line an event, as training goes;
 * - `checkpoint.safetensors`: where to go on after an interruption;
 * - `model.safetensors`: the model, once there is one; a run that diverged has none.
 *
 * Each but the growing metrics is replaced as a whole.
 */
export const runFiles = {
  run: "run.json",
  metrics: "metrics.jsonl",
  checkpoint: "checkpoint.safetensors",
  model: "model.safetensors",
} as const;

/** A run's folder and what its `run.json` says so far. */
export interface OpenRun {
  readonly path: string;
  readonly record: RunRecord;
}

/**
 * A new run folder. What a `remote` among the options has of credentials is left out.
 *
 * @throws DataError where the folder already holds a run, or a file that it would overwrite.
 */
export async function createRun(path: string, source: RunSource, options: RunOptions): Promise<OpenRun> {
  await mkdir(path, { recursive: true });
  for (const name of Object.values(runFiles))
    if (await exists(join(path, name)))
      throw new DataError(`${path}: already holds a ${name}; choose another folder, or resume that run`);
  const stored = options.remote ? { ...options, remote: withoutCredentials(options.remote) } : options;
  const startedAt = new Date().toISOString();
  return { path, record: { formatVersion: 1, startedAt, source, options: stored } };
}

/**
 * A run folder to go on with and, where training got that far, its checkpoint. Files that a killed run had not finished
 * writing are removed.
 *
 * @throws DataError where there is no run, or it has ended.
 */
export async function reopenRun(path: string): Promise<OpenRun & { readonly checkpoint?: Checkpoint }> {
  const { result, ...record } = await readRun(path);
  if (result && result.status !== "aborted")
    throw new DataError(`${path}: this run has ended (${result.status}); nothing is left to resume`);
  for (const name of await readdir(path)) if (isUnfinished(name)) await unlink(join(path, name));
  const name = join(path, runFiles.checkpoint);
  const checkpoint = (await exists(name)) ? await decodeFile(name, decodeCheckpoint) : undefined;
  return { path, record, checkpoint };
}

/** Seconds between checkpoints; what an interruption can cost. */
const checkpointSeconds = 2;

/**
 * Passes a run's events on, having written to its folder what each asks for. When an event arrives, the files
 * that go with it are on the disk; the lines of `metrics.jsonl` follow within a quarter of a second, and come before
 * the checkpoint of their step. Where rows are read block by block, an interruption leaves a checkpoint of the pass that
 * it came in. One process at a time can write a run.
 *
 * @throws DataError where another process writes the run
 * @example
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const folder = await mkdtemp(join(tmpdir(), "iris-"));
 * const run = await createRun(folder, { data: "iris" }, { l2: 1e-3 });
 * for await (const event of recordRun(run, train(await loadDataset("iris"), { l2: 1e-3 })))
 *   if (event.type === "end") console.log(event.result.message);
 * (await readModel(folder)).predict([[5.1, 3.5, 1.4, 0.2]]); // ["setosa"]
 * await rm(folder, { recursive: true });
 */
export async function* recordRun<E extends BlocksEvent = TrainEvent>(
  { path, record }: OpenRun,
  events: AsyncIterable<E>,
): AsyncGenerator<E, void> {
  const writeRecord = (change: Partial<RunRecord>) =>
    writeAtomically(join(path, runFiles.run), runText({ ...record, ...change }));
  let start: Omit<StartEvent, "type"> | undefined;
  let log: MetricsLog | undefined;
  let savedAt = 0;
  const release = await claimRun(path);
  try {
    for await (const event of events) {
      if (event.type === "start") {
        start = withoutType(event);
        await writeRecord({ start });
        log = await openMetricsLog(join(path, runFiles.metrics), start);
      } else if (event.type === "end") {
        const { model, config: _, ...result } = event.result;
        await log!.flush();
        await saveCheckpoint(path, start!, event.state);
        if (result.status !== "diverged")
          await writeAtomically(join(path, runFiles.model), encodeModel(model));
        await writeRecord({ start, result });
      } else {
        if (event.type === "step" || event.type === "epoch") log!.add(event);
        if (event.type === "interrupt" || event.seconds - savedAt >= checkpointSeconds) {
          await log!.flush();
          await saveCheckpoint(path, start!, event.state);
          savedAt = event.seconds;
        }
      }
      yield event;
    }
  } finally {
    await log?.close();
    release();
  }
}

function saveCheckpoint(path: string, start: Omit<StartEvent, "type">, loop: LoopState): Promise<void> {
  const { fingerprint, config, kernels, threads } = start;
  const checkpoint = { fingerprint, config: { ...config }, kernels, threads, loop };
  return writeAtomically(join(path, runFiles.checkpoint), encodeCheckpoint(checkpoint));
}

function withoutType({ type: _, ...rest }: StartEvent): Omit<StartEvent, "type"> {
  return rest;
}

/**
 * The record of a run.
 *
 * @throws DataError where there is none, or it is not one that this program can read.
 */
export async function readRun(path: string): Promise<RunRecord> {
  const name = join(path, runFiles.run);
  const text = await readFile(name, "utf8").catch(() => {
    throw new DataError(`${path}: no ${runFiles.run} there; expected the folder of a run`);
  });
  return parseRun(text, name);
}

/** The model at a path: a model file, or the folder of a run that has one. */
export async function readModel(path: string): Promise<Model> {
  const info = await stat(path).catch(() => undefined);
  if (!info) throw new DataError(`${path}: no such file or folder; expected a model or the folder of a run`);
  const name = info.isDirectory() ? join(path, runFiles.model) : path;
  if (!(await exists(name)))
    throw new DataError(`${path}: no ${runFiles.model} there; the run has not ended yet, or it diverged`);
  return decodeFile(name, decodeModel);
}

/** Decodes a file; what is wrong with it is said with its path. */
async function decodeFile<T>(path: string, decode: (bytes: Uint8Array) => T): Promise<T> {
  const bytes = await readFile(path);
  try {
    return decode(bytes);
  } catch (cause) {
    throw new DataError(`${path}: ${(cause as Error).message}`, { cause });
  }
}

/** `<parent>/<name>-<k>` with the smallest k for which there is no such folder yet. */
export async function freshRunPath(parent: string, name: string): Promise<string> {
  const taken = new Set(await readdir(parent).catch(() => []));
  let k = 1;
  while (taken.has(`${name}-${k}`)) k++;
  return join(parent, `${name}-${k}`);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
