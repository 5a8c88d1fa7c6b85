/**
 * Where things lie in the memory of one bound problem. Every other file reads these places; only `layout`
 * and the two `bind` functions write them. T is the precision (f32 or f64), a vector holds 16 / sizeof<T> of it.
 *
 * Legend: n rows, d columns, C classes, D columns padded with zeros to a multiple of two vectors.
 *   x          rows of X: bytes, floats or doubles, `xStride` bytes apart (dense), or values, columns, starts (CSR);
 *              instances of both precisions may be bound to the same
 *   block      up to 64 rows of X in T, in place or in `scratch`, `blockStride` bytes apart
 *   w, v       parameters and direction, packed for the tiles (`dense.ts`, `sparse.ts`); biases in f64
 *   g          gradient of the last few thousand rows, packed likewise
 *   io         params in, gradient out: f64 [C·d + C]
 *   z, p, u    one block's logits, residuals, directional logits: T [C][64], class-major, so that softmax runs
 *              over rows with every lane a row
 *   rowsZ, rowsU   a window's logits and directional logits, where features are bound by columns: T [row][C₄]
 *   order, targets, weights, table   the window of rows that the host has staged: i32, i32, f64 and f64 [., C]
 */

/** Rows between two classes of z, p, u: the most rows a block can have. */
export const ROWS: usize = 64;
/** Bytes of a block of X, so that it and the next one stay in the second-level cache between logits and gradient. */
const BLOCK_BYTES: usize = 256 << 10;

/** What the values of X are stored as, whatever T is; bytes are dense only. */
export const BYTES: i32 = 1;
export const FLOATS: i32 = 4;
export const DOUBLES: i32 = 8;

export let nColumns: i32 = 0;
export let nClasses: i32 = 0;
export let padded: usize = 0;
export let blockRows: i32 = 0;
/** Entries between two rows of w and g of CSR features: C rounded up to whole vectors of either precision. */
export let classStride: usize = 0;

export let isSparse: bool = false;
/** CSR features that are bound by columns: `byColumns.ts`. */
export let isTurned: bool = false;
export let stored: i32 = DOUBLES;
export let scale: f64 = 1;
export let x: usize = 0;
export let xStride: usize = 0;
export let values: usize = 0;
export let columns: usize = 0;
export let starts: usize = 0;

export let io: usize = 0;
export let w: usize = 0;
export let v: usize = 0;
export let bias: usize = 0;
export let biasV: usize = 0;
export let g: usize = 0;
export let scratch: usize = 0;
export let scratchStride: usize = 0;
export let z: usize = 0;
export let p: usize = 0;
export let u: usize = 0;
export let rowBuffer: usize = 0;
export let rowWeight: usize = 0;
export let rowLogSum: usize = 0;
export let rowFactor: usize = 0;
export let order: usize = 0;
export let targets: usize = 0;
export let weights: usize = 0;
export let table: usize = 0;
export let rowsZ: usize = 0;
export let rowsU: usize = 0;

let next: usize = 0;

/** The next `bytes` bytes, aligned to a cache line, with room for a vector load past the end. */
function take(bytes: usize): usize {
  const at = next;
  next = (at + bytes + 16 + 63) & ~63;
  return at;
}

/** Dense rows, `stride` bytes apart, worth `factor` times what is stored. */
export function bindDense(at: usize, stride: usize, kind: i32, factor: f64): void {
  x = at;
  xStride = stride;
  isSparse = false;
  isTurned = false;
  stored = kind;
  scale = factor;
}

/** CSR rows. */
export function bindSparse(valuesAt: usize, columnsAt: usize, startsAt: usize, kind: i32): void {
  values = valuesAt;
  columns = columnsAt;
  starts = startsAt;
  isSparse = true;
  isTurned = false;
  stored = kind;
  scale = 1;
}

/** The values of CSR features by blocks of rows and columns; the rest comes block by block. */
export function bindTurned(valuesAt: usize, kind: i32): void {
  values = valuesAt;
  isSparse = true;
  isTurned = true;
  stored = kind;
  scale = 1;
}

function paddedColumns<T>(d: i32): usize {
  const tile: usize = 32 / sizeof<T>();
  return ((<usize>d + tile - 1) / tile) * tile;
}

/**
 * Lays out everything but X from `base` on, for `windowRows` staged rows and rows of scratch `stride` bytes apart;
 * returns the end. The host grows the memory to that end before it calls anything else. Nothing is kept there
 * from one pass to the next, so that the instances bound to one X may lay theirs out in the same place.
 */
export function layout<T>(base: usize, d: i32, classes: i32, windowRows: usize, stride: usize): usize {
  nColumns = d;
  nClasses = classes;
  padded = paddedColumns<T>(d);
  scratchStride = stride;
  classStride = (<usize>classes + 3) & ~3;
  blockRows = <i32>ROWS;
  while (blockRows > 8 && <usize>blockRows * scratchStride > BLOCK_BYTES) blockRows >>= 1;
  const C = <usize>classes;
  const packed = isSparse ? <usize>d * classStride : C * padded;

  next = (base + 63) & ~63;
  io = take((<usize>d + 1) * C * 8);
  w = take(packed * sizeof<T>());
  v = take(packed * sizeof<T>());
  g = take(packed * (isSparse ? 8 : sizeof<T>()));
  bias = take(C * 8);
  biasV = take(C * 8);
  scratch = take(isSparse ? 0 : <usize>blockRows * scratchStride);
  z = take(C * ROWS * sizeof<T>());
  p = take(C * ROWS * sizeof<T>());
  u = take(C * ROWS * sizeof<T>());
  rowBuffer = take(classStride * 8);
  rowWeight = take(ROWS * 8);
  rowLogSum = take(ROWS * 8);
  rowFactor = take(ROWS * sizeof<T>());
  order = take(windowRows * 4);
  targets = take(windowRows * 4);
  weights = take(windowRows * 8);
  table = take(windowRows * C * 8);
  const turned = isTurned ? windowRows * classStride * sizeof<T>() : 0;
  rowsZ = take(turned);
  rowsU = take(turned);
  return next;
}
