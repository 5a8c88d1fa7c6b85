import { basename } from "node:path";
import { parseNpy } from "../arrays.js";
import { parseCifar10 } from "../cifar.js";
import { parseCsvPieces } from "../csv.js";
import type { Dataset } from "../dataset.js";
import type { NamedBytes } from "../gunzip.js";
import { parseIdx } from "../idx.js";
import { csvOptions, dataFormat, type ParseOptions, parseDataset } from "../parseDataset.js";
import { findBeside, readPlainBytes } from "./files.js";
import { openPiecewise } from "./pieces.js";

/** Reads one file, with the labels, class names and test samples that its format keeps in other files. */
export async function readFileWithCompanions(path: string, options: ParseOptions): Promise<Dataset> {
  const { head, size, pieces } = await openPiecewise(path);
  const format = dataFormat(head);
  if (format === "csv" || format === "tsv")
    return parseCsvPieces(pieces, size, csvOptions(head, format, options));
  const file = await readPlainBytes(path);
  if (format === "idx") return readIdx(path, file);
  if (format === "npy") return readNpy(path, file);
  if (format === "cifar10") return readCifar10([path], basename(path));
  return parseDataset(file, options);
}

/** Images with the labels beside them; `train-…` with the test set `t10k-…`. */
async function readIdx(path: string, file?: NamedBytes): Promise<Dataset> {
  const images = file ?? (await readPlainBytes(path));
  const { labels, test } = await idxCompanions(path, images.name);
  const dataset = parseIdx(images.bytes, { name: images.name, labels: await bytesOf(labels) });
  return test === undefined ? dataset : { ...dataset, test: await readIdx(test) };
}

/** The array `x.npy` or `x_train.npy` (X too) with the labels `y…` and the test set `…test` beside it. */
async function readNpy(path: string, { name, bytes }: NamedBytes): Promise<Dataset> {
  const { labels, test } = await npyCompanions(path, name);
  const dataset = parseNpy(bytes, { name, labels: await bytesOf(labels) });
  return test === undefined ? dataset : { ...dataset, test: await readNpy(test, await readPlainBytes(test)) };
}

/** Batches with the class names and, unless it is one of them, the test batch beside them. */
export async function readCifar10(paths: readonly string[], name: string): Promise<Dataset> {
  const { meta, test } = await cifar10Companions(paths);
  const batches = await Promise.all(paths.map(readPlainBytes));
  return parseCifar10(batches, { name, meta: await bytesOf(meta), test: await bytesOf(test) });
}

const bytesOf = async (path: string | undefined): Promise<NamedBytes | undefined> =>
  path === undefined ? undefined : readPlainBytes(path);

/** Paths of files that belong to one. */
export interface Companions {
  readonly labels?: string;
  /** Held-out samples. */
  readonly test?: string;
  /** The names of the classes. */
  readonly meta?: string;
}

/** @param name the file's, without `.gz` */
export async function idxCompanions(path: string, name: string): Promise<Companions> {
  const labels = await findBeside(path, name.replace("images", "labels").replace("idx3", "idx1"));
  const test = name.startsWith("train-")
    ? await findBeside(path, name.replace("train-", "t10k-"))
    : undefined;
  return { labels: labels === path ? undefined : labels, test };
}

/** @param name the file's, without `.gz` */
export async function npyCompanions(path: string, name: string): Promise<Companions> {
  const labels = /^x\b|^x_/i.test(name) ? await findBeside(path, `y${name.slice(1)}`) : undefined;
  const test = /^x_train\b/i.test(name) ? await findBeside(path, name.replace("train", "test")) : undefined;
  return { labels, test };
}

export async function cifar10Companions(paths: readonly string[]): Promise<Companions> {
  const isTest = paths.some((path) => /^test_batch\.bin(\.gz)?$/i.test(basename(path)));
  const [meta, test] = await Promise.all([
    findBeside(paths[0], "batches.meta.txt"),
    isTest ? undefined : findBeside(paths[0], "test_batch.bin"),
  ]);
  return { meta, test };
}
