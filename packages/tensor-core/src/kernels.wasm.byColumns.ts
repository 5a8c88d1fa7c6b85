import type { CsrFeatures } from "./features.js";
import type { Precision } from "./kernels.js";
import { allocate } from "./kernels.wasm.module.js";
import { align, BASE, FLOATS, type Placed, SLACK, storedAs } from "./kernels.wasm.place.js";

/** What the logits of a block's rows may take, to stay in the second-level cache. */
const TABLE_BYTES = 1 << 20;
/** Rows of a block are numbered by 16 bits. */
const MAX_ROWS = 65536;

/** Bytes of weights and gradient by rows of X, beyond which they leave the second-level cache. */
const CACHED_BYTES = 1 << 20;

/** By rows, each entry of X meets the weights and the gradient of its column somewhere in memory. */
export function fasterByColumns({ nColumns }: CsrFeatures, nClasses: number): boolean {
  return nColumns * (nClasses + 3) * 12 > CACHED_BYTES;
}

/** Rows of a block: a multiple of 64, so that as few blocks as need be are as even as can be. */
export function blockHeight(nRows: number, nClasses: number, precision: Precision): number {
  const rowBytes = (nClasses + 3) * (precision === "float32" ? 4 : 8);
  const most = Math.max(64, Math.min(MAX_ROWS, Math.floor(TABLE_BYTES / rowBytes)));
  const blocks = Math.max(1, Math.ceil(nRows / most));
  return Math.ceil(nRows / blocks / 64) * 64;
}

/** Upper bound of the bytes of CSR X once placed by columns. */
export function turnedBytes({ rowStarts, nRows, nColumns }: CsrFeatures, height: number): number {
  const nBlocks = Math.ceil(nRows / height);
  const nonzeros = rowStarts[nRows];
  return BASE + nonzeros * 10 + Math.min(nonzeros, nBlocks * nColumns) * 8 + nBlocks * 24 + 8 * SLACK;
}

/**
 * Copies CSR X to a memory of its own, by blocks of `height` rows and within them by columns, and leaves room for
 * `workspace` bytes; undefined where the host refuses that much.
 */
export function placeByColumns(
  features: CsrFeatures,
  precision: Precision,
  height: number,
  workspace: number,
  isShared = false,
): Placed | undefined {
  const { nRows, rowStarts } = features;
  const nonzeros = rowStarts[nRows];
  const stored = storedAs(features, precision);
  const nBlocks = Math.ceil(nRows / height);
  const nIds = countIds(features, height);
  const rowsAt = align(BASE + nonzeros * stored);
  const idsAt = align(rowsAt + nonzeros * 2);
  const startsAt = align(idsAt + nIds * 4);
  const directoryAt = align(startsAt + (nIds + nBlocks) * 4);
  const end = directoryAt + nBlocks * 16 + SLACK;
  const memory = allocate(end + workspace, isShared);
  if (!memory) return undefined;

  const { buffer } = memory;
  const turned: Turned = {
    values: new (stored === FLOATS ? Float32Array : Float64Array)(buffer, BASE, nonzeros),
    rows: new Uint16Array(buffer, rowsAt, nonzeros),
    ids: new Uint32Array(buffer, idsAt, nIds),
    starts: new Uint32Array(buffer, startsAt, nIds + nBlocks),
  };
  const directory = new Uint32Array(buffer, directoryAt, nBlocks * 4);
  for (let block = 0, id = 0; block < nBlocks; block++) {
    const from = block * height;
    const count = turnBlock(features, from, Math.min(nRows, from + height), turned, id, id + block);
    directory.set([rowsAt, idsAt + id * 4, startsAt + (id + block) * 4, count], block * 4);
    id += count;
  }
  return { memory, end, height, binding: ["bindTurned", BASE, directoryAt, stored] };
}

/** How many columns have entries in a block, summed over the blocks. */
function countIds({ columns, rowStarts, nRows, nColumns }: CsrFeatures, height: number): number {
  const seenIn = new Int32Array(nColumns).fill(-1);
  let count = 0;
  for (let from = 0; from < nRows; from += height)
    for (let k = rowStarts[from]; k < rowStarts[Math.min(nRows, from + height)]; k++)
      if (seenIn[columns[k]] !== from) {
        seenIn[columns[k]] = from;
        count++;
      }
  return count;
}

interface Turned {
  readonly values: Float32Array | Float64Array;
  readonly rows: Uint16Array;
  readonly ids: Uint32Array;
  readonly starts: Uint32Array;
}

/** Sorts the entries of rows from … to − 1 by column (counting sort); returns how many columns there are. */
function turnBlock(
  { values, columns, rowStarts, nColumns }: CsrFeatures,
  from: number,
  to: number,
  turned: Turned,
  firstId: number,
  firstStart: number,
): number {
  const { ids, starts, values: sorted, rows } = turned;
  const next = new Int32Array(nColumns);
  const end = rowStarts[to];
  for (let k = rowStarts[from]; k < end; k++) next[columns[k]]++;
  let count = 0;
  let at = rowStarts[from];
  for (let j = 0; j < nColumns; j++) {
    const entries = next[j];
    if (entries === 0) continue;
    ids[firstId + count] = j;
    starts[firstStart + count++] = at;
    next[j] = at;
    at += entries;
  }
  starts[firstStart + count] = at;
  for (let i = from, k = rowStarts[from]; i < to; i++)
    for (const last = rowStarts[i + 1]; k < last; k++) {
      const place = next[columns[k]]++;
      sorted[place] = values[k];
      rows[place] = i - from;
    }
  return count;
}
