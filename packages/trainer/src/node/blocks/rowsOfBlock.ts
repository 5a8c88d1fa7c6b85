import type { FileHandle } from "node:fs/promises";
import {
  type BlockLayout,
  type BlockSize,
  blockBytes,
  type CsrFeatures,
  decodeBlock,
  type Features,
  FormatError,
  takeRows,
} from "@softmax/tensor-core";
import type { TakenRows } from "../../blocks/blocks.js";
import type { PlacedEntry } from "./openBlocks.js";
import { readFully } from "./readFully.js";

/** What is read in vain rather than asking the disk once more. */
const GAP_BYTES = 32 << 10;

/**
 * Rows of one block, ascending, by the stretches of the file that hold them; a stretch of none where there are none.
 * Sparse rows are found by their starts: one stretch of a block.
 */
export async function rowsOfBlock(
  file: FileHandle,
  layout: BlockLayout,
  entry: PlacedEntry,
  rows: Int32Array,
): Promise<TakenRows[]> {
  const gap =
    layout.kind === "csr"
      ? entry.nRows
      : Math.max(1, Math.floor((GAP_BYTES * entry.nRows) / Math.max(1, entry.places.rowBytes)));
  const taken: TakenRows[] = [];
  for (let from = 0, to = 0; from < rows.length || taken.length === 0; from = to) {
    while (to < rows.length && rows[to] - rows[Math.max(from, to - 1)] <= gap) to++;
    const first = rows[from] ?? 0;
    const nRows = to > from ? rows[to - 1] + 1 - first : 0;
    const stretch = await readStretch(file, layout, entry, first, nRows);
    const wanted = rows.subarray(from, to).map((row) => row - first);
    taken.push({
      features: takeRows(stretch.features, wanted),
      targets: wanted.map((i) => stretch.targets[i]),
      sampleWeight: stretch.sampleWeight && Float64Array.from(wanted, (i) => stretch.sampleWeight![i]),
    });
  }
  return taken;
}

async function readStretch(
  file: FileHandle,
  layout: BlockLayout,
  { at, places, ...size }: PlacedEntry,
  first: number,
  nRows: number,
): Promise<TakenRows> {
  const read = <A extends Int32Array | Float64Array>(into: A, from: number) =>
    readFully(file, new Uint8Array(into.buffer), at + from).then(() => into);
  const targets = await read(new Int32Array(nRows), places.targetsAt + 4 * first);
  const sampleWeight =
    places.end > places.weightsAt
      ? await read(new Float64Array(nRows), places.weightsAt + 8 * first)
      : undefined;
  const features =
    layout.kind === "dense"
      ? await readDense(file, layout, at, first, nRows)
      : await readCsr(file, layout, at, size, first, nRows);
  return { features, targets, sampleWeight };
}

async function readDense(
  file: FileHandle,
  layout: BlockLayout,
  at: number,
  first: number,
  nRows: number,
): Promise<Features> {
  const size = { nRows, nonzeros: 0 };
  const bytes = new Uint8Array(blockBytes(layout, size));
  await readFully(file, bytes, at + blockBytes(layout, { nRows: first, nonzeros: 0 }));
  return decodeBlock(layout, bytes, size);
}

async function readCsr(
  file: FileHandle,
  layout: BlockLayout,
  at: number,
  size: BlockSize,
  first: number,
  nRows: number,
): Promise<Features> {
  const bytes = await readFully(file, new Uint8Array(blockBytes(layout, size)), at);
  const { rowStarts, ...block } = decodeBlock(layout, bytes, size) as CsrFeatures;
  for (let i = 0; i < size.nRows; i++)
    if (!(rowStarts[i] >= 0 && rowStarts[i] <= rowStarts[i + 1] && rowStarts[i + 1] <= size.nonzeros))
      throw new FormatError(
        `blocks: a row has the entries ${rowStarts[i]} to ${rowStarts[i + 1]} of ${size.nonzeros}`,
      );
  const rows = Array.from({ length: nRows }, (_, k) => first + k);
  return takeRows({ ...block, rowStarts }, rows);
}
