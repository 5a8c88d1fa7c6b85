import { basename, dirname } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import { concatSamples } from "../concatSamples.js";
import { DataError, type Dataset } from "../dataset.js";
import { quoted } from "../nearest.js";
import { isDataFile, type ParseOptions } from "../parseDataset.js";
import { readCifar10, readFileWithCompanions } from "./companions.js";
import { isImage, readImages } from "./imageFiles.js";

/** Whether this is a glob rather than a path. */
export const isPattern = (source: string): boolean => isDynamicPattern(source);

/**
 * Reads the files that match a pattern, one after another in the order of their paths.
 *
 * @throws DataError where none does, or their columns differ
 */
export async function readGlob(pattern: string, options: ParseOptions): Promise<Dataset> {
  const paths = (await glob(pattern.replaceAll("\\", "/"), { expandDirectories: false })).sort();
  if (paths.length === 0) throw new DataError(`${pattern}: no file matches; expected at least one`);
  const name = basename(dirname(paths[0]));
  if (paths.every((path) => /\.bin(\.gz)?$/i.test(path))) return readCifar10(paths, name);
  if (paths.every(isImage)) return readImages(fixedFolder(pattern), paths, pattern);
  const odd = paths.filter((path) => !isDataFile(path));
  if (odd.length > 0)
    throw new DataError(
      `${pattern}: ${quoted(odd)} among the matches; expected data files only, or images only`,
    );
  return concatSamples(
    await Promise.all(paths.map((path) => readFileWithCompanions(path, options))),
    pattern,
  );
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
