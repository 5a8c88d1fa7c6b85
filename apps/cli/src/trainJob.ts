import { mkdir } from "node:fs/promises";
import type { Dataset } from "@softmax/datasets";
import {
  type BlocksEvent,
  flagOf,
  type RunOptions,
  type TrainContext,
  type TrainResult,
  train,
} from "@softmax/trainer";
import {
  createRun,
  freshRunPath,
  type OpenRun,
  type Repeat,
  type RunSource,
  readRun,
  reopenRun,
  repeatRun,
} from "@softmax/trainer/node";
import { exitCodes, Failure, usageError } from "./failure.js";
import { runOptionsOf } from "./flags.js";
import type { EngineFlags } from "./onSpark.js";
import { type Reading, readData, readingOf } from "./reading.js";

export interface TrainFlags extends Reading, EngineFlags {
  /** Bytes. */
  readonly memory?: number;
  readonly test?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly repeat?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

/** Data that are ready to be trained on. */
export interface TrainingData {
  readonly name: string;
  train(options: RunOptions, context: RunContext): AsyncGenerator<BlocksEvent, TrainResult>;
  close(): Promise<void>;
}

type RunContext = Pick<TrainContext, "signal" | "resume" | "kernels">;

/** Reads data for runs with these options. */
export type ReadTraining = (source: RunSource, options: RunOptions) => Promise<TrainingData>;

/** Everything `train` needs before its first step. */
export interface TrainJob {
  readonly data: TrainingData;
  train(signal: AbortSignal): AsyncGenerator<BlocksEvent, TrainResult>;
  /** The run that is repeated. */
  readonly repeats?: Repeat & { readonly run: string };
  /** Makes the run's folder, or opens it again. To be called once the data have turned out to be usable. */
  open(): Promise<OpenRun>;
}

/** A run from scratch. */
export async function freshJob(given: string, flags: TrainFlags, read: ReadTraining): Promise<TrainJob> {
  const { test, out, memory } = flags;
  const options = runOptionsOf(flags);
  if (test !== undefined && options.testSize)
    throw usageError("--test and --test-size both set the test rows; give one of them");
  if (out !== undefined) await refuseTaken(out);
  const source = { data: given, test, reading: readingOf(flags), memory };
  const data = await read(source, options);
  const open = async () => createRun(out ?? (await newRunPath(runName(given))), source, options);
  return { data, train: (signal) => data.train(options, { signal }), open };
}

/** A run that was interrupted, from its last checkpoint on. */
export async function resumedJob(
  given: string | undefined,
  flags: TrainFlags,
  read: ReadTraining,
): Promise<TrainJob> {
  refuseOptions(flags, "resume", "the run goes on as it was started");
  const { checkpoint, ...run } = await reopenRun(flags.resume!);
  const { source, options } = run.record;
  const data = await read({ ...source, data: given ?? source.data }, options);
  return {
    data,
    train: (signal) => data.train(options, { signal, resume: checkpoint }),
    open: async () => run,
  };
}

/** A run once more, from its data, with what it decided, on the kernels that it ran on. */
export async function repeatedJob(
  given: string | undefined,
  flags: TrainFlags,
  read: ReadTraining,
): Promise<TrainJob> {
  const run = flags.repeat!;
  refuseOptions(flags, "repeat", "the run is repeated as it was");
  const repeat = await repeatRun(run);
  const { asked, options, kernels } = repeat;
  const source = { ...repeat.source, data: given ?? repeat.source.data };
  const data = await read(source, asked);
  return {
    data,
    train: (signal) => data.train(options, { signal, kernels }),
    repeats: { ...repeat, run },
    open: async () => createRun(await newRunPath(runName(source.data)), source, options),
  };
}

/** The folder `runs/<name>-<k>`, made at once, so that runs which start together take different ones. */
export async function newRunPath(name: string): Promise<string> {
  await mkdir("runs", { recursive: true });
  for (;;) {
    const path = await freshRunPath("runs", name);
    try {
      await mkdir(path);
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

/** All of the data, in memory. */
export async function dataInMemory(
  { data, test, reading }: RunSource,
  { seed }: RunOptions,
  warn: (sentence: string) => void,
): Promise<TrainingData> {
  const dataset = await readWithTest(data, test, { ...reading, seed }, warn);
  return {
    name: dataset.name,
    train: (options, context) => train(dataset, options, context),
    close: async () => {},
  };
}

async function readWithTest(
  data: string,
  test: string | undefined,
  reading: Reading & { readonly seed?: number },
  warn: (sentence: string) => void,
): Promise<Dataset> {
  const dataset = await readData(data, reading, warn);
  if (test === undefined) return dataset;
  const { test: _, ...held } = await readData(test, reading, warn);
  return { ...dataset, test: held };
}

export async function refuseTaken(out: string): Promise<void> {
  const taken = await readRun(out).then(
    () => true,
    () => false,
  );
  if (taken)
    throw new Failure(
      exitCodes.data,
      `${out}: already holds a run; choose another folder, or go on with it by --resume`,
    );
}

/** What a run resumes or repeats was said when it was started; only what concerns the output may be said anew. */
function refuseOptions(flags: TrainFlags, mode: "resume" | "repeat", why: string): void {
  const { [mode]: _, json: _json, quiet: _quiet, strict: _strict, ...rest } = flags;
  const [option] = Object.keys({ ...runOptionsOf(rest), ...withoutDefaults(rest) });
  if (option !== undefined) throw usageError(`${flagOf(option)} does not go with --${mode}: ${why}`);
}

const withoutDefaults = ({ test, memory, out, resume, repeat, ...reading }: TrainFlags) =>
  Object.fromEntries(
    Object.entries({ test, memory, out, resume, repeat, ...readingOf(reading) }).filter(
      ([, value]) => value !== undefined,
    ),
  );

/** `flowers` for `data/flowers.csv.gz`, `parts` for `parts/*.csv`: something that a folder can be called. */
export function runName(data: string): string {
  if (data === "-") return "stdin";
  for (const part of data.split(/[\\/]+/).reverse()) {
    const name = part.replace(/\.gz$/i, "").replace(/(?<=.)\.\w+$/, "");
    const plain = name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "");
    if (plain !== "") return plain;
  }
  return "run";
}
