import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { DataError, type Dataset } from "../dataset.js";
import { quoted } from "../nearest.js";
import { isDataFile, type ParseOptions } from "../parseDataset.js";
import { readCifar10, readFileWithCompanions, readIdx } from "./companions.js";
import { isImage, readImages } from "./imageFiles.js";

const CIFAR_BATCH = /^data_batch_\d+\.bin(\.gz)?$/i;
const IDX_IMAGES = /images.*idx3-ubyte(\.gz)?$/i;

/**
 * Reads a folder: CIFAR-10's batches, IDX images (the `train-…` ones where there are several), a folder of
 * images, or the one data file in it.
 *
 * @throws DataError where it is none of these
 */
export async function readFolder(path: string, options: ParseOptions): Promise<Dataset> {
  const name = basename(resolve(path));
  const names = (await readdir(path)).filter((entry) => !entry.startsWith(".")).sort();
  const batches = names.filter((entry) => CIFAR_BATCH.test(entry));
  if (batches.length > 0)
    return readCifar10(
      batches.map((batch) => join(path, batch)),
      name,
    );
  const images = names.filter((entry) => IDX_IMAGES.test(entry));
  const chosen = images.length === 1 ? images[0] : images.find((entry) => entry.startsWith("train-"));
  if (chosen) return readIdx(join(path, chosen));
  const files = names.filter(isDataFile);
  if (files.length === 1) return readFileWithCompanions(join(path, files[0]), options);
  const paths = await imagePaths(path);
  if (paths.length > 0) return readImages(path, paths, name);
  throw new DataError(
    `${path}: ${files.length > 1 ? `several data files, ${quoted(files)}, name one or a glob` : "no data"}; expected images <class>/<image>, CIFAR-10 batches, IDX images or one data file`,
  );
}

async function imagePaths(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const images = entries.filter((entry) => entry.isFile() && isImage(entry.name));
  return images.map((entry) => join(entry.parentPath, entry.name));
}
