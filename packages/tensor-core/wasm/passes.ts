/**
 * The passes over a window of rows, block by block, for T = f32 or f64. The host calls `pack`, then `begin`
 * and a pass for each window, then `end`. Sums do not depend on where the windows are cut, as long as they
 * are cut at multiples of 64 rows.
 */

import { flushDense, loadDense, logitsDense, outerDense, packDense } from "./dense";
import {
  bias,
  biasV,
  blockRows,
  classStride,
  g,
  io,
  isSparse,
  nClasses,
  nColumns,
  p,
  padded,
  ROWS,
  table,
  u,
  v,
  w,
  z,
} from "./layout";
import { curvature, loadWeights, subtractClasses, subtractDistributions, weightedSoftmax } from "./softmax";
import { flushSparse, loadSparse, logitsSparse, outerSparse, packSparse } from "./sparse";
import { lanes, sum } from "./vector";

/** Rows whose gradient is summed in T before it is added to the f64 gradient in io. */
const FLUSH_ROWS: i32 = 2048;

let loss: f64 = 0;
let unflushed: i32 = 0;

/** Packs the parameters in io: as weights, or as the direction of `hvp`. */
export function pack<T>(isDirection: bool): void {
  const packed = isDirection ? v : w;
  if (isSparse) packSparse<T>(packed);
  else packDense<T>(packed);
  memory.copy(
    isDirection ? biasV : bias,
    io + ((<usize>nClasses * <usize>nColumns) << 3),
    (<usize>nClasses) << 3,
  );
}

/** Zero sums. */
export function begin<T>(): void {
  const packed = isSparse ? (<usize>nColumns * classStride) << 3 : <usize>nClasses * padded * sizeof<T>();
  memory.fill(io, 0, (<usize>nClasses * <usize>(nColumns + 1)) << 3);
  memory.fill(g, 0, packed);
  loss = 0;
  unflushed = 0;
}

/** Completes the gradient in io; returns the loss. */
export function end<T>(): f64 {
  flush<T>();
  return loss;
}

export function logits<T>(firstRow: i32, count: i32, ordered: bool): void {
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(w, bias, z, rows);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < nClasses; c++) store<f64>(tableCell(at + r, c), <f64>load<T>(z + cell<T>(r, c)));
  }
}

export function accumulate<T>(firstRow: i32, count: i32, ordered: bool): void {
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    clearTail<T>(rows);
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < nClasses; c++) store<T>(p + cell<T>(r, c), <T>load<f64>(tableCell(at + r, c)));
    addBlock<T>(rows);
  }
}

export function crossEntropy<T>(firstRow: i32, count: i32, ordered: bool, weighted: bool, soft: bool): void {
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(w, bias, z, rows);
    loadWeights(at, rows, weighted);
    weightedSoftmax<T>(rows);
    loss += soft ? subtractDistributions<T>(at, rows) : subtractClasses<T>(at, rows);
    addBlock<T>(rows);
  }
}

export function hvp<T>(firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(w, bias, z, rows);
    blockLogits<T>(v, biasV, u, rows);
    loadWeights(at, rows, false);
    weightedSoftmax<T>(rows);
    curvature<T>(at, rows, weighted);
    addBlock<T>(rows);
  }
}

function cell<T>(r: i32, c: i32): usize {
  return (<usize>c * ROWS + <usize>r) * sizeof<T>();
}

function tableCell(r: i32, c: i32): usize {
  return table + ((<usize>r * <usize>nClasses + <usize>c) << 3);
}

function loadBlock<T>(firstRow: i32, at: i32, rows: i32, ordered: bool): void {
  if (isSparse) loadSparse(firstRow, at, ordered);
  else loadDense<T>(firstRow, at, rows, ordered);
}

/** out ← bias + x·w of the block; rows up to the next multiple of 4 are finite. */
function blockLogits<T>(packed: usize, biases: usize, out: usize, rows: i32): void {
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

/** Adds the block's residuals p to the gradient: the weights' part to g, the bias's to io. */
function addBlock<T>(rows: i32): void {
  if (isSparse) outerSparse<T>(rows);
  else outerDense<T>(rows);
  for (let c = 0; c < nClasses; c++) {
    let total = v128.splat<T>(<T>0);
    for (let r = 0; r < rows; r += lanes<T>()) total = v128.add<T>(total, v128.load(p + cell<T>(r, c)));
    const at = io + ((<usize>nClasses * <usize>nColumns + <usize>c) << 3);
    store<f64>(at, load<f64>(at) + sum<T>(total));
  }
  unflushed += rows;
  if (!isSparse && unflushed >= FLUSH_ROWS) flush<T>();
}

function flush<T>(): void {
  if (isSparse) flushSparse();
  else flushDense<T>();
  unflushed = 0;
}
