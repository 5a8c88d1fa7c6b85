import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { DataError, type Dataset } from "../dataset.js";
import { quoted } from "../nearest.js";
import { isDataFile, type ParseOptions } from "../parseDataset.js";
import { readCifar10, readFileWithCompanions } from "./companions.js";
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
  const { kind, paths } = await findData(path);
  if (kind === "cifar10") return readCifar10(paths, name);
  return kind === "images" ? readImages(path, paths, name) : readFileWithCompanions(paths[0], options);
}

/** Files that are read together, or one after another. */
export interface FoundData {
  readonly kind: "cifar10" | "images" | "files";
  readonly paths: readonly string[];
}

/** The data in a folder: one file, where it is of `files`. */
export async function findData(path: string): Promise<FoundData> {
  const names = (await readdir(path)).filter((entry) => !entry.startsWith(".")).sort();
  const inside = (name: string) => join(path, name);
  const batches = names.filter((entry) => CIFAR_BATCH.test(entry));
  if (batches.length > 0) return { kind: "cifar10", paths: batches.map(inside) };
  const images = names.filter((entry) => IDX_IMAGES.test(entry));
  const chosen = images.length === 1 ? images[0] : images.find((entry) => entry.startsWith("train-"));
  if (chosen) return { kind: "files", paths: [inside(chosen)] };
  const files = names.filter(isDataFile);
  if (files.length === 1) return { kind: "files", paths: files.map(inside) };
  const paths = await imagePaths(path);
  if (paths.length > 0) return { kind: "images", paths };
  throw new DataError(
    `${path}: ${files.length > 1 ? `several data files, ${quoted(files)}, name one or a glob` : "no data"}; expected images <class>/<image>, CIFAR-10 batches, IDX images or one data file`,
  );
}

async function imagePaths(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const images = entries.filter((entry) => entry.isFile() && isImage(entry.name));
  return images.map((entry) => join(entry.parentPath, entry.name));
}
