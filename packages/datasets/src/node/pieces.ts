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
  /** Bytes of all pieces; a guess where they are decompressed. */
  readonly size: number;
  /** Nothing may be kept of a piece once the next is asked for. */
  pieces(): AsyncIterable<Uint8Array>;
}

const PIECE_BYTES = 2 ** 20;
const HEAD_BYTES = 4096;
const USUAL_COMPRESSION = 4;

/** @throws DataError (the promise rejects) where the file cannot be read */
export async function openPiecewise(path: string): Promise<PiecewiseFile> {
  const name = basename(path);
  const { size, bytes } = await startOf(path);
  if (!isGzip(bytes)) return { head: { name, bytes }, size, pieces: () => storedPieces(path) };
  const pieces = () => inflatedPieces(path);
  const head = { name: name.replace(/\.gz$/i, ""), bytes: await firstOf(pieces()) };
  return { head, size: size * USUAL_COMPRESSION, pieces };
}

async function startOf(path: string): Promise<{ size: number; bytes: Uint8Array }> {
  try {
    const file = await open(path);
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES);
      return { size: (await file.stat()).size, bytes: buffer.subarray(0, bytesRead) };
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
async function* storedPieces(path: string): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(PIECE_BYTES);
  const file = await open(path);
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}

async function* inflatedPieces(path: string): AsyncGenerator<Uint8Array> {
  const inflated = createGunzip({ chunkSize: PIECE_BYTES });
  // What goes wrong with the file destroys `inflated`, too, whose reader hears of it.
  pipeline(createReadStream(path), inflated, () => {});
  try {
    for await (const piece of inflated) yield withoutBuffer(piece);
  } catch (cause) {
    throw damagedGzip(basename(path), cause);
  }
}
