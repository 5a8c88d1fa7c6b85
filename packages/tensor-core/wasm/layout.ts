/**
 * Where things lie in the memory of one bound problem. Every other file reads these places; only `layout`,
 * `select` and the `bind` functions write them. T is the precision (f32 or f64), a vector holds 16 / sizeof<T> of it.
 * Each thread has an instance of its own: it sees the same io, w, v, g, sums, tables and window as the others, and
 * a scratch, z, p, u and row buffers that no other one touches.
 *
 * Legend: n rows, d columns, C classes, D columns padded with zeros to a multiple of two vectors.
 *   x          rows of X: bytes, floats or doubles, `xStride` bytes apart (dense), or values, columns, starts (CSR);
 *              instances of both precisions may be bound to the same
 *   block      up to 64 rows of X in T, in place or in `scratch`, `blockStride` bytes apart
 *   w, v       parameters and direction, packed for the tiles (`dense.ts`, `sparse.ts`); biases in f64
 *   segment    up to `segmentRows` rows of the window, the work of one thread at a time
 *   g          gradient of each segment, packed likewise, `gBytes` apart; one for all where features are by columns
 *   sums       each segment's sums of residuals by class, and loss: f64 [C + 1], `sumBytes` apart
 *   io         params, then the gradient that is added to: f64 [C·d + C]
 *   z, p, u    one block's logits, residuals, directional logits: T [C][64], class-major, so that softmax runs
 *              over rows with every lane a row
 *   rowsZ, rowsU   a window's logits and directional logits, where features are bound by columns: T [row][C₄]
 *   order, targets, weights, table   the window of rows that the host has staged: i32, i32, f64 and f64 [., C]; what
 *              the host is given of a row is in the table too, probabilities as T [., C]
 */

/** Rows between two classes of z, p, u: the most rows a block can have. */
export const ROWS: usize = 64;
/**
 * Bytes of a block of X, so that it and the next one stay in the second-level cache between logits and gradient; twice
 * as many where the next one is bytes, and small.
 */
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
export let directory: usize = 0;
export let columns: usize = 0;
export let starts: usize = 0;

export let io: usize = 0;
export let w: usize = 0;
export let v: usize = 0;
export let bias: usize = 0;
export let biasV: usize = 0;
export let g: usize = 0;
export let gBytes: usize = 0;
export let sums: usize = 0;
export let sumBytes: usize = 0;
/** The current segment's g and sums. */
export let segmentG: usize = 0;
export let segmentSums: usize = 0;
export let segmentRows: i32 = 0;
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

/** The values of CSR features by blocks of rows and columns; `byColumns.ts` says what is in the directory. */
export function bindTurned(valuesAt: usize, directoryAt: usize, kind: i32): void {
  values = valuesAt;
  directory = directoryAt;
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
 * Lays out everything but X from `base` on, for `segments` segments of `rows` rows and rows of scratch `stride`
 * bytes apart, as thread number `thread` sees it; returns the end of what is this thread's. The host grows the memory
 * to the end of the last thread before it calls anything else. Nothing is kept there from one pass to the next, so
 * that the instances bound to one X may lay theirs out in the same place. What only looks at rows needs no gradients.
 */
export function layout<T>(
  base: usize,
  d: i32,
  classes: i32,
  segments: usize,
  rows: i32,
  stride: usize,
  thread: usize,
  hasGradients: bool,
): usize {
  nColumns = d;
  nClasses = classes;
  segmentRows = rows;
  padded = paddedColumns<T>(d);
  scratchStride = stride;
  classStride = (<usize>classes + 3) & ~3;
  blockRows = <i32>ROWS;
  const most = BLOCK_BYTES << (<usize>(stored == BYTES));
  while (blockRows > 8 && <usize>blockRows * scratchStride > most) blockRows >>= 1;

  next = (base + 63) & ~63;
  layoutShared<T>(segments, hasGradients);
  const first = next;
  layoutOwn<T>();
  next = first + thread * (next - first);
  layoutOwn<T>();
  return next;
}

function layoutShared<T>(segments: usize, hasGradients: bool): void {
  const C = <usize>nClasses;
  const windowRows = segments * <usize>segmentRows;
  const packed = isSparse ? <usize>nColumns * classStride : C * padded;
  const turned = isTurned ? windowRows * classStride * sizeof<T>() : 0;
  io = take((<usize>nColumns + 1) * C * 8);
  w = take(packed * sizeof<T>());
  v = take(packed * sizeof<T>());
  gBytes = packed * (isSparse ? 8 : sizeof<T>());
  g = take(hasGradients ? gBytes * (isTurned ? 1 : segments) : 0);
  sumBytes = ((C + 1) * 8 + 63) & ~63;
  sums = take(sumBytes * segments);
  bias = take(C * 8);
  biasV = take(C * 8);
  order = take(windowRows * 4);
  targets = take(windowRows * 4);
  weights = take(windowRows * 8);
  table = take(windowRows * C * 8);
  rowsZ = take(turned);
  rowsU = take(turned);
}

function layoutOwn<T>(): void {
  const C = <usize>nClasses;
  scratch = take(isSparse ? 0 : <usize>blockRows * scratchStride);
  z = take(C * ROWS * sizeof<T>());
  p = take(C * ROWS * sizeof<T>());
  u = take(C * ROWS * sizeof<T>());
  rowBuffer = take(classStride * 8);
  rowWeight = take(ROWS * 8);
  rowLogSum = take(ROWS * 8);
  rowFactor = take(ROWS * sizeof<T>());
}

/** Makes segment s the current one. */
export function select(s: usize): void {
  segmentG = g + s * (isTurned ? 0 : gBytes);
  segmentSums = sums + s * sumBytes;
}
