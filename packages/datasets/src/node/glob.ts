import { basename, dirname } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { concatSamples } from "../concatSamples.js";
import { DataError, type Dataset } from "../dataset.js";
import { quoted } from "../nearest.js";
import { isDataFile, type ParseOptions } from "../parseDataset.js";
import { readCifar10, readFileWithCompanions } from "./companions.js";
import type { FoundData } from "./folder.js";
import { isImage, readImages } from "./imageFiles.js";

/** Whether this is a glob rather than a path. */
export const isPattern = (source: string): boolean => isDynamicPattern(source);

/**
 * Reads the files that match a pattern, one after another in the order of their paths.
 *
 * @throws DataError where none does, or their columns differ
 */
export async function readGlob(pattern: string, options: ParseOptions): Promise<Dataset> {
  const { kind, paths } = await findMatches(pattern);
  if (kind === "cifar10") return readCifar10(paths, folderName(paths));
  if (kind === "images") return readImages(fixedFolder(pattern), paths, pattern);
  return concatSamples(
    await Promise.all(paths.map((path) => readFileWithCompanions(path, options))),
    pattern,
  );
}

/** What batches that match are called together. */
export const folderName = (paths: readonly string[]): string => basename(dirname(paths[0]));

/**
 * The files that match a pattern, in the order of their paths.
 *
 * @throws DataError where none does, or some are not data
 */
export async function findMatches(pattern: string): Promise<FoundData> {
  const paths = (await glob(pattern.replaceAll("\\", "/"), { expandDirectories: false })).sort();
  if (paths.length === 0) throw new DataError(`${pattern}: no file matches; expected at least one`);
  if (paths.every((path) => /\.bin(\.gz)?$/i.test(path))) return { kind: "cifar10", paths };
  if (paths.every(isImage)) return { kind: "images", paths };
  const odd = paths.filter((path) => !isDataFile(path));
  if (odd.length > 0)
    throw new DataError(
      `${pattern}: ${quoted(odd)} among the matches; expected data files only, or images only`,
    );
  return { kind: "files", paths };
}

/** The folder that all matches lie in: the pattern's parts before the first with a wildcard. */
function fixedFolder(pattern: string): string {
  const parts = pattern.replaceAll("\\", "/").split("/");
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => isDynamicPattern(part)),
  );
  return fixed.length === 0 ? "." : fixed.join("/") || "/";
}
