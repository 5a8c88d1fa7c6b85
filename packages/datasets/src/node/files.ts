import { open, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError } from "../dataset.js";
import { MOST_INFLATED, type NamedBytes } from "../gunzip.js";
import { unreadable } from "./errors.js";
import { openPiecewise } from "./pieces.js";

/**
 * All bytes of a file, called by its name without folders.
 *
 * @throws DataError where it cannot be read
 */
async function readBytes(path: string): Promise<NamedBytes> {
  try {
    const file = await open(path);
    try {
      const bytes = roomFor(path, (await file.stat()).size);
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

/** Room for a whole file, which an array may not be large enough for. */
function roomFor(path: string, size: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(size);
  } catch (cause) {
    throw new DataError(
      `${path}: ${(size / 1e9).toFixed(1)} GB are too much for memory at once; only CSV and TSV are read piece by piece (split the file)`,
      { cause },
    );
  }
}

/** The bytes of a file, decompressed where they are gzip. */
export async function readPlainBytes(path: string): Promise<NamedBytes> {
  const { head, size, compressed, pieces } = await openPiecewise(path);
  if (!compressed) return readBytes(path);
  let bytes = roomFor(path, size);
  let length = 0;
  for await (const piece of pieces()) {
    if (length + piece.length > MOST_INFLATED)
      throw new DataError(`${path}: inflates to more than 4 GiB; decompress it first if that is what it is`);
    if (length + piece.length > bytes.length) bytes = enlarged(bytes, 2 * (length + piece.length));
    bytes.set(piece, length);
    length += piece.length;
  }
  return { name: head.name, bytes: bytes.subarray(0, length) };
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
}

/** The path in the same folder whose name, without `.gz`, this is; undefined where there is none. */
export async function findBeside(path: string, name: string): Promise<string | undefined> {
  const folder = dirname(path);
  const names = await readdir(folder);
  const found = [name, `${name}.gz`].find((candidate) => names.includes(candidate));
  return found && join(folder, found);
}
