import { crc32 } from "node:zlib";
import { type BlockLayout, type BlockSize, blockBytes, FormatError } from "@softmax/tensor-core";

/**
 * A file of encoded rows: 64 bytes that begin with MAGIC, the blocks, the footer (`blockFooter.ts`), and the last 16
 * bytes: the footer's length and its CRC-32, 8 bytes each, little-endian.
 *
 * A block, from a multiple of 64 on: the rows as `BlockLayout` says, their targets (int32) and, where samples have them,
 * their weights (float64), each filled up with zeros to a multiple of 64.
 */
export const MAGIC = "softmax blocks 1\n";
export const START = 64;
export const TAIL_BYTES = 16;

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** Where the parts of a block are, in bytes from its beginning. */
export interface BlockPlaces {
  /** Of the rows. */
  readonly rowBytes: number;
  readonly targetsAt: number;
  readonly weightsAt: number;
  readonly end: number;
}

export function placesOf(layout: BlockLayout, size: BlockSize, hasSampleWeights: boolean): BlockPlaces {
  const rowBytes = blockBytes(layout, size);
  const targetsAt = align(rowBytes);
  const weightsAt = align(targetsAt + 4 * size.nRows);
  const end = hasSampleWeights ? align(weightsAt + 8 * size.nRows) : weightsAt;
  return { rowBytes, targetsAt, weightsAt, end };
}

/** What follows the rows of a block, as one piece with arrays in it that lie where arrays may lie. */
export interface BlockTail {
  readonly bytes: Uint8Array;
  readonly targets: Int32Array;
  readonly weights?: Float64Array;
}

/** The tail of a block, over a buffer of at least `end − rowBytes + 64` bytes. */
export function tailOver(
  buffer: ArrayBuffer,
  { rowBytes, targetsAt, weightsAt, end }: BlockPlaces,
  nRows: number,
): BlockTail {
  const at = 64 - (targetsAt - rowBytes);
  return {
    bytes: new Uint8Array(buffer, at, end - rowBytes),
    targets: new Int32Array(buffer, 64, nRows),
    weights: end > weightsAt ? new Float64Array(buffer, 64 + weightsAt - targetsAt, nRows) : undefined,
  };
}

export const checksumOf = (rows: Uint8Array, tail: Uint8Array): number => crc32(tail, crc32(rows));

/** The last bytes of the file. */
export function encodeTail(footer: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(TAIL_BYTES);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(footer.length), true);
  view.setBigUint64(8, BigInt(crc32(footer)), true);
  return bytes;
}

/** How long the footer is, in a file of so many bytes. */
export function footerLength(tail: Uint8Array, fileBytes: number): number {
  const length = Number(new DataView(tail.buffer, tail.byteOffset).getBigUint64(0, true));
  const most = fileBytes - START - TAIL_BYTES;
  if (length <= most) return length;
  throw new FormatError(`blocks: the footer has ${length} bytes; expected at most ${most}`);
}

/** @throws FormatError where the footer is not the one that was written */
export function checkFooter(footer: Uint8Array, tail: Uint8Array): void {
  const written = Number(new DataView(tail.buffer, tail.byteOffset).getBigUint64(8, true));
  const found = crc32(footer);
  if (found !== written)
    throw new FormatError(
      `blocks: the checksum of the footer is ${found}; expected ${written} (the file is damaged)`,
    );
}
