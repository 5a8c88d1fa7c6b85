import { stat } from "node:fs/promises";
import { type ChosenColumns, chooseColumns, DataError, type Encoder } from "@softmax/datasets";
import { type ChunkedDataset, openChunks, type ReadOptions, sourceFiles } from "@softmax/datasets/node";
import { type BlockLayout, blockBytes, type Precision } from "@softmax/tensor-core";
import type { BlockStore, BlockWriter, PartName, TakenRows } from "../blocks/blocks.js";
import { blockLimits, dataBytes } from "../blocks/memoryBudget.js";
import { encoderOptions, type Surprises, unlearned, warningsOf, withoutWeight } from "../encodeParts.js";
import { parseLocalConfig } from "../engines.js";
import { precisionFor } from "../resolve.js";
import type { RunConfig, RunOptions } from "../runConfig.js";
import { blockKey, blockPath, cacheBlocks, cachedBlocks, cacheFolder } from "./blocks/blockCache.js";
import { sourceHash } from "./blocks/sourceHash.js";
import { type ChunkParts, chunkParts } from "./encode/chunkParts.js";
import { type ChunkTargets, chunkTargets } from "./encode/chunkTargets.js";
import { fitChunks } from "./encode/fitChunks.js";
import {
  classWeightCounts,
  type EncodedRows,
  type Encoding,
  encodedRows,
  layoutFor,
  takeEncoded,
} from "./encode/writeChunks.js";

export interface EncodeContext {
  /** Bytes that the process is to keep within. */
  readonly memory: number;
  /** How the source is read. */
  readonly reading?: ReadOptions;
  /** Ends encoding with the signal's reason; nothing is left behind. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: EncodeProgress) => void;
  /** Told which file will be written, and about how large it will be, before it is; not where the rows are there already. */
  readonly onFile?: (file: { readonly path: string; readonly bytes: number }) => void;
}

/** How far encoding has come. */
export interface EncodeProgress {
  /** The source is hashed, parsed, learnt from, and encoded. */
  readonly phase: "hash" | "read" | "fit" | "encode";
  /** Bytes of the source's files while they are hashed and read, else rows. */
  readonly done: number;
  readonly total: number;
}

/**
 * Encodes data that need not fit into memory as `prepareProblem` encodes data that do: the same columns, splits, encoders,
 * rows in every part, warnings and errors. The rows stay in the cache, where the next call with the same bytes and options
 * finds them.
 *
 * The source is read once for its SHA-256 (unless its files are as they were the last time) and once to be parsed, into
 * typed columns in a temporary file beside the cache; labels, encoders (see `fitChunks`) and features are passes over those.
 *
 * @throws ConfigError for options that mean nothing, and too little memory; DataError for data that cannot be used
 * @example
 * import { encodeBlocks } from "@softmax/trainer/node";
 * const store = await encodeBlocks("iris", { validationSize: 0.2 }, { memory: 512e6 });
 * store.parts.train.nRows; // 120
 * await store.close();
 */
export async function encodeBlocks(
  source: string,
  options: RunOptions,
  context: EncodeContext,
): Promise<BlockStore> {
  const config = parseLocalConfig(options);
  const bytes = dataBytes(context.memory);
  const key = blockKey(await dependencies(source, config, context));
  const known = await cachedBlocks(key, Math.floor(bytes / 4));
  if (known) return known;
  const data = await openChunks(source, context.reading ?? {}, {
    chunkBytes: Math.min(MOST_CHUNK_BYTES, Math.floor(bytes / 16)),
    folder: cacheFolder(),
    signal: context.signal,
    onProgress: (done, total) => context.onProgress?.({ phase: "read", done, total }),
  });
  try {
    await encodeChunks(data, config, { ...context, key, bytes });
  } finally {
    await data.close();
  }
  return (await cachedBlocks(key, Number.POSITIVE_INFINITY))!;
}

/** A chunk of more than that is no faster. */
const MOST_CHUNK_BYTES = 2 ** 23;

/** All that the encoded rows depend on. */
async function dependencies(
  source: string,
  config: RunConfig,
  { reading = {}, signal, onProgress }: EncodeContext,
): Promise<unknown> {
  const { label, features, drop, text, textMethod, weight, group, testSize, validationSize } = config;
  const { standardize, scale, precision, seed } = config;
  const { delimiter, header, zeroBased } = reading;
  const paths = await sourceFiles(source);
  const hashes: string[] = [];
  let done = 0;
  const total = await bytesOf(paths);
  for (const path of paths)
    hashes.push(
      await sourceHash(path, (count) => {
        signal?.throwIfAborted();
        done += count;
        onProgress?.({ phase: "hash", done, total });
      }),
    );
  return {
    data: hashes.length > 0 ? hashes : [source, reading.seed ?? 0],
    reading: { delimiter, header, zeroBased },
    encoding: { label, features, drop, text, textMethod, weight, group, standardize, scale, precision },
    splits: { testSize, validationSize, seed: testSize + validationSize > 0 ? seed : 0 },
  };
}

const bytesOf = async (paths: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
};

interface Run extends EncodeContext {
  readonly key: string;
  /** What data may take of the memory. */
  readonly bytes: number;
}

async function encodeChunks(data: ChunkedDataset, config: RunConfig, run: Run): Promise<void> {
  const columns = chooseColumns(data, config);
  const found = await chunkTargets(data, columns);
  const parts = chunkParts(data, found, config);
  if (found.problem) throw found.problem;
  const { signal, onProgress } = run;
  const total = data.nSamples;
  const encoders = await fitChunks(data, parts, encoderOptions(columns.features, config), {
    bytes: run.bytes / 4,
    onChunk(done) {
      signal?.throwIfAborted();
      onProgress?.({ phase: "fit", done: Math.floor(done * total), total });
    },
  });
  const precision = config.precision ?? precisionFor(data.nValues);
  await writeParts({ data, columns, found, parts, encoders, precision }, run);
}

/** All that is settled before the first row is encoded. */
interface Settled {
  readonly data: ChunkedDataset;
  readonly columns: ChosenColumns;
  readonly found: ChunkTargets;
  readonly parts: ChunkParts;
  readonly encoders: readonly Encoder[];
  readonly precision: Precision;
}

async function writeParts(settled: Settled, run: Run): Promise<void> {
  const { data, columns, found, parts, encoders, precision } = settled;
  const { classes } = found;
  const nRows = data.nSamples + (data.test?.nSamples ?? 0);
  const writer = lateWriter(settled, run, nRows);
  const counts = classWeightCounts(classes.length);
  const met = surprises(encoders);
  let before = 0;
  const write = async (encoding: Encoding, add: (rows: EncodedRows) => Promise<void>) => {
    let adding = Promise.resolve();
    try {
      for await (const rows of encodedRows(encoding)) {
        run.signal?.throwIfAborted();
        met.add(rows.met);
        await adding;
        adding = add(rows);
        adding.catch(() => {}); // it is thrown by whoever waits for it next
        run.onProgress?.({
          phase: "encode",
          done: before + rows.firstRow + rows.targets.length,
          total: nRows,
        });
      }
    } finally {
      await adding;
    }
    before += encoding.data.nSamples;
  };
  const common = { encoders, precision, weight: columns.weight, bytes: Math.floor(run.bytes / 16) };
  try {
    await write({ ...common, data, targets: found.targets }, async (rows) => {
      for (const part of parts.names) {
        const taken = takeEncoded(rows, parts.rows(part, rows.firstRow, rows.firstRow + rows.targets.length));
        counts.add(part, taken);
        await writer.add(part, taken);
      }
    });
    const warnings = [met.all()];
    if (data.test) {
      const { targets, problem } = await chunkTargets(data.test, columns, classes);
      if (problem) throw problem;
      met.clear();
      await write({ ...common, data: data.test, targets }, (rows) => writer.add("test", rows));
      warnings.push(met.all());
    }
    const { classWeights } = counts;
    const train = parts.count("train");
    if (columns.weight !== undefined && classWeights.every(({ sum }) => sum === 0))
      throw withoutWeight(data.name, columns.weight, train);
    run.signal?.throwIfAborted();
    await writer.finish({
      name: data.name,
      precision,
      label: columns.label,
      classes,
      encoders,
      classWeights,
      warnings: [...warningsOf(warnings), ...unlearned(counts.met, classes)],
      fingerprint: run.key,
    });
  } catch (error) {
    await writer.abandon();
    throw await firstProblem(settled, error);
  }
}

/** A writer that is made when the first rows are there: they tell the layout, and how many bytes all will take. */
function lateWriter({ found, precision, columns }: Settled, { key, bytes, onFile }: Run, nRows: number) {
  let writer: BlockWriter | undefined;
  const open = async (rows: TakenRows): Promise<BlockWriter> => {
    const layout = layoutFor(rows.features);
    const hasSampleWeights = columns.weight !== undefined;
    const cut = { layout, hasSampleWeights, ...blockLimits(layout, found.classes.length, precision, bytes) };
    const size = fileBytes(layout, rows, nRows);
    onFile?.({ path: blockPath(key), bytes: size });
    return cacheBlocks(key, cut, size);
  };
  return {
    async add(part: PartName, rows: TakenRows): Promise<void> {
      if (rows.targets.length === 0) return;
      writer ??= await open(rows);
      await writer.add(part, rows);
    },
    finish: (head: Parameters<BlockWriter["finish"]>[0]) => writer!.finish(head),
    abandon: async () => writer?.abandon(),
  };
}

/** About how large the file becomes, if all rows are like these. */
function fileBytes(layout: BlockLayout, { features, sampleWeight }: TakenRows, nRows: number): number {
  const nonzeros = features.kind === "csr" ? features.values.length : 0;
  const some = features.nRows;
  const rowBytes = blockBytes(layout, { nRows: some, nonzeros }) / some;
  return Math.ceil(nRows * (rowBytes + 4 + (sampleWeight ? 8 : 0)));
}

/** What all chunks surprised the encoders with, by column in their order. */
function surprises(encoders: readonly Encoder[]) {
  let sums = { unseen: {}, imputed: {} } as Record<keyof Surprises, Record<string, number>>;
  return {
    add(met: Surprises): void {
      for (const kind of ["unseen", "imputed"] as const)
        for (const [column, count] of Object.entries(met[kind]))
          sums[kind][column] = (sums[kind][column] ?? 0) + count;
    },
    all(): Surprises {
      const ordered = (counts: Record<string, number>) =>
        Object.fromEntries(encoders.map(({ column }) => [column, counts[column] ?? 0]));
      return { unseen: ordered(sums.unseen), imputed: ordered(sums.imputed) };
    },
    clear(): void {
      sums = { unseen: {}, imputed: {} };
    },
  };
}

/**
 * Of what is wrong with values that are encoded, the first column's, as where all rows are encoded column by column.
 *
 * @param error what was wrong with the first rows of which something is
 */
async function firstProblem({ data, encoders, precision, found }: Settled, error: unknown): Promise<unknown> {
  if (!(error instanceof DataError)) return error;
  for (const encoder of encoders)
    try {
      const { targets } = found;
      for await (const _ of encodedRows({ data, encoders: [encoder], precision, targets, bytes: 2 ** 20 })) {
        // only the error counts
      }
    } catch (first) {
      return first;
    }
  return error;
}
