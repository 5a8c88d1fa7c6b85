import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { DataError } from "../dataset.js";
import { isGzip, type NamedBytes } from "../gunzip.js";

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
    return { name: name.replace(/\.gz$/i, ""), bytes: withoutBuffer(await inflate(bytes)) };
  } catch (cause) {
    throw new DataError(`${name}: the gzip data is damaged or cut off: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** The same memory as a plain Uint8Array: `slice` of a Node Buffer does not copy. */
function withoutBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
