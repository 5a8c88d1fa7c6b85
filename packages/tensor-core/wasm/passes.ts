/**
 * The passes over a window of rows, block by block, for T = f32 or f64. The host calls `pack`, then `begin`
 * and a pass for each window, then `end`. Sums do not depend on where the windows are cut, as long as they
 * are cut at multiples of 64 rows.
 */

import { logitsByColumns, outerByColumns, putRows, takeRows } from "./byColumns";
import { flushDense, loadDense, logitsDense, outerDense, packDense } from "./dense";
import {
  bias,
  biasV,
  blockRows,
  classStride,
  g,
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
  table,
  u,
  v,
  w,
  z,
} from "./layout";
import { curvature, loadWeights, subtractClasses, subtractDistributions, weightedSoftmax } from "./softmax";
import { loadSparse, logitsSparse, outerSparse, packSparse, unpackSparse } from "./sparse";
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
  const weights = (<usize>nClasses * <usize>nColumns) << 3;
  if (isSparse)
    memory.fill(g, 0, (<usize>nColumns * classStride) << 3); // `unpackSparse` sets io's weights
  else memory.fill(g, 0, <usize>nClasses * padded * sizeof<T>());
  if (!isSparse) memory.fill(io, 0, weights);
  memory.fill(io + weights, 0, (<usize>nClasses) << 3);
  loss = 0;
  unflushed = 0;
}

/** Completes the gradient in io; returns the loss. */
export function end<T>(): f64 {
  if (isSparse) unpackSparse();
  else flushDense<T>();
  return loss;
}

export function logits<T>(firstRow: i32, count: i32, ordered: bool): void {
  if (isTurned) logitsByColumns<T>(w, bias, rowsZ, count);
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(at, rows);
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
    addBlock<T>(at, rows);
  }
  if (isTurned) outerByColumns<T>(rowsZ);
}

export function crossEntropy<T>(firstRow: i32, count: i32, ordered: bool, weighted: bool, soft: bool): void {
  if (isTurned) logitsByColumns<T>(w, bias, rowsZ, count);
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(at, rows);
    loadWeights(at, rows, weighted);
    weightedSoftmax<T>(rows);
    loss += soft ? subtractDistributions<T>(at, rows) : subtractClasses<T>(at, rows);
    addBlock<T>(at, rows);
  }
  if (isTurned) outerByColumns<T>(rowsZ);
}

export function hvp<T>(firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  if (isTurned) logitsByColumns<T>(w, bias, rowsZ, count);
  if (isTurned) logitsByColumns<T>(v, biasV, rowsU, count);
  for (let at = 0; at < count; at += blockRows) {
    const rows = min(blockRows, count - at);
    loadBlock<T>(firstRow, at, rows, ordered);
    blockLogits<T>(at, rows);
    blockDirections<T>(at, rows);
    loadWeights(at, rows, false);
    weightedSoftmax<T>(rows);
    curvature<T>(at, rows, weighted);
    addBlock<T>(at, rows);
  }
  if (isTurned) outerByColumns<T>(rowsZ);
}

function cell<T>(r: i32, c: i32): usize {
  return (<usize>c * ROWS + <usize>r) * sizeof<T>();
}

function tableCell(r: i32, c: i32): usize {
  return table + ((<usize>r * <usize>nClasses + <usize>c) << 3);
}

function loadBlock<T>(firstRow: i32, at: i32, rows: i32, ordered: bool): void {
  if (!isSparse) loadDense<T>(firstRow, at, rows, ordered);
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

/** Adds the block's residuals p to the gradient: the weights' part to g, or later from rowsZ, the bias's to io. */
function addBlock<T>(at: i32, rows: i32): void {
  if (isTurned) putRows<T>(p, at, rows, rowsZ);
  else if (isSparse) outerSparse<T>(rows);
  else outerDense<T>(rows);
  for (let c = 0; c < nClasses; c++) {
    let total = v128.splat<T>(<T>0);
    for (let r = 0; r < rows; r += lanes<T>()) total = v128.add<T>(total, v128.load(p + cell<T>(r, c)));
    const to = io + ((<usize>nClasses * <usize>nColumns + <usize>c) << 3);
    store<f64>(to, load<f64>(to) + sum<T>(total));
  }
  unflushed += rows;
  if (isSparse || unflushed < FLUSH_ROWS) return;
  flushDense<T>();
  unflushed = 0;
}
