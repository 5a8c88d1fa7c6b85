import { mkdir, open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type BlockLayout,
  type BlockSize,
  blockBytes,
  type CsrFeatures,
  encodeBlock,
  type Features,
  takeRows,
} from "@softmax/tensor-core";
import type { BlockWriter, PartName, TakenRows } from "../../blocks/blocks.js";
import { joinFeatures } from "../../blocks/joinRows.js";
import { flushFolder, namingPath, temporaryOf } from "../writeAtomically.js";
import { checksumOf, encodeTail, MAGIC, placesOf, START, tailOver } from "./blockFile.js";
import { type BlockEntry, encodeFooter } from "./blockFooter.js";

/** How rows are cut into blocks. */
export interface BlockCut {
  readonly layout: BlockLayout;
  readonly hasSampleWeights: boolean;
  /** Rows of a block at most. */
  readonly mostRows: number;
  /** Bytes of a block's rows at most, but that a block has a row at least. */
  readonly mostBytes: number;
}

/**
 * Writes a file of encoded rows: beside its name, flushed to the disk, then renamed. After any failure nothing is left.
 *
 * @example
 * import { mkdtemp, rm } from "node:fs/promises";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * const folder = await mkdtemp(join(tmpdir(), "blocks-"));
 * const layout = { kind: "dense", stored: "float32", nColumns: 2, scale: 1 };
 * const cut = { layout, hasSampleWeights: false, mostRows: 65536, mostBytes: 2 ** 24 };
 * const writer = await writeBlocks(join(folder, "points.blocks"), cut);
 * const features = denseFeatures(Float32Array.of(1, 2, 3, 4), 2, 2);
 * await writer.add("train", { features, targets: Int32Array.of(0, 1) });
 * await writer.abandon(); // or finish(head)
 * await rm(folder, { recursive: true });
 */
export async function writeBlocks(path: string, cut: BlockCut): Promise<BlockWriter> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = temporaryOf(path);
  const file = await open(temporary, "w");
  const entries: BlockEntry[] = [];
  let end = START;

  const write = async (...pieces: Uint8Array[]) => {
    for (const piece of pieces) {
      let from = 0;
      while (from < piece.length)
        from += (await file.write(piece, from, piece.length - from, end + from)).bytesWritten;
      end += piece.length;
    }
  };
  const abandon = async () => {
    await file.close().catch(() => undefined);
    await unlink(temporary).catch(() => undefined);
  };
  const orAbandon = async <T>(task: () => Promise<T>): Promise<T> => {
    try {
      return await task();
    } catch (error) {
      await abandon();
      throw namingPath(error, path);
    }
  };
  const parts: Partial<Record<PartName, Filling>> = {};
  const fillingOf = (part: PartName) => {
    parts[part] ??= filling(cut, async (block, size, checksum) => {
      await write(...block);
      entries.push({ part, ...size, checksum });
    });
    return parts[part];
  };

  return {
    add: (part, rows) => orAbandon(() => fillingOf(part).add(rows)),
    finish: (head) =>
      orAbandon(async () => {
        for (const part of Object.values(parts)) await part.flush();
        const { layout, hasSampleWeights } = cut;
        const footer = encodeFooter({ head: { ...head, layout, hasSampleWeights }, entries });
        await write(footer, encodeTail(footer));
        await file.write(Buffer.from(MAGIC), 0, MAGIC.length, 0);
        await file.sync();
        await file.close();
        await rename(temporary, path);
        await flushFolder(dirname(path));
      }),
    abandon,
  };
}

/** Rows of a part that are not yet a block. */
interface Filling {
  add(rows: TakenRows): Promise<void>;
  /** Writes the last block, however few rows it has. */
  flush(): Promise<void>;
}

type Write = (pieces: Uint8Array[], size: BlockSize, checksum: number) => Promise<void>;

function filling(cut: BlockCut, write: Write): Filling {
  const { layout, hasSampleWeights } = cut;
  const block = layout.kind === "dense" ? denseBlock(cut) : csrBlock(layout);
  const most = Math.max(1, cut.mostRows);
  const targets = new Int32Array(most);
  const weights = hasSampleWeights ? new Float64Array(most) : undefined;
  let buffer = new ArrayBuffer(0);
  let nRows = 0;

  const flush = async () => {
    if (nRows === 0) return;
    const { bytes, size } = block.take();
    const places = placesOf(layout, size, hasSampleWeights);
    const needed = places.end - places.rowBytes + 64;
    if (buffer.byteLength < needed) buffer = new ArrayBuffer(needed);
    const tail = tailOver(buffer, places, nRows);
    tail.bytes.fill(0);
    tail.targets.set(targets.subarray(0, nRows));
    if (weights) tail.weights!.set(weights.subarray(0, nRows));
    nRows = 0;
    await write([bytes, tail.bytes], size, checksumOf(bytes, tail.bytes));
  };

  return {
    async add(rows) {
      const n = rows.features.nRows;
      for (let from = 0; from < n; ) {
        const to = Math.min(n, from + most - nRows, block.fitting(rows.features, from, cut.mostBytes));
        if (to > from) {
          block.add(rows.features, from, to);
          targets.set(rows.targets.subarray(from, to), nRows);
          weights?.set(rows.sampleWeight!.subarray(from, to), nRows);
          nRows += to - from;
          from = to;
        }
        if (nRows === most || from < n) await flush();
      }
    },
    flush,
  };
}

/** The rows of a block that is being filled. */
interface GrowingBlock {
  /** The row after the last one, from `from` on, that fits. */
  fitting(features: Features, from: number, mostBytes: number): number;
  add(features: Features, from: number, to: number): void;
  /** The block, until the next rows are added; what comes is another one. */
  take(): { bytes: Uint8Array; size: BlockSize };
}

function denseBlock({ layout, mostRows, mostBytes }: BlockCut): GrowingBlock {
  const bytesOf = (nRows: number) => blockBytes(layout, { nRows, nonzeros: 0 });
  const fitting = bytesOf(1) === 0 ? mostRows : Math.floor(mostBytes / bytesOf(1));
  const most = Math.max(1, Math.min(mostRows, fitting));
  const bytes = new Uint8Array(bytesOf(most));
  let nRows = 0;
  return {
    fitting: ({ nRows: n }, from) => Math.min(n, from + most - nRows),
    add(features, from, to) {
      const place = bytes.subarray(bytesOf(nRows), bytesOf(nRows + to - from));
      encodeBlock(layout, rowsBetween(features, from, to), place);
      nRows += to - from;
    },
    take() {
      const size = { nRows, nonzeros: 0 };
      nRows = 0;
      return { bytes: bytes.subarray(0, bytesOf(size.nRows)), size };
    },
  };
}

function csrBlock(layout: BlockLayout): GrowingBlock {
  let pieces: CsrFeatures[] = [];
  let size: BlockSize = { nRows: 0, nonzeros: 0 };
  return {
    fitting(features, from, mostBytes) {
      const { rowStarts, nRows } = features as CsrFeatures;
      let to = from;
      for (; to < nRows; to++) {
        const grown = {
          nRows: size.nRows + to + 1 - from,
          nonzeros: size.nonzeros + rowStarts[to + 1] - rowStarts[from],
        };
        if (grown.nRows > 1 && blockBytes(layout, grown) > mostBytes) break;
      }
      return to;
    },
    add(features, from, to) {
      const piece = rowsBetween(features, from, to) as CsrFeatures;
      pieces.push(piece);
      size = { nRows: size.nRows + to - from, nonzeros: size.nonzeros + piece.rowStarts[to - from] };
    },
    take() {
      const taken = size;
      const bytes = new Uint8Array(blockBytes(layout, taken));
      encodeBlock(layout, joinFeatures(pieces), bytes);
      pieces = [];
      size = { nRows: 0, nonzeros: 0 };
      return { bytes, size: taken };
    },
  };
}

/** Rows from … to − 1: of dense features a view, of sparse ones a copy. */
function rowsBetween(features: Features, from: number, to: number): Features {
  if (features.kind === "dense") {
    const { data, nColumns } = features;
    return { ...features, data: data.subarray(from * nColumns, to * nColumns), nRows: to - from };
  }
  return takeRows(
    features,
    Array.from({ length: to - from }, (_, k) => from + k),
  );
}
