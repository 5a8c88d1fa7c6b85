import { readFile } from "node:fs";
import { relative, sep } from "node:path";
import { promisify } from "node:util";
import type { Dataset } from "../dataset.js";
import { parseImageFolder } from "../imageFolder.js";
import { unreadable } from "./errors.js";
import { withoutBuffer } from "./gunzip.js";

/** Whether a file of this name is an image that can be read. */
export const isImage = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);

/** The dataset of images at these paths, whose folders below `folder` are the classes. */
export function readImages(folder: string, paths: readonly string[], name: string): Promise<Dataset> {
  const files = paths.map((path) => ({
    path: relative(folder, path).split(sep).join("/"),
    read: () => readSmallFile(path),
  }));
  return parseImageFolder(files, { name });
}

const readAll = promisify(readFile);

/** The callback API takes half the time of `fs/promises`, which counts for tens of thousands of files. */
async function readSmallFile(path: string): Promise<Uint8Array> {
  try {
    return withoutBuffer(await readAll(path));
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
