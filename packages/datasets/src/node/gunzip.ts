import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { isGzip, MOST_INFLATED, type NamedBytes } from "../gunzip.js";
import { damagedGzip } from "./errors.js";

const inflate = promisify(gunzip);

/**
 * The bytes, decompressed and without `.gz` in their name where they are gzip: one member or several (`cat
 * a.gz b.gz`), which the web platform's decompression in `../gunzip.ts` does not read.
 *
 * @throws DataError (the promise rejects) when the data is damaged or cut off
 */
export async function plainBytes({ name, bytes }: NamedBytes): Promise<NamedBytes> {
  if (!isGzip(bytes)) return { name, bytes };
  try {
    return {
      name: name.replace(/\.gz$/i, ""),
      bytes: withoutBuffer(await inflate(bytes, { maxOutputLength: MOST_INFLATED })),
    };
  } catch (cause) {
    throw damagedGzip(name, cause);
  }
}

/** The same memory as a plain Uint8Array: `slice` of a Node Buffer does not copy. */
export function withoutBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
