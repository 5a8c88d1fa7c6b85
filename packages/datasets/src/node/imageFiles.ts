import { relative, sep } from "node:path";
import type { Dataset } from "../dataset.js";
import { parseImageFolder } from "../imageFolder.js";
import { readBytes } from "./files.js";

/** Whether a file of this name is an image that can be read. */
export const isImage = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);

/** The dataset of images at these paths, whose folders below `folder` are the classes. */
export function readImages(folder: string, paths: readonly string[], name: string): Promise<Dataset> {
  const files = paths.map((path) => ({
    path: relative(folder, path).split(sep).join("/"),
    read: async () => (await readBytes(path)).bytes,
  }));
  return parseImageFolder(files, { name });
}
