import { readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { stdin } from "node:process";
import { isDatasetName, listDatasets, loadDataset } from "../bundled.js";
import { DataError, type Dataset } from "../dataset.js";
import { suggestion } from "../nearest.js";
import { type ParseOptions, parseDataset } from "../parseDataset.js";
import { readFileWithCompanions } from "./companions.js";
import { readFolder } from "./folder.js";
import { plainBytes } from "./gunzip.js";
import { isImage, readImages } from "./imageFiles.js";

export interface ReadOptions extends ParseOptions {
  /** Seed of a generated dataset; default 0. */
  readonly seed?: number;
}

/**
 * Reads labelled data from wherever they are.
 *
 * - The name of a bundled or generated table: `iris`, `digits`, `blobs` (a file of that name is `./iris`).
 * - `-`: standard input.
 * - A file, in any of the formats and gzip-compressed or not, told by its ending, or else by its first bytes.
 *   An IDX file of images takes the labels, and `train-…` the `t10k-…` test set, from the files beside it;
 *   CIFAR-10's `data_batch_1.bin` its `test_batch.bin` and `batches.meta.txt`.
 * - One image, without a label.
 * - A folder of one of these, or of images `<class>/<image>` or `train|test/<class>/<image>`.
 * - A glob (`parts/*.csv`): the matching files one after another, in the order of their paths.
 *
 * @throws DataError (the promise rejects) where there is nothing of that name, with what is alike; and for
 *   all that is wrong within
 * @example
 * import { readDataset } from "@softmax/datasets/node";
 * const iris = await readDataset("iris");
 * iris.nSamples; // 150
 */
export async function readDataset(source: string, options: ReadOptions = {}): Promise<Dataset> {
  if (isDatasetName(source)) return loadDataset(source, { seed: options.seed });
  if (source === "-")
    return parseDataset(await plainBytes({ name: "stdin", bytes: await readStandardInput() }), options);
  const found = await stat(source).catch(() => undefined);
  if (found?.isDirectory()) return readFolder(source, options);
  if (found && isImage(source)) return readImages(dirname(source), [source], basename(source));
  if (found) return readFileWithCompanions(source, options);
  const { isPattern, readGlob } = await import("./glob.js");
  if (isPattern(source)) return readGlob(source, options);
  throw await nothingCalled(source);
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

/** What to say of a source that is none, with the nearest name of what there is. */
export async function nothingCalled(source: string): Promise<DataError> {
  const folder = dirname(source);
  const entries = await readdir(folder).catch(() => undefined);
  if (!entries) return new DataError(`${source}: there is no folder ${folder}`);
  const beside = entries.filter((name) => !name.startsWith("."));
  const names = source === basename(source) ? [...listDatasets().map(({ name }) => name), ...beside] : beside;
  return new DataError(
    `${source}: no file, folder or dataset has this name${suggestion(basename(source), names)}`,
  );
}
