/** CSR features. Lanes run along the classes: w, v are T [d][C₄], g is f64 [d][C₄], with C₄ = classStride. */
import {
  classStride,
  columns,
  FLOATS,
  io,
  nClasses,
  nColumns,
  order,
  p,
  ROWS,
  rowBuffer,
  segmentG,
  starts,
  stored,
  values,
} from "./layout";
import { sparseDot, sparseOuter, TILE } from "./tiles";
import { lanes } from "./vector";

let first: i32 = 0;
let inOrder: bool = false;

/** packed ← Wᵀ of io, for columns from … to − 1, a square of 4 by 4 (or 2 by 2) numbers at a time. */
export function packSparse<T>(packed: usize, from: i32, to: i32): void {
  const side = lanes<T>();
  const whole = from + ((to - from) / side) * side;
  for (let j = from; j < whole; j += side)
    for (let c = 0; c < nClasses; c += side) packSquare<T>(packed, j, c);
  for (let j = whole; j < to; j++)
    for (let c = 0; c < nClasses; c++) store<T>(packedAt<T>(packed, j, c), <T>load<f64>(weightAt(c, j)));
}

/** Classes past the last are the last one's. */
function packSquare<T>(packed: usize, j: i32, c: i32): void {
  const last = nClasses - 1;
  const stride = classStride * sizeof<T>();
  const to = packedAt<T>(packed, j, c);
  const row0 = weightAt(c, j);
  const row1 = weightAt(min(c + 1, last), j);
  if (sizeof<T>() == 8) {
    const a = v128.load(row0);
    const b = v128.load(row1);
    v128.store(to, v128.shuffle<f64>(a, b, 0, 2));
    v128.store(to + stride, v128.shuffle<f64>(a, b, 1, 3));
    return;
  }
  const a = narrow(row0);
  const b = narrow(row1);
  const c4 = narrow(weightAt(min(c + 2, last), j));
  const d = narrow(weightAt(min(c + 3, last), j));
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c4, d, 0, 4, 1, 5);
  const cdHigh = v128.shuffle<f32>(c4, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(abLow, cdLow, 0, 2));
  v128.store(to + stride, v128.shuffle<f64>(abLow, cdLow, 1, 3));
  v128.store(to + 2 * stride, v128.shuffle<f64>(abHigh, cdHigh, 0, 2));
  v128.store(to + 3 * stride, v128.shuffle<f64>(abHigh, cdHigh, 1, 3));
}

function packedAt<T>(packed: usize, j: i32, c: i32): usize {
  return packed + (<usize>j * classStride + <usize>c) * sizeof<T>();
}

function weightAt(c: i32, j: i32): usize {
  return io + ((<usize>c * <usize>nColumns + <usize>j) << 3);
}

/** Four f64 as f32. */
function narrow(at: usize): v128 {
  const low = v128.demote_zero<f64>(v128.load(at));
  const high = v128.demote_zero<f64>(v128.load(at, 16));
  return v128.shuffle<f64>(low, high, 0, 2);
}

/** Makes rows `at …` of the window the current block. */
export function loadSparse(firstRow: i32, at: i32, ordered: bool): void {
  first = ordered ? at : firstRow + at;
  inOrder = ordered;
}

function rowOf(r: i32): usize {
  return <usize>(inOrder ? load<i32>(order + ((<usize>(first + r)) << 2)) : first + r);
}

/** out ← out + x·w, row by row. */
export function logitsSparse<T>(packed: usize, out: usize, rows: i32): void {
  if (sizeof<T>() == 8 && stored == FLOATS) logitsOf<T, f32>(packed, out, rows);
  else logitsOf<T, T>(packed, out, rows);
}

function logitsOf<T, V>(packed: usize, out: usize, rows: i32): void {
  const stride = classStride * sizeof<T>();
  for (let r = 0; r < rows; r++) {
    const row = starts + (rowOf(r) << 2);
    const from = <usize>load<u32>(row);
    const end = columns + ((<usize>load<u32>(row, 4)) << 2);
    for (let k: usize = 0; k < stride; k += 16 * <usize>TILE)
      sparseDot<T, V, u32>(
        min(TILE, <i32>((stride - k) >> 4)),
        values + from * sizeof<V>(),
        columns + (from << 2),
        end,
        packed + k,
        stride,
        rowBuffer + k,
      );
    for (let c: usize = 0; c < <usize>nClasses; c++) {
      const cell = out + (c * ROWS + <usize>r) * sizeof<T>();
      store<T>(cell, load<T>(cell) + load<T>(rowBuffer + c * sizeof<T>()));
    }
  }
}

/** g ← g + xᵀ p, row by row. */
export function outerSparse<T>(rows: i32): void {
  if (sizeof<T>() == 8 && stored == FLOATS) outerOf<T, f32>(rows);
  else outerOf<T, T>(rows);
}

function outerOf<T, V>(rows: i32): void {
  const stride = classStride * 8;
  memory.fill(rowBuffer, 0, stride);
  for (let r = 0; r < rows; r++) {
    const row = starts + (rowOf(r) << 2);
    const from = <usize>load<u32>(row);
    const end = columns + ((<usize>load<u32>(row, 4)) << 2);
    for (let c: usize = 0; c < <usize>nClasses; c++)
      store<f64>(rowBuffer + (c << 3), <f64>load<T>(p + (c * ROWS + <usize>r) * sizeof<T>()));
    for (let k: usize = 0; k < stride; k += 16 * <usize>TILE)
      sparseOuter<f64, V, u32>(
        min(TILE, <i32>((stride - k) >> 4)),
        values + from * sizeof<V>(),
        columns + (from << 2),
        end,
        rowBuffer + k,
        stride,
        segmentG + k,
      );
  }
}

/** io ← io + gᵀ for the gradient g of one segment and columns from … to − 1, a square of 2 by 2 numbers at a time. */
export function addSparse(g: usize, from: i32, to: i32): void {
  const evenColumns = from + ((to - from) & ~1);
  const evenClasses = nClasses & ~1;
  for (let j = from; j < evenColumns; j += 2)
    for (let c = 0; c < evenClasses; c += 2) addSquare(packedAt<f64>(g, j, c), weightAt(c, j));
  for (let j = from; j < evenColumns; j++) if (evenClasses < nClasses) addOne(g, j, evenClasses);
  for (let c = 0; c < nClasses; c++) if (evenColumns < to) addOne(g, evenColumns, c);
}

function addSquare(from: usize, to: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + (classStride << 3));
  const below = to + ((<usize>nColumns) << 3);
  v128.store(to, v128.add<f64>(v128.load(to), v128.shuffle<f64>(a, b, 0, 2)));
  v128.store(below, v128.add<f64>(v128.load(below), v128.shuffle<f64>(a, b, 1, 3)));
}

function addOne(g: usize, j: i32, c: i32): void {
  const to = weightAt(c, j);
  store<f64>(to, load<f64>(to) + load<f64>(packedAt<f64>(g, j, c)));
}
