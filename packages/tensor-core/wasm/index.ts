/** The module's exports: every pass for f32 and for f64, and the places the host fills and reads. */
import * as cholesky from "./cholesky";
import * as gram from "./gram";
import * as at from "./layout";
import * as pass from "./passes";
import { exp, log64 } from "./vector";

export { bindBlock } from "./byColumns";
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

export function layout32(base: usize, d: i32, classes: i32, windowRows: usize, stride: usize): usize {
  return at.layout<f32>(base, d, classes, windowRows, stride);
}
export function pack32(isDirection: bool): void {
  pass.pack<f32>(isDirection);
}
export function begin32(): void {
  pass.begin<f32>();
}
export function end32(): f64 {
  return pass.end<f32>();
}
export function logits32(firstRow: i32, count: i32, ordered: bool): void {
  pass.logits<f32>(firstRow, count, ordered);
}
export function accumulate32(firstRow: i32, count: i32, ordered: bool): void {
  pass.accumulate<f32>(firstRow, count, ordered);
}
export function crossEntropy32(firstRow: i32, count: i32, ordered: bool, weighted: bool, soft: bool): void {
  pass.crossEntropy<f32>(firstRow, count, ordered, weighted, soft);
}
export function hvp32(firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  pass.hvp<f32>(firstRow, count, ordered, weighted);
}

export function layout64(base: usize, d: i32, classes: i32, windowRows: usize, stride: usize): usize {
  return at.layout<f64>(base, d, classes, windowRows, stride);
}
export function pack64(isDirection: bool): void {
  pass.pack<f64>(isDirection);
}
export function begin64(): void {
  pass.begin<f64>();
}
export function end64(): f64 {
  return pass.end<f64>();
}
export function logits64(firstRow: i32, count: i32, ordered: bool): void {
  pass.logits<f64>(firstRow, count, ordered);
}
export function accumulate64(firstRow: i32, count: i32, ordered: bool): void {
  pass.accumulate<f64>(firstRow, count, ordered);
}
export function crossEntropy64(firstRow: i32, count: i32, ordered: bool, weighted: bool, soft: bool): void {
  pass.crossEntropy<f64>(firstRow, count, ordered, weighted, soft);
}
export function hvp64(firstRow: i32, count: i32, ordered: bool, weighted: bool): void {
  pass.hvp<f64>(firstRow, count, ordered, weighted);
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

export function gramLayout32(base: usize, d: i32, rows: usize, rowBytes: usize): usize {
  return gram.layout<f32>(base, d, rows, rowBytes);
}
export function gramAdd32(count: i32, kind: i32, rowBytes: usize, scale: f64): void {
  gram.add<f32>(count, kind, rowBytes, scale);
}

export function gramLayout64(base: usize, d: i32, rows: usize, rowBytes: usize): usize {
  return gram.layout<f64>(base, d, rows, rowBytes);
}
export function gramAdd64(count: i32, kind: i32, rowBytes: usize, scale: f64): void {
  gram.add<f64>(count, kind, rowBytes, scale);
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
