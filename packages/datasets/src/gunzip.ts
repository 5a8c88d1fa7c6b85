import { DataError } from "./dataset.js";
import { joinBytes } from "./joinBytes.js";

/** Bytes and what errors call them: usually the file's name. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Whether the bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Bytes that compressed data may become in memory: ten megabytes can hold ten gigabytes of zeros. */
export const MOST_INFLATED = 2 ** 32;

/**
 * What gzip-compressed bytes hold, checksum verified; the platform inflates, in Node and in browsers.
 *
 * @throws DataError (the promise rejects) when the bytes are not gzip, damaged or cut off, are several members one
 *   after another, or become more than 4 GiB.
 * @example
 * const zipped = new Blob(["x,y"]).stream().pipeThrough(new CompressionStream("gzip"));
 * const bytes = new Uint8Array(await new Response(zipped).arrayBuffer());
 * new TextDecoder().decode(await gunzip({ name: "points.csv.gz", bytes })); // "x,y"
 */
export async function gunzip({ name, bytes }: NamedBytes): Promise<Uint8Array> {
  if (!isGzip(bytes)) throw new DataError(`${name}: no gzip signature at byte 0; expected 1f 8b`);
  const inflated = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream("gzip"));
  return gathered(inflated, name, MOST_INFLATED);
}

/** All bytes of the stream, which is not read on where there are more than `most`. */
export async function gathered(
  stream: ReadableStream<Uint8Array>,
  name: string,
  most: number,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch((cause) => {
      throw new DataError(`${name}: the gzip data is damaged, cut off or more than one member`, { cause });
    });
    if (done) return joinBytes(pieces);
    length += value.length;
    if (length > most) {
      await reader.cancel();
      throw new DataError(
        `${name}: goes on at byte ${most} of what it inflates to; expected an end there or before`,
      );
    }
    pieces.push(value);
  }
}
