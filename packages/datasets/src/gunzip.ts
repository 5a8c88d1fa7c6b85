import { DataError } from "./dataset.js";

/** Bytes and what errors call them: usually the file's name. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What gzip-compressed bytes hold, checksum verified; the platform inflates, in Node and in browsers.
 *
 * @throws DataError (the promise rejects) when the bytes are not gzip, damaged or cut off, or are several members one
 *   after another.
 * @example
 * const zipped = new Blob(["x,y"]).stream().pipeThrough(new CompressionStream("gzip"));
 * const bytes = new Uint8Array(await new Response(zipped).arrayBuffer());
 * new TextDecoder().decode(await gunzip({ name: "points.csv.gz", bytes })); // "x,y"
 */
export async function gunzip({ name, bytes }: NamedBytes): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw new DataError(`${name}: no gzip signature at byte 0; expected 1f 8b`);
  const inflated = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  try {
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  } catch (cause) {
    throw new DataError(`${name}: the gzip data is damaged, cut off or more than one member`, { cause });
  }
}
