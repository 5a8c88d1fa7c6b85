import { deepStrictEqual } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Dataset,
  parseCifar10,
  parseCsv,
  parseDataset,
  parseIdx,
  parseImageFolder,
  parseNdjson,
  parseNpy,
  parseNpz,
  parseParquet,
  parseSvmlight,
} from "@softmax/datasets";
import { decodeCheckpoint, decodeModel } from "@softmax/trainer";
import { parseRun } from "@softmax/trainer/node";
import { parseCsvPieces } from "../../packages/datasets/src/csv.js";
import type { BlockStore } from "../../packages/trainer/src/blocks/blocks.js";
import { openBlocks } from "../../packages/trainer/src/node/blocks/openBlocks.js";
import { blocksProblem, mutateBlocks } from "./blockFiles.js";
import type { readCorpus } from "./corpus.js";
import { mutateBytes } from "./mutateBytes.js";
import {
  mutateGzip,
  mutateJpeg,
  mutateNpy,
  mutateNpz,
  mutateParquet,
  mutatePng,
  mutateSafetensors,
} from "./mutateContainers.js";
import { mutateJson } from "./mutateJson.js";
import { mutateText } from "./mutateText.js";
import { bytesOf, latin, type Mutate, type Random } from "./mutation.js";
import { checkpointProblem, datasetProblem, modelProblem, type Problem } from "./verdict.js";

/** What is fuzzed: how to read an input, and what to make of it. */
export interface Reader {
  readonly seeds: readonly Uint8Array[];
  readonly mutate: Mutate;
  /** Reads; resolves to what is wrong with the value, and throws where the input is refused. */
  read(bytes: Uint8Array, random: Random): Problem | Promise<Problem>;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  /** Bytes that reading may allocate for each of the input, garbage included; a megabyte or more is free. */
  readonly factor: number;
  readonly free?: number;
}

const name = "input";
const MiB = 2 ** 20;

const dataset =
  (parse: (bytes: Uint8Array, random: Random) => Dataset | Promise<Dataset>) =>
  async (bytes: Uint8Array, random: Random): Promise<Problem> =>
    datasetProblem(await parse(bytes, random));

/** JSON texts, one a line. */
const mutateJsonLines: Mutate = (bytes, random, other) => {
  if (random.chance(0.5)) return mutateText(bytes, random, other);
  const lines = latin(bytes).split("\n");
  const at = random.below(lines.length);
  lines[at] = mutateJson(lines[at], random);
  return bytesOf(lines.join("\n"));
};

const image = (path: string, bytes: Uint8Array) =>
  parseImageFolder([{ path, read: () => bytes }], { name }).then(datasetProblem);

/** Names that leave the format to be told by the first bytes. */
const vagueNames = [name, "input.dat", "input.CSV", "input.txt", "input.csv.gz"];

/** What inflating may make of a byte: deflate packs at most 258 bytes into two bits. */
const DEFLATE = 1032;

/** What a column of strings takes, however few it has; in the file it may be two bytes. */
const COLUMN = 3200;

export function readersOf(corpus: ReturnType<typeof readCorpus>): Record<string, Reader> {
  const { parquetBrotli: _, blocks: __, ...quick } = corpus;
  const all = Object.values(quick).flat();
  return {
    model: {
      seeds: corpus.model,
      mutate: mutateSafetensors,
      read: (bytes) => modelProblem(decodeModel(bytes)),
      weight: 140,
      factor: 400,
    },
    checkpoint: {
      seeds: corpus.checkpoint,
      mutate: mutateSafetensors,
      read: (bytes) => checkpointProblem(decodeCheckpoint(bytes)),
      weight: 140,
      factor: 400,
    },
    "run.json": {
      seeds: corpus.run,
      mutate: mutateJsonLines,
      read: (bytes) => void parseRun(new TextDecoder().decode(bytes), name),
      weight: 100,
      factor: 100,
    },
    blocks: {
      seeds: corpus.blocks,
      mutate: mutateBlocks,
      read: readBlocks,
      weight: 40,
      factor: 100,
      free: 16 * MiB,
    },
    csv: {
      seeds: corpus.csv,
      mutate: mutateText,
      read: dataset((bytes) => parseCsv(bytes, { name })),
      weight: 120,
      factor: COLUMN / 2,
      free: 16 * MiB,
    },
    tsv: {
      seeds: corpus.tsv,
      mutate: mutateText,
      read: dataset((bytes) => parseCsv(bytes, { name })),
      weight: 40,
      factor: COLUMN / 2,
      free: 16 * MiB,
    },
    "csv in pieces": {
      seeds: [...corpus.csv, ...corpus.tsv],
      mutate: mutateText,
      read: samePieces,
      weight: 20,
      factor: 2000,
      free: 64 * MiB,
    },
    ndjson: {
      seeds: corpus.ndjson,
      mutate: mutateJsonLines,
      read: dataset((bytes) => parseNdjson(bytes, { name })),
      weight: 80,
      factor: 400,
    },
    svmlight: {
      seeds: corpus.svmlight,
      mutate: mutateText,
      read: dataset((bytes, random) => parseSvmlight(bytes, { name, zeroBased: random.chance(0.3) })),
      weight: 80,
      factor: 100,
    },
    idx: {
      seeds: corpus.idx,
      mutate: mutateBytes,
      read: dataset((bytes, random) =>
        parseIdx(bytes, {
          name,
          labels: random.chance(0.7) ? undefined : { name, bytes: corpus.idxLabels[0] },
        }),
      ),
      weight: 60,
      factor: 40,
    },
    "idx labels": {
      seeds: corpus.idxLabels,
      mutate: mutateBytes,
      read: dataset((bytes) => parseIdx(corpus.idx[0], { name, labels: { name, bytes } })),
      weight: 40,
      factor: 40,
    },
    cifar: {
      seeds: corpus.cifar,
      mutate: mutateBytes,
      read: dataset((bytes, random) =>
        parseCifar10([{ name, bytes }], {
          name,
          meta: random.chance(0.5) ? undefined : { name, bytes: corpus.cifarNames[0] },
        }),
      ),
      weight: 20,
      factor: 40,
    },
    "cifar names": {
      seeds: corpus.cifarNames,
      mutate: mutateText,
      read: dataset((bytes) =>
        parseCifar10([{ name, bytes: corpus.cifar[0] }], { name, meta: { name, bytes } }),
      ),
      weight: 20,
      factor: 400,
    },
    npy: {
      seeds: corpus.npy,
      mutate: mutateNpy,
      read: dataset((bytes) => parseNpy(bytes, { name })),
      weight: 80,
      factor: 100,
    },
    npz: {
      seeds: corpus.npz,
      mutate: mutateNpz,
      read: dataset((bytes) => parseNpz(bytes, { name })),
      weight: 40,
      factor: 3 * DEFLATE,
    },
    gzip: {
      seeds: corpus.gzip,
      mutate: mutateGzip,
      read: dataset((bytes, random) => parseDataset({ name: random.pick(vagueNames), bytes })),
      weight: 10,
      factor: 3 * DEFLATE,
      free: 16 * MiB,
    },
    "parquet with brotli": {
      seeds: corpus.parquetBrotli,
      mutate: mutateParquet,
      read: dataset((bytes) => parseParquet(bytes, { name })),
      weight: 1,
      factor: 3 * DEFLATE,
      free: 256 * MiB,
    },
    parquet: {
      seeds: corpus.parquet,
      mutate: mutateParquet,
      read: dataset((bytes) => parseParquet(bytes, { name })),
      weight: 20,
      factor: 3 * DEFLATE,
      free: 16 * MiB,
    },
    png: {
      seeds: corpus.png,
      mutate: mutatePng,
      read: (bytes) => image("a.png", bytes),
      weight: 40,
      factor: 6 * DEFLATE,
      free: 4 * MiB,
    },
    jpeg: {
      seeds: corpus.jpeg,
      mutate: mutateJpeg,
      read: (bytes) => image("a.jpg", bytes),
      weight: 10,
      factor: 6 * DEFLATE,
      free: 16 * MiB,
    },
    "any format": {
      seeds: all,
      mutate: mutateBytes,
      read: dataset((bytes, random) => parseDataset({ name: random.pick(vagueNames), bytes })),
      weight: 40,
      factor: 3 * DEFLATE,
      free: 16 * MiB,
    },
  };
}

/** Files of encoded rows are read from the disk. */
const folder = mkdtempSync(join(tmpdir(), "softmax-fuzz-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

async function readBlocks(bytes: Uint8Array, random: Random): Promise<Problem> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  let store: BlockStore | undefined;
  try {
    store = await openBlocks(path);
    return await blocksProblem(store, random);
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replace(path, name);
    throw error;
  } finally {
    await store?.close();
  }
}

/** Whether the text gives the same table or the same refusal in one piece and in several, wherever they are cut. */
async function samePieces(bytes: Uint8Array, random: Random): Promise<Problem> {
  const cuts = Array.from({ length: random.below(6) }, () => random.below(bytes.length + 1)).sort(
    (a, b) => a - b,
  );
  const pieces = [0, ...cuts].map((from, k) => bytes.subarray(from, cuts[k] ?? bytes.length));
  const whole = await outcome(async () => parseCsv(bytes, { name }));
  const parts = await outcome(() =>
    parseCsvPieces(
      async function* () {
        for (const piece of pieces) yield piece.slice();
      },
      random.chance(0.5) ? bytes.length : random.below(2 * bytes.length + 1),
      { name },
    ),
  );
  try {
    deepStrictEqual(parts, whole);
  } catch {
    return `cut at ${cuts}, it is ${shown(parts)}; expected as in one piece ${shown(whole)}`;
  }
  if (whole.error) throw whole.error;
  return datasetProblem(whole.value!);
}

interface Outcome {
  readonly value?: Dataset;
  readonly error?: Error;
}

async function outcome(parse: () => Promise<Dataset>): Promise<Outcome> {
  try {
    return { value: await parse() };
  } catch (error) {
    return { error: error as Error };
  }
}

const shown = ({ value, error }: Outcome) => (error ? error.message : JSON.stringify(value)).slice(0, 300);
