import type { ShuffledRows } from "@softmax/optim";
import { fold, permutation, type RandomKey } from "@softmax/tensor-core";
import type { BlockedPart } from "./blocks.js";

/** A block of a part and, where not all of its rows are meant in their order, which. */
export interface Piece {
  readonly block: number;
  readonly rows?: Int32Array;
}

export interface ShuffledPieces {
  readonly pieces: readonly Piece[];
  /** Of the next rows in this order, if any. */
  readonly ahead?: number;
}

/**
 * The order of all rows of a part that belongs to a key: blocks shuffled, and the rows within each, so that rows that
 * follow each other lie in few blocks. Of the latest order one block's rows are remembered.
 */
export function blockShuffle({ blocks }: BlockedPart) {
  let latest: { key: RandomKey; order: Int32Array } | undefined;
  let inside: { key: RandomKey; block: number; rows: Int32Array } | undefined;

  const orderOf = (key: RandomKey): Int32Array => {
    if (!latest || !same(latest.key, key)) latest = { key, order: permutation(key, blocks.length) };
    return latest.order;
  };
  const rowsOf = (key: RandomKey, block: number): Int32Array => {
    if (inside?.block !== block || !same(inside.key, key))
      inside = { key, block, rows: permutation(fold(fold(key, "rows"), block), blocks[block].nRows) };
    return inside.rows;
  };

  /** The rows at these places, in pieces of one block each, and the block that follows those. */
  return ({ from, to, key }: ShuffledRows): ShuffledPieces => {
    const pieces: Piece[] = [];
    let start = 0;
    for (const block of orderOf(key)) {
      if (start >= to) return { pieces, ahead: block };
      const end = start + blocks[block].nRows;
      if (end > from)
        pieces.push({
          block,
          rows: rowsOf(key, block).subarray(Math.max(from - start, 0), Math.min(to, end) - start),
        });
      start = end;
    }
    return { pieces };
  };
}

const same = (a: RandomKey, b: RandomKey): boolean => a[0] === b[0] && a[1] === b[1];
