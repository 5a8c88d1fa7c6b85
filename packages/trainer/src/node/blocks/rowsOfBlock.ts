import type { FileHandle } from "node:fs/promises";
import {
  type BlockLayout,
  blockBytes,
  type CsrFeatures,
  decodeBlock,
  type Features,
  FormatError,
  takeRows,
} from "@softmax/tensor-core";
import type { TakenRows } from "../../blocks/blocks.js";
import { joinFeatures } from "../../blocks/joinRows.js";
import type { PlacedEntry } from "./openBlocks.js";
import { readFully } from "./readFully.js";

/** What is read in vain rather than asking the disk once more, and a stretch that is read at once; in bytes. */
const [MOST_GAP, MOST_STRETCH] = [128 << 10, 1 << 20];

/** Rows of one block, ascending. */
export async function rowsOfBlock(
  file: FileHandle,
  layout: BlockLayout,
  entry: PlacedEntry,
  rows: Int32Array,
): Promise<TakenRows> {
  const { at, places } = entry;
  const first = rows[0] ?? 0;
  const nRows = rows.length > 0 ? rows[rows.length - 1] + 1 - first : 0;
  const read = <A extends Int32Array | Float64Array>(into: A, from: number) =>
    readFully(file, new Uint8Array(into.buffer), at + from).then(() => into);
  const targets = await read(new Int32Array(nRows), places.targetsAt + 4 * first);
  const weights =
    places.end > places.weightsAt
      ? await read(new Float64Array(nRows), places.weightsAt + 8 * first)
      : undefined;
  return {
    features: await (layout.kind === "dense" ? denseRows : csrRows)(file, layout, entry, rows),
    targets: rows.map((i) => targets[i - first]),
    sampleWeight: weights && Float64Array.from(rows, (i) => weights[i - first]),
  };
}

/** By the stretches of the file that hold them. */
async function denseRows(
  file: FileHandle,
  layout: BlockLayout,
  { at }: PlacedEntry,
  rows: Int32Array,
): Promise<Features> {
  const bytesOf = (nRows: number) => blockBytes(layout, { nRows, nonzeros: 0 });
  const pieces: Features[] = [];
  for (let from = 0, to = 0; from < rows.length || pieces.length === 0; from = to) {
    const first = rows[from] ?? 0;
    const isNear = (row: number) =>
      to === from || (bytesOf(row - rows[to - 1]) <= MOST_GAP && bytesOf(row - first) <= MOST_STRETCH);
    while (to < rows.length && isNear(rows[to])) to++;
    const size = { nRows: to > from ? rows[to - 1] + 1 - first : 0, nonzeros: 0 };
    const bytes = await readFully(file, new Uint8Array(bytesOf(size.nRows)), at + bytesOf(first));
    pieces.push(
      takeRows(
        decodeBlock(layout, bytes, size),
        rows.subarray(from, to).map((row) => row - first),
      ),
    );
  }
  return joinFeatures(pieces);
}

/** From the whole block, since their places depend on one another. */
async function csrRows(
  file: FileHandle,
  layout: BlockLayout,
  { at, nRows, nonzeros }: PlacedEntry,
  rows: Int32Array,
): Promise<Features> {
  const size = { nRows, nonzeros };
  const bytes = await readFully(file, new Uint8Array(blockBytes(layout, size)), at);
  const block = decodeBlock(layout, bytes, size) as CsrFeatures;
  const { rowStarts, columns } = block;
  for (let i = 0; i < nRows; i++)
    if (!(rowStarts[i] >= 0 && rowStarts[i] <= rowStarts[i + 1] && rowStarts[i + 1] <= nonzeros))
      throw new FormatError(
        `blocks: a row has the entries ${rowStarts[i]} to ${rowStarts[i + 1]} of ${nonzeros}`,
      );
  const stray = columns.find((column) => !(column >= 0 && column < layout.nColumns));
  if (stray !== undefined)
    throw new FormatError(`blocks: a row has an entry in column ${stray} of ${layout.nColumns}`);
  return takeRows(block, rows);
}
