import { type FileHandle, open } from "node:fs/promises";
import { FormatError, type Slot } from "@softmax/tensor-core";
import type { BlockStore, PartName, TakenRows } from "../../blocks/blocks.js";
import { joinRows } from "../../blocks/joinRows.js";
import {
  type BlockPlaces,
  checkFooter,
  checksumOf,
  footerLength,
  MAGIC,
  placesOf,
  START,
  TAIL_BYTES,
  tailOver,
} from "./blockFile.js";
import { type BlockEntry, type BlockFooter, decodeFooter, partsOf } from "./blockFooter.js";
import { readFully } from "./readFully.js";
import { rowsOfBlock } from "./rowsOfBlock.js";

/** A block and where it is in the file. */
export interface PlacedEntry extends BlockEntry {
  readonly at: number;
  readonly places: BlockPlaces;
}

/**
 * Opens a file of encoded rows. Its footer is verified at once, each block when it is read for the first time.
 *
 * @throws FormatError where the file is not one, or damaged
 */
export async function openBlocks(path: string): Promise<BlockStore> {
  const file = await open(path);
  try {
    const footer = await readFooter(file);
    return storeOf(path, file, footer.head, footer.placed);
  } catch (error) {
    await file.close();
    if (error instanceof FormatError) error.message = `${path}: ${error.message}`;
    throw error;
  }
}

async function readFooter(file: FileHandle): Promise<BlockFooter & { placed: PlacedEntry[] }> {
  const { size } = await file.stat();
  const isLong = size >= START + TAIL_BYTES;
  const magic = isLong
    ? Buffer.from(await readFully(file, new Uint8Array(MAGIC.length), 0))
    : Buffer.alloc(0);
  if (magic.toString("latin1") !== MAGIC)
    throw new FormatError(`blocks: ${size} bytes that are not a file of encoded rows`);
  const tail = await readFully(file, new Uint8Array(TAIL_BYTES), size - TAIL_BYTES);
  const length = footerLength(tail, size);
  const footerAt = size - TAIL_BYTES - length;
  const bytes = await readFully(file, new Uint8Array(length), footerAt);
  checkFooter(bytes, tail);
  const footer = decodeFooter(bytes);
  return { ...footer, placed: placedBlocks(footer, footerAt) };
}

/** The blocks lie one after the other and end where the footer begins. */
function placedBlocks({ head, entries }: BlockFooter, footerAt: number): PlacedEntry[] {
  let end = START;
  const placed = entries.map((entry) => {
    const at = end;
    const places = placesOf(head.layout, entry, head.hasSampleWeights);
    end += places.end;
    return { ...entry, at, places };
  });
  if (end !== footerAt)
    throw new FormatError(
      `blocks: the blocks end at byte ${end}; expected ${footerAt}, where the footer begins`,
    );
  return placed;
}

function storeOf(
  path: string,
  file: FileHandle,
  head: BlockFooter["head"],
  placed: readonly PlacedEntry[],
): BlockStore {
  const parts = partsOf(placed);
  const blocksOf = (part: PartName) => placed.filter((entry) => entry.part === part);
  const blocks = { train: blocksOf("train"), validation: blocksOf("validation"), test: blocksOf("test") };
  const verified = new Set<PlacedEntry>();
  const buffers = new WeakMap<Slot, ArrayBuffer>();
  const bufferOf = (slot: Slot, bytes: number) => {
    const known = buffers.get(slot);
    const buffer = known && known.byteLength >= bytes ? known : new ArrayBuffer(bytes);
    buffers.set(slot, buffer);
    return buffer;
  };
  const verify = (entry: PlacedEntry, rows: Uint8Array, tail: Uint8Array, targets: Int32Array) => {
    if (verified.has(entry)) return;
    const found = checksumOf(rows, tail);
    if (found !== entry.checksum)
      throw new FormatError(
        `${path}: the checksum of the block at byte ${entry.at} is ${found}; expected ${entry.checksum} (the file is damaged: softmax cache --clear removes it)`,
      );
    refuseStray(path, targets, head.classes.length);
    verified.add(entry);
  };

  return {
    ...head,
    parts,
    async read(part, k, slot, precision) {
      const entry = blocks[part][k];
      const { places, nRows, nonzeros } = entry;
      const size = { nRows, nonzeros };
      const rows = slot.place(size);
      const tail = tailOver(bufferOf(slot, places.end - places.rowBytes + 64), places, nRows);
      await readFully(file, rows, entry.at);
      await readFully(file, tail.bytes, entry.at + places.rowBytes);
      verify(entry, rows, tail.bytes, tail.targets);
      const kernel = naming(path, entry, () => slot.bind(size, precision));
      return { kernel, targets: tail.targets, sampleWeight: tail.weights };
    },
    async take(part, rows) {
      const pieces: TakenRows[] = [];
      let first = 0;
      let from = 0;
      for (const entry of blocks[part]) {
        let to = from;
        while (to < rows.length && rows[to] < first + entry.nRows) to++;
        const wanted = rows.subarray(from, to).map((row) => row - first);
        if (to > from || rows.length === 0) pieces.push(await rowsOfBlock(file, head.layout, entry, wanted));
        if (to === rows.length) break;
        from = to;
        first += entry.nRows;
      }
      const taken = joinRows(pieces);
      refuseStray(path, taken.targets, head.classes.length);
      return taken;
    },
    close: () => file.close(),
  };
}

/** What kernels say of the entries of sparse rows, as what is wrong with the file. */
function naming<T>(path: string, { at, nonzeros }: PlacedEntry, bind: () => T): T {
  try {
    return bind();
  } catch (cause) {
    if (!(cause instanceof RangeError) || nonzeros === 0) throw cause;
    throw new FormatError(`${path}: the block at byte ${at}: ${cause.message}`, { cause });
  }
}

/** Targets are indices of memory to the kernels. */
function refuseStray(path: string, targets: Int32Array, nClasses: number): void {
  for (const target of targets)
    if (target < 0 || target >= nClasses)
      throw new FormatError(`${path}: a row has the class ${target}; expected 0 to ${nClasses - 1}`);
}
