import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { parseCsv } from "./csv.js";
import type { Dataset } from "./dataset.js";

/** Reads a dataset from a file. */
export async function readDataset(source: string, _options: object = {}): Promise<Dataset> {
  const bytes = await readFile(source);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? await promisify(gunzip)(bytes) : bytes;
  return parseCsv(text, { name: basename(source) });
}
