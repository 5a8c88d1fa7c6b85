import { setFlagsFromString } from "node:v8";
import { dataBytes, type RunOptions, trainBlocks } from "@softmax/trainer";
import { encodeBlocks, type RunSource } from "@softmax/trainer/node";
import { type Command, Option } from "commander";
import { parseByteSize } from "./byteSize.js";
import { exitCodes, Failure, usageError } from "./failure.js";
import { listenForInterrupt } from "./interrupt.js";
import { byteSize } from "./output/numbers.js";
import { type Share, shareProgress, silentShare } from "./output/shareProgress.js";
import type { TrainingData } from "./trainJob.js";

/** `--memory`, as `train` has it. */
export function addMemoryFlag(command: Command): void {
  command.addOption(
    new Option(
      "--memory <size>",
      "Train from disk within that much memory: 512MB, 2GiB; by default in memory.",
    )
      .argParser(parseMemory)
      .helpGroup("Data:"),
  );
}

function parseMemory(text: string): number {
  const bytes = parseByteSize(text);
  if (bytes > 0) return bytes;
  throw usageError(`--memory: found ${JSON.stringify(text)}, expected a size like 512MB, 2GiB or 536870912`);
}

/** What of the bytes for data is kept beside two blocks: a sample of the rows, and preconditioners. */
const BESIDE = 1 / 3;

/** Data that are encoded into a file first, unless an earlier run has left it, and read from there block by block. */
export async function streamedData(
  { data, test, reading, memory }: RunSource & { readonly memory: number },
  options: RunOptions,
  flags: { readonly quiet?: boolean },
  warn: (sentence: string) => void,
): Promise<TrainingData> {
  if (test !== undefined)
    throw usageError(
      "--test does not go with --memory: --test-size holds rows out, softmax evaluate measures others",
    );
  keepYoungObjectsFew();
  const shown = flags.quiet ? silentShare : shareProgress(process.stderr);
  const interrupt = listenForInterrupt(() => shown.note("stopping; nothing will be left of the encoding"));
  try {
    const store = await encodeBlocks(data, options, {
      memory,
      reading: { ...reading, seed: options.seed, onWarning: warn },
      signal: interrupt.signal,
      onProgress: ({ phase, done, total }) => shown.show(shareOf(phase, data, done, total)),
      onFile: ({ path, bytes }) =>
        shown.note(`encoding the rows once, into ${path}: about ${byteSize(bytes)}, kept for the next run`),
    });
    const beside = dataBytes(memory) * BESIDE;
    return {
      name: store.name,
      train: (asked, context) => trainBlocks(store, asked, { ...context, memory: beside }),
      close: () => store.close(),
    };
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    throw new Failure(
      interrupt.exitCode ?? exitCodes.interrupted,
      "interrupted before the rows were encoded; nothing is left of it",
    );
  } finally {
    shown.close();
    interrupt.release();
  }
}

/**
 * V8 lets the space for young objects grow from 1 to 48 MB and collects less often then; arrays that nobody uses any more
 * wait as long, each with its memory outside the heap. Kept small, it is a fifth of the process's memory less.
 */
const keepYoungObjectsFew = (): void => setFlagsFromString("--semi-space-growth-factor=1");

const doing = { hash: "hashing", read: "reading", fit: "fitting encoders to", encode: "encoding" } as const;

const shareOf = (phase: keyof typeof doing, data: string, done: number, total: number): Share => ({
  doing: `${doing[phase]} ${data}`,
  done,
  total,
  unit: phase === "hash" || phase === "read" ? "bytes" : "rows",
});
