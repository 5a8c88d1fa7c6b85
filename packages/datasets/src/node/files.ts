import { open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../dataset.js";
import type { NamedBytes } from "../gunzip.js";
import { unreadable } from "./errors.js";
import { plainBytes } from "./gunzip.js";

/**
 * All bytes of a file, called by its name without folders.
 *
 * @throws DataError where it cannot be read
 */
export async function readBytes(path: string): Promise<NamedBytes> {
  try {
    const file = await open(path);
    try {
      const bytes = new Uint8Array((await file.stat()).size);
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, 2 ** 30));
        if (bytesRead === 0) throw new DataError(`${path}: the file became shorter while it was read`);
        at += bytesRead;
      }
      return { name: basename(path), bytes };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** The bytes of a file, decompressed where they are gzip. */
export async function readPlainBytes(path: string): Promise<NamedBytes> {
  return plainBytes(await readBytes(path));
}

/** The path in the same folder whose name, without `.gz`, this is; undefined where there is none. */
export async function findBeside(path: string, name: string): Promise<string | undefined> {
  const folder = dirname(path);
  const names = await readdir(folder);
  const found = [name, `${name}.gz`].find((candidate) => names.includes(candidate));
  return found && join(folder, found);
}
