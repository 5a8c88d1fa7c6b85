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
export async function readIdx(path: string, file?: NamedBytes): Promise<Dataset> {
  const images = file ?? (await readPlainBytes(path));
  const labelsPath = await findBeside(path, images.name.replace("images", "labels").replace("idx3", "idx1"));
  const labels =
    labelsPath !== undefined && labelsPath !== path ? await readPlainBytes(labelsPath) : undefined;
  const dataset = parseIdx(images.bytes, { name: images.name, labels });
  const testPath =
    images.name.startsWith("train-") && (await findBeside(path, images.name.replace("train-", "t10k-")));
  return testPath ? { ...dataset, test: await readIdx(testPath) } : dataset;
}

/** The array `x.npy` or `x_train.npy` (X too) with the labels `y…` and the test set `…test` beside it. */
async function readNpy(path: string, { name, bytes }: NamedBytes): Promise<Dataset> {
  const labelsPath = /^x\b|^x_/i.test(name) ? await findBeside(path, `y${name.slice(1)}`) : undefined;
  const labels = labelsPath === undefined ? undefined : await readPlainBytes(labelsPath);
  const dataset = parseNpy(bytes, { name, labels });
  const testPath = /^x_train\b/i.test(name) && (await findBeside(path, name.replace("train", "test")));
  return testPath ? { ...dataset, test: await readNpy(testPath, await readPlainBytes(testPath)) } : dataset;
}

/** Batches with the class names and, unless it is one of them, the test batch beside them. */
export async function readCifar10(paths: readonly string[], name: string): Promise<Dataset> {
  const [metaPath, testPath] = await Promise.all([
    findBeside(paths[0], "batches.meta.txt"),
    findBeside(paths[0], "test_batch.bin"),
  ]);
  const batches = await Promise.all(paths.map(readPlainBytes));
  const isTest = batches.some((batch) => batch.name === "test_batch.bin");
  return parseCifar10(batches, {
    name,
    meta: metaPath === undefined ? undefined : await readPlainBytes(metaPath),
    test: testPath === undefined || isTest ? undefined : await readPlainBytes(testPath),
  });
}
