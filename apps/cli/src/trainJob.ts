import { mkdir } from "node:fs/promises";
import type { Dataset } from "@softmax/datasets";
import { type Checkpoint, flagOf, type RunOptions } from "@softmax/trainer";
import {
  createRun,
  freshRunPath,
  type OpenRun,
  type Repeat,
  readRun,
  reopenRun,
  repeatRun,
} from "@softmax/trainer/node";
import { exitCodes, Failure, usageError } from "./failure.js";
import { runOptionsOf } from "./flags.js";
import type { EngineFlags } from "./onSpark.js";
import { type Reading, readData, readingOf } from "./reading.js";

export interface TrainFlags extends Reading, EngineFlags {
  readonly test?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly repeat?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

/** Everything `train` needs before its first step. */
export interface TrainJob {
  readonly dataset: Dataset;
  readonly options: RunOptions;
  readonly checkpoint?: Checkpoint;
  /** The run that is repeated. */
  readonly repeats?: Repeat & { readonly run: string };
  /** Makes the run's folder, or opens it again. To be called once the data have turned out to be usable. */
  open(): Promise<OpenRun>;
}

/** A run from scratch. */
export async function freshJob(
  data: string,
  flags: TrainFlags,
  warn: (sentence: string) => void,
): Promise<TrainJob> {
  const { test, out } = flags;
  const options = runOptionsOf(flags);
  if (test !== undefined && options.testSize)
    throw usageError("--test and --test-size both set the test rows; give one of them");
  if (out !== undefined) await refuseTaken(out);
  const reading = readingOf(flags);
  const dataset = await readWithTest(data, test, { ...reading, seed: options.seed }, warn);
  const source = { data, test, reading };
  const open = async () => createRun(out ?? (await newRunPath(runName(data))), source, options);
  return { dataset, options, open };
}

/** A run that was interrupted, from its last checkpoint on. */
export async function resumedJob(
  given: string | undefined,
  flags: TrainFlags,
  warn: (sentence: string) => void,
): Promise<TrainJob> {
  refuseOptions(flags, "resume", "the run goes on as it was started");
  const { checkpoint, ...run } = await reopenRun(flags.resume!);
  const { source, options } = run.record;
  const { data, test, reading } = source;
  const dataset = await readWithTest(given ?? data, test, { ...reading, seed: options.seed }, warn);
  return { dataset, options, checkpoint, open: async () => run };
}

/** A run once more, from its data, with what it decided, on the kernels that it ran on. */
export async function repeatedJob(
  given: string | undefined,
  flags: TrainFlags,
  warn: (sentence: string) => void,
): Promise<TrainJob> {
  const run = flags.repeat!;
  refuseOptions(flags, "repeat", "the run is repeated as it was");
  const repeat = await repeatRun(run);
  const { source, asked, options } = repeat;
  const data = given ?? source.data;
  const dataset = await readWithTest(data, source.test, { ...source.reading, seed: asked.seed }, warn);
  const open = async () => createRun(await newRunPath(runName(data)), { ...source, data }, options);
  return { dataset, options, repeats: { ...repeat, run }, open };
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

const withoutDefaults = ({ test, out, resume, repeat, ...reading }: TrainFlags) =>
  Object.fromEntries(
    Object.entries({ test, out, resume, repeat, ...readingOf(reading) }).filter(
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
