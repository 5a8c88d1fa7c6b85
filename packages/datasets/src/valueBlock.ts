/**
 * Some rows of a table that is being read, column by column: bytes as long as a column has nothing else, float64
 * from then on. Row r of column c is at c · stride + r of its array.
 */
export interface ValueBlock {
  readonly rows: number;
  readonly stride: number;
  readonly bytes: Uint8Array;
  readonly floats: Float64Array;
  /** 1 for the columns that are in `floats`. */
  readonly isFloat: Uint8Array;
}

/** Rows fill lines of the cache before they go to their columns, and the block as a whole fits its second level. */
const MOST_ROWS = 256;
const FEWEST_ROWS = 16;
const VALUES = 2 ** 18;

/** Beyond a power of two, so that neighboring columns do not compete for the same places in the cache. */
const PADDING = 64;

export function newValueBlock(nColumns: number, mostRows = MOST_ROWS): ValueBlock {
  const rows = Math.min(mostRows, MOST_ROWS, Math.max(FEWEST_ROWS, Math.floor(VALUES / nColumns)));
  const stride = rows + PADDING;
  return {
    rows,
    stride,
    bytes: new Uint8Array(nColumns * stride),
    floats: new Float64Array(nColumns * stride),
    isFloat: new Uint8Array(nColumns),
  };
}

/** Sorts in what was just written to `floats` at this row. */
export function settle(block: ValueBlock, c: number, row: number): void {
  const { bytes, floats, isFloat, stride } = block;
  if (isFloat[c] === 1) return;
  const cell = c * stride + row;
  bytes[cell] = floats[cell];
  if (!Object.is(bytes[cell], floats[cell])) moveToFloats(block, c, row);
}

/** Makes a column of bytes, before this row, one of floats. */
function moveToFloats({ bytes, floats, isFloat, stride }: ValueBlock, c: number, row: number): void {
  for (let k = c * stride; k < c * stride + row; k++) floats[k] = bytes[k];
  isFloat[c] = 1;
}

/** What the first `rows` rows of a column hold. */
export function columnOf({ bytes, floats, isFloat, stride }: ValueBlock, c: number, rows: number) {
  return (isFloat[c] === 1 ? floats : bytes).subarray(c * stride, c * stride + rows);
}
