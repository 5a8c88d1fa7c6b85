/** The module's exports: every pass for f32 and for f64, and the places the host fills and reads. */
import * as cholesky from "./cholesky";
import * as gram from "./gram";
import * as at from "./layout";
import * as pass from "./passes";
import { exp, log64 } from "./vector";

export { setWidest } from "./dense";
export { bindDense, bindSparse, bindTurned } from "./layout";

export function io(): usize {
  return at.io;
}
export function order(): usize {
  return at.order;
}
export function targets(): usize {
  return at.targets;
}
export function weights(): usize {
  return at.weights;
}
export function table(): usize {
  return at.table;
}

export function total(segments: i32): f64 {
  return pass.total(segments);
}

export function layout32(
  base: usize,
  d: i32,
  classes: i32,
  segments: usize,
  rows: i32,
  stride: usize,
  thread: usize,
): usize {
  return at.layout<f32>(base, d, classes, segments, rows, stride, thread, true);
}
export function layoutRows32(
  base: usize,
  d: i32,
  classes: i32,
  segments: usize,
  rows: i32,
  stride: usize,
  thread: usize,
): usize {
  return at.layout<f32>(base, d, classes, segments, rows, stride, thread, false);
}
export function pack32(chunk: i32, isDirection: bool): void {
  pass.pack<f32>(chunk, isDirection);
}
export function logits32(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  pass.logits<f32>(part, firstRow, count, ordered, partRows);
}
export function probabilities32(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  pass.probabilities<f32>(part, firstRow, count, ordered, partRows);
}
export function accumulate32(s: i32, firstRow: i32, count: i32, ordered: bool): void {
  pass.accumulate<f32>(s, firstRow, count, ordered);
}
export function crossEntropy32(
  s: i32,
  firstRow: i32,
  count: i32,
  ordered: bool,
  weighted: bool,
  soft: bool,
): void {
  pass.crossEntropy<f32>(s, firstRow, count, ordered, weighted, soft);
}
export function hvp32(s: i32, firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  pass.hvp<f32>(s, firstRow, count, ordered, weighted);
}
export function add32(chunk: i32, firstRow: i32, segments: i32, block: i32): void {
  pass.add<f32>(chunk, firstRow, segments, block);
}

export function layout64(
  base: usize,
  d: i32,
  classes: i32,
  segments: usize,
  rows: i32,
  stride: usize,
  thread: usize,
): usize {
  return at.layout<f64>(base, d, classes, segments, rows, stride, thread, true);
}
export function layoutRows64(
  base: usize,
  d: i32,
  classes: i32,
  segments: usize,
  rows: i32,
  stride: usize,
  thread: usize,
): usize {
  return at.layout<f64>(base, d, classes, segments, rows, stride, thread, false);
}
export function pack64(chunk: i32, isDirection: bool): void {
  pass.pack<f64>(chunk, isDirection);
}
export function logits64(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  pass.logits<f64>(part, firstRow, count, ordered, partRows);
}
export function probabilities64(part: i32, firstRow: i32, count: i32, ordered: bool, partRows: i32): void {
  pass.probabilities<f64>(part, firstRow, count, ordered, partRows);
}
export function accumulate64(s: i32, firstRow: i32, count: i32, ordered: bool): void {
  pass.accumulate<f64>(s, firstRow, count, ordered);
}
export function crossEntropy64(
  s: i32,
  firstRow: i32,
  count: i32,
  ordered: bool,
  weighted: bool,
  soft: bool,
): void {
  pass.crossEntropy<f64>(s, firstRow, count, ordered, weighted, soft);
}
export function hvp64(s: i32, firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  pass.hvp<f64>(s, firstRow, count, ordered, weighted);
}
export function add64(chunk: i32, firstRow: i32, segments: i32, block: i32): void {
  pass.add<f64>(chunk, firstRow, segments, block);
}

export function gramBegin(): void {
  gram.begin();
}
export function gramStaged(): usize {
  return gram.staged;
}
export function gramWeights(): usize {
  return gram.weights;
}
export function gramSums(): usize {
  return gram.g;
}

export function gramLayout32(base: usize, d: i32, rows: usize, rowBytes: usize, thread: usize): usize {
  return gram.layout<f32>(base, d, rows, rowBytes, thread);
}
export function gramPack32(part: i32, count: i32, kind: i32, rowBytes: usize, scale: f64): void {
  gram.packRows<f32>(part, count, kind, rowBytes, scale);
}
export function gramMultiply32(stripe: i32, count: i32): void {
  gram.multiplyStripe<f32>(stripe, count);
}

export function gramLayout64(base: usize, d: i32, rows: usize, rowBytes: usize, thread: usize): usize {
  return gram.layout<f64>(base, d, rows, rowBytes, thread);
}
export function gramPack64(part: i32, count: i32, kind: i32, rowBytes: usize, scale: f64): void {
  gram.packRows<f64>(part, count, kind, rowBytes, scale);
}
export function gramMultiply64(stripe: i32, count: i32): void {
  gram.multiplyStripe<f64>(stripe, count);
}

export function choleskyMatrix(): usize {
  return cholesky.l;
}
export function choleskyRight(): usize {
  return cholesky.y;
}
export function choleskyPivot(): f64 {
  return cholesky.pivot;
}

export function choleskyLayout32(base: usize, n: i32): usize {
  return cholesky.layout<f32>(base, n);
}
export function choleskyFactor32(): i32 {
  return cholesky.factor<f32>();
}
export function choleskySolve32(bytes: usize): void {
  cholesky.solve<f32>(bytes);
}

export function choleskyLayout64(base: usize, n: i32): usize {
  return cholesky.layout<f64>(base, n);
}
export function choleskyFactor64(): i32 {
  return cholesky.factor<f64>();
}
export function choleskySolve64(bytes: usize): void {
  cholesky.solve<f64>(bytes);
}

/** For the tests: exp or ln of the f64 (or f32) vectors from `from` to `to`, in place. */
export function expInPlace32(from: usize, to: usize): void {
  for (; from < to; from += 16) v128.store(from, exp<f32>(v128.load(from)));
}
export function expInPlace64(from: usize, to: usize): void {
  for (; from < to; from += 16) v128.store(from, exp<f64>(v128.load(from)));
}
export function logInPlace(from: usize, to: usize): void {
  for (; from < to; from += 16) v128.store(from, log64(v128.load(from)));
}
