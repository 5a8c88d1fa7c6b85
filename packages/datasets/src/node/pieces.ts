import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { isGzip, type NamedBytes } from "../gunzip.js";
import { damagedGzip, unreadable } from "./errors.js";
import { withoutBuffer } from "./gunzip.js";

/** A file that is read piece by piece, from its beginning as often as asked; decompressed where it is gzip. */
export interface PiecewiseFile {
  /** Its name, without `.gz` where it is decompressed, and its first bytes. */
  readonly head: NamedBytes;
  /** Bytes of all pieces; where they are decompressed, as the file says, which may be wrong. */
  readonly size: number;
  readonly compressed: boolean;
  /** Bytes of the file itself. */
  readonly stored: number;
  /**
   * Nothing may be kept of a piece once the next is asked for.
   *
   * @param onRead hears how many bytes of the file itself were read
   */
  pieces(onRead?: (bytes: number) => void): AsyncIterable<Uint8Array>;
}

const PIECE_BYTES = 2 ** 20;
const HEAD_BYTES = 4096;
/** No deflated data are more than this many times as long as what they are made from. */
const MOST_COMPRESSION = 1032;

/** @throws DataError (the promise rejects) where the file cannot be read */
export async function openPiecewise(path: string): Promise<PiecewiseFile> {
  const name = basename(path);
  const { size, start, end } = await endsOf(path);
  if (!isGzip(start))
    return {
      head: { name, bytes: start },
      size,
      stored: size,
      compressed: false,
      pieces: (onRead) => storedPieces(path, onRead),
    };
  const pieces: PiecewiseFile["pieces"] = (onRead) => inflatedPieces(path, onRead);
  return {
    head: { name: name.replace(/\.gz$/i, ""), bytes: await firstOf(pieces()) },
    size: Math.min(new DataView(end.buffer).getUint32(0, true), size * MOST_COMPRESSION),
    stored: size,
    compressed: true,
    pieces,
  };
}

/** A file's size, its first bytes, and its last four: gzip's are the length of what it holds. */
async function endsOf(path: string): Promise<{ size: number; start: Uint8Array; end: Uint8Array }> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
      const end = new Uint8Array(4);
      await file.read(end, 0, 4, Math.max(0, size - 4));
      return { size, start: buffer.subarray(0, bytesRead), end };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

async function firstOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  for await (const piece of pieces) return piece.slice(0, HEAD_BYTES);
  return new Uint8Array(0);
}

/** All in the same memory: a file of gigabytes leaves no garbage. */
async function* storedPieces(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE_BYTES);
  const file = await open(path);
  try {
    for (let position = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      position += bytesRead;
      onRead?.(position);
      yield buffer.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

async function* inflatedPieces(path: string, onRead?: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const inflated = createGunzip({ chunkSize: PIECE_BYTES });
  // What goes wrong with the file destroys `inflated`, too, whose reader hears of it.
  const file = createReadStream(path);
  pipeline(file, inflated, () => {});
  try {
    for await (const piece of inflated) {
      onRead?.(file.bytesRead);
      yield withoutBuffer(piece);
    }
  } catch (cause) {
    throw damagedGzip(basename(path), cause);
  }
}
