/**
 * The passes over a window of rows, cut into segments that threads take in any order, for T = f32 or f64. The host
 * calls `pack` for every chunk of columns, then for each window a pass for every segment, `add` for every chunk, and
 * `total`. Nothing depends on which thread does what: a segment's sums are its own, and are added in the order of the
 * segments. Within a segment rows are taken block by block.
 */

import { logitsByColumns, outerByColumns, putRows, takeRows } from "./byColumns";
import { addDense, loadDense, logitsDense, outerDense, packDense } from "./dense";
import {
  bias,
  biasV,
  blockRows,
  classStride,
  g,
  gBytes,
  io,
  isSparse,
  isTurned,
  nClasses,
  nColumns,
  p,
  padded,
  ROWS,
  rowsU,
  rowsZ,
  segmentG,
  segmentRows,
  segmentSums,
  select,
  sumBytes,
  sums,
  table,
  u,
  v,
  w,
  z,
} from "./layout";
import { curvature, loadWeights, subtractClasses, subtractDistributions, weightedSoftmax } from "./softmax";
import { addSparse, loadSparse, logitsSparse, outerSparse, packSparse } from "./sparse";
import { lanes, sum } from "./vector";

/** Columns that are packed, or whose gradient is added, at a time; whole tiles. */
export const CHUNK: i32 = 512;

/** Packs the parameters in io, for one chunk of columns: as weights, or as the direction of `hvp`. */
export function pack<T>(chunk: i32, isDirection: bool): void {
  const packed = isDirection ? v : w;
  const from = chunk * CHUNK;
  if (isSparse) packSparse<T>(packed, from, min(nColumns, from + CHUNK));
  else packDense<T>(packed, from, min(<i32>padded, from + CHUNK));
  if (chunk > 0) return;
  memory.copy(
    isDirection ? biasV : bias,
    io + ((<usize>nClasses * <usize>nColumns) << 3),
    (<usize>nClasses) << 3,
  );
}

/**
 * io ← io + the segments' gradients, for one chunk of columns. Where features are by columns, the sums of one block
 * after the other are wanted, so that a block's residuals stay in the cache for all chunks.
 */
export function add<T>(chunk: i32, firstRow: i32, segments: i32, block: i32): void {
  const from = chunk * CHUNK;
  const end = min(nColumns, from + CHUNK);
  if (isTurned) addTurned<T>(firstRow / segmentRows, segments, block, from, end);
  else
    for (let s = 0; s < segments; s++) {
      if (isSparse) addSparse(g + <usize>s * gBytes, from, end);
      else addDense<T>(g + <usize>s * gBytes, from, end);
    }
}

/** g ← (0, at the first block, or g) + the columns' products with the block's residuals; at the last, io ← io + g. */
function addTurned<T>(firstBlock: i32, segments: i32, block: i32, from: i32, end: i32): void {
  const columnBytes = classStride << 3;
  if (block == 0) memory.fill(g + <usize>from * columnBytes, 0, <usize>(end - from) * columnBytes);
  outerByColumns<T>(firstBlock + block, tableRow<T>(rowsZ, block * segmentRows), from, end);
  if (block == segments - 1) addSparse(g, from, end);
}

/** io ← io + the segments' sums, for the biases; returns their loss. */
export function total(segments: i32): f64 {
  const biases = io + ((<usize>nClasses * <usize>nColumns) << 3);
  let loss: f64 = 0;
  for (let s = 0; s < segments; s++) {
    const from = sums + <usize>s * sumBytes;
    for (let c = 0; c < nClasses; c++) addAt(biases, c, load<f64>(from + ((<usize>c) << 3)));
    loss += load<f64>(from + ((<usize>nClasses) << 3));
  }
  return loss;
}

/** Makes segment s the current one, with zero sums. */
function begin(s: i32): void {
  select(s);
  if (!isTurned) memory.fill(segmentG, 0, gBytes);
  memory.fill(segmentSums, 0, sumBytes);
}

/** table ← logits of the window's rows from part · partRows on, in f64. */
export function logits<T>(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  const from = part * partRows;
  const to = min(count, from + partRows);
  if (isTurned) turnedLogits<T>(firstRow, w, bias, rowsZ, from, to);
  for (let at = from; at < to; at += blockRows) {
    const rows = min(blockRows, to - at);
    loadBlock<T>(firstRow, at, rows, to, ordered, false);
    blockLogits<T>(at, rows);
    tabulate<T, f64>(z, at, rows);
  }
}

/** table ← softmax of the logits of those rows, in T. */
export function probabilities<T>(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  const from = part * partRows;
  const to = min(count, from + partRows);
  if (isTurned) turnedLogits<T>(firstRow, w, bias, rowsZ, from, to);
  for (let at = from; at < to; at += blockRows) {
    const rows = min(blockRows, to - at);
    loadBlock<T>(firstRow, at, rows, to, ordered, false);
    blockLogits<T>(at, rows);
    loadWeights(at, rows, false);
    weightedSoftmax<T>(rows);
    tabulate<T, T>(p, at, rows);
  }
}

export function accumulate<T>(s: i32, firstRow: i32, count: i32, ordered: bool): void {
  const from = s * segmentRows;
  const to = min(count, from + segmentRows);
  begin(s);
  for (let at = from; at < to; at += blockRows) {
    const rows = min(blockRows, to - at);
    loadBlock<T>(firstRow, at, rows, to, ordered, true);
    clearTail<T>(rows);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < nClasses; c++) store<T>(p + cell<T>(r, c), <T>load<f64>(tableCell<f64>(at + r, c)));
    addBlock<T>(at, rows);
  }
}

export function crossEntropy<T>(
  s: i32,
  firstRow: i32,
  count: i32,
  ordered: bool,
  weighted: bool,
  soft: bool,
): void {
  const from = s * segmentRows;
  const to = min(count, from + segmentRows);
  let loss: f64 = 0;
  begin(s);
  if (isTurned) turnedLogits<T>(firstRow, w, bias, rowsZ, from, to);
  for (let at = from; at < to; at += blockRows) {
    const rows = min(blockRows, to - at);
    loadBlock<T>(firstRow, at, rows, to, ordered, true);
    blockLogits<T>(at, rows);
    loadWeights(at, rows, weighted);
    weightedSoftmax<T>(rows);
    loss += soft ? subtractDistributions<T>(at, rows) : subtractClasses<T>(at, rows);
    addBlock<T>(at, rows);
  }
  store<f64>(segmentSums + ((<usize>nClasses) << 3), loss);
}

export function hvp<T>(s: i32, firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  const from = s * segmentRows;
  const to = min(count, from + segmentRows);
  begin(s);
  if (isTurned) turnedLogits<T>(firstRow, w, bias, rowsZ, from, to);
  if (isTurned) turnedLogits<T>(firstRow, v, biasV, rowsU, from, to);
  for (let at = from; at < to; at += blockRows) {
    const rows = min(blockRows, to - at);
    loadBlock<T>(firstRow, at, rows, to, ordered, true);
    blockLogits<T>(at, rows);
    blockDirections<T>(at, rows);
    loadWeights(at, rows, false);
    weightedSoftmax<T>(rows);
    curvature<T>(at, rows, weighted);
    addBlock<T>(at, rows);
  }
}

/** Rows from … to − 1 of `rowsAt`, which are a block of features that are by columns, ← biases + x·w. */
function turnedLogits<T>(
  firstRow: i32,
  packed: usize,
  biases: usize,
  rowsAt: usize,
  from: i32,
  to: i32,
): void {
  logitsByColumns<T>((firstRow + from) / segmentRows, packed, biases, tableRow<T>(rowsAt, from), to - from);
}

function tableRow<T>(rowsAt: usize, row: i32): usize {
  return rowsAt + <usize>row * classStride * sizeof<T>();
}

function cell<T>(r: i32, c: i32): usize {
  return (<usize>c * ROWS + <usize>r) * sizeof<T>();
}

function tableCell<V>(r: i32, c: i32): usize {
  return table + (<usize>r * <usize>nClasses + <usize>c) * sizeof<V>();
}

/** Rows `at …` of the table [., C] of V ← the block's `from`, which is z or p. */
function tabulate<T, V>(from: usize, at: i32, rows: i32): void {
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < nClasses; c++) store<V>(tableCell<V>(at + r, c), <V>load<T>(from + cell<T>(r, c)));
}

/** Makes rows `at …` of the window the current block; those up to row `to` are next. */
function loadBlock<T>(firstRow: i32, at: i32, rows: i32, to: i32, ordered: bool, hasGradient: bool): void {
  if (!isSparse) loadDense<T>(firstRow, at, rows, to, ordered, hasGradient);
  else if (!isTurned) loadSparse(firstRow, at, ordered);
}

/** z ← logits of the block, rows `at …` of the window. */
function blockLogits<T>(at: i32, rows: i32): void {
  if (isTurned) takeRows<T>(rowsZ, at, rows, z);
  else products<T>(w, bias, z, rows);
}

/** u ← logits of the block along the direction. */
function blockDirections<T>(at: i32, rows: i32): void {
  if (isTurned) takeRows<T>(rowsU, at, rows, u);
  else products<T>(v, biasV, u, rows);
}

/** out ← biases + x·w of the block; rows up to the next multiple of 4 are finite. */
function products<T>(packed: usize, biases: usize, out: usize, rows: i32): void {
  for (let c = 0; c < nClasses; c++) {
    const b = v128.splat<T>(<T>load<f64>(biases + ((<usize>c) << 3)));
    for (let r = 0; r < rows; r += lanes<T>()) v128.store(out + cell<T>(r, c), b);
  }
  if (isSparse) logitsSparse<T>(packed, out, rows);
  else logitsDense<T>(packed, out, rows);
}

/** Zeroes the residuals of the rows that share the last row's vector. */
function clearTail<T>(rows: i32): void {
  const last = rows - 1 - ((rows - 1) % lanes<T>());
  for (let c = 0; c < nClasses; c++) v128.store(p + cell<T>(last, c), v128.splat<T>(<T>0));
}

/** Adds the block's residuals p to the segment's gradient: the weights' part to g, or later from rowsZ, the bias's to its sums. */
function addBlock<T>(at: i32, rows: i32): void {
  if (isTurned) putRows<T>(p, at, rows, rowsZ);
  else if (isSparse) outerSparse<T>(rows);
  else outerDense<T>(rows);
  for (let c = 0; c < nClasses; c++) {
    let total = v128.splat<T>(<T>0);
    for (let r = 0; r < rows; r += lanes<T>()) total = v128.add<T>(total, v128.load(p + cell<T>(r, c)));
    addAt(segmentSums, c, sum<T>(total));
  }
}

/** at[c] ← at[c] + value */
function addAt(at: usize, c: i32, value: f64): void {
  at += (<usize>c) << 3;
  store<f64>(at, load<f64>(at) + value);
}
