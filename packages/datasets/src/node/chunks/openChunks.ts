import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { isDatasetName, loadDataset } from "../../bundled.js";
import { DataError } from "../../dataset.js";
import { type DataFormat, dataFormat } from "../../parseDataset.js";
import { cifar10Companions, idxCompanions, npyCompanions } from "../companions.js";
import { type FoundData, findData } from "../folder.js";
import { isImage } from "../imageFiles.js";
import { openPiecewise } from "../pieces.js";
import { nothingCalled, type ReadOptions } from "../readDataset.js";
import { idxChunks, npyChunks } from "./blockChunks.js";
import type { ChunkContext, ChunkedDataset } from "./chunkedDataset.js";
import { chunksInMemory } from "./chunksInMemory.js";
import { cifar10Chunks } from "./cifarChunks.js";
import { concatChunks } from "./concatChunks.js";
import { csvChunks } from "./csvChunks.js";
import { ndjsonChunks } from "./ndjsonChunks.js";
import { parquetChunks } from "./parquetChunks.js";
import type { SourceFile } from "./sourceFile.js";
import { openSpill } from "./spill.js";
import { svmlightChunks } from "./svmlightChunks.js";

/**
 * Opens data that need not fit into memory, wherever `readDataset` reads them from, but for standard input, images and
 * npz: the same columns, kinds, warnings and errors, row by row the same values. Every file is parsed once (text
 * once more where a column of numbers turns out to hold strings late) into a temporary file of typed columns, which is what
 * `chunks` reads.
 *
 * @throws DataError (the promise rejects) as `readDataset`, and for what cannot be read in pieces
 * @example
 * import { tmpdir } from "node:os";
 * import { openChunks } from "@softmax/datasets/node";
 * const data = await openChunks("iris", {}, { chunkBytes: 1024, folder: tmpdir() });
 * let rows = 0;
 * for await (const chunk of data.chunks(["species"])) rows += chunk.nSamples;
 * await data.close();
 * rows; // 150
 */
export async function openChunks(
  source: string,
  options: ReadOptions,
  context: ChunkContext,
): Promise<ChunkedDataset> {
  if (isDatasetName(source))
    return chunksInMemory(await loadDataset(source, { seed: options.seed }), context.chunkBytes);
  const { kind, paths, name } = await locate(source);
  const spill = await openSpill(context.folder);
  const opener: Opener = { spill, options, context: await withTotals(paths, context) };
  try {
    const data =
      kind === "cifar10" ? await openBatches(paths, name!, opener) : await openFiles(paths, name, opener);
    return { ...data, close: spill.close };
  } catch (error) {
    await spill.close();
    throw error;
  }
}

interface Located extends FoundData {
  /** What several files are called together; absent for one that is called as it is. */
  readonly name?: string;
}

type Opener = Pick<SourceFile, "spill" | "options" | "context">;

/**
 * All files that reading a source reads; none for bundled data.
 *
 * @throws DataError (the promise rejects) as `openChunks`
 */
export async function sourceFiles(source: string): Promise<string[]> {
  if (isDatasetName(source)) return [];
  const { kind, paths } = await locate(source);
  if (kind === "cifar10") return withCompanions(paths, await cifar10Companions(paths));
  const all: string[] = [];
  for (const path of paths) all.push(...(await withTest(path)));
  return all;
}

const withCompanions = (paths: readonly string[], companions: object): string[] => [
  ...paths,
  ...Object.values(companions).filter((path) => path !== undefined),
];

async function withTest(path: string): Promise<string[]> {
  const { labels, test } = await companionsOf(path);
  return [path, ...(labels ? [labels] : []), ...(test ? await withTest(test) : [])];
}

async function companionsOf(path: string) {
  const { head } = await openPiecewise(path);
  const format = dataFormat(head);
  if (format === "idx") return idxCompanions(path, head.name);
  return format === "npy" ? npyCompanions(path, head.name) : {};
}

async function locate(source: string): Promise<Located> {
  if (source === "-")
    throw new DataError(
      "standard input: it can be read only once, and reading in pieces reads data again; expected a file",
    );
  const found = await find(source);
  if (found.kind === "images")
    throw new DataError(`${source}: images are read at once, not in pieces; leave the memory limit out`);
  return found;
}

async function find(source: string): Promise<Located> {
  const { isPattern, findMatches, folderName } = await import("../glob.js");
  const there = await stat(source).catch(() => undefined);
  if (there?.isDirectory()) {
    const found = await findData(source);
    return found.kind === "files" ? found : { ...found, name: basename(resolve(source)) };
  }
  if (there) return { kind: isImage(source) ? "images" : "files", paths: [source] };
  if (!isPattern(source)) throw await nothingCalled(source);
  const found = await findMatches(source);
  return { ...found, name: found.kind === "cifar10" ? folderName(found.paths) : source };
}

/** The context with progress over all files. */
async function withTotals(paths: readonly string[], context: ChunkContext): Promise<ChunkContext> {
  const { onProgress } = context;
  if (!onProgress) return context;
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  let last = 0;
  return {
    ...context,
    onProgress(done) {
      if (done < last) before = Math.min(total - done, before + last);
      last = done;
      onProgress(before + done, total);
    },
  };
}

async function openBatches(paths: readonly string[], name: string, opener: Opener): Promise<ChunkedDataset> {
  const { meta, test } = await cifar10Companions(paths);
  const data = await cifar10Chunks(paths, name, { ...opener, meta });
  if (test === undefined) return data;
  return { ...data, test: await cifar10Chunks([test], `${name} (test)`, { ...opener, meta }) };
}

async function openFiles(
  paths: readonly string[],
  name: string | undefined,
  opener: Opener,
): Promise<ChunkedDataset> {
  const files: ChunkedDataset[] = [];
  for (const path of paths) files.push(await openFile(path, opener));
  return name === undefined ? files[0] : concatChunks(files, name);
}

async function openFile(path: string, opener: Opener): Promise<ChunkedDataset> {
  const file = await openPiecewise(path);
  const format = dataFormat(file.head);
  if (format === "cifar10") return openBatches([path], basename(path), opener);
  const source = { ...opener, path, file };
  if (format !== "idx" && format !== "npy") return openTable(source, format);
  const { labels, test } = await (format === "idx" ? idxCompanions : npyCompanions)(path, file.head.name);
  const data = await (format === "idx" ? idxChunks : npyChunks)(source, labels);
  return test === undefined ? data : { ...data, test: await openFile(test, opener) };
}

function openTable(
  source: SourceFile,
  format: Exclude<DataFormat, "idx" | "npy" | "cifar10">,
): Promise<ChunkedDataset> {
  switch (format) {
    case "ndjson":
      return ndjsonChunks(source);
    case "svmlight":
      return svmlightChunks(source);
    case "parquet":
      return parquetChunks(source);
    case "npz":
      throw new DataError(
        `${source.file.head.name}: the arrays of an archive cannot be read in pieces; expected .npy files (numpy.save)`,
      );
    default:
      return csvChunks(source, format);
  }
}
