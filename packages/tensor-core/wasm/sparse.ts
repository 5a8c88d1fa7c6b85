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

let first: i32 = 0;
let inOrder: bool = false;

/** packed ← Wᵀ of io, for columns from … to − 1. */
export function packSparse<T>(packed: usize, from: i32, to: i32): void {
  packed += <usize>from * classStride * sizeof<T>();
  for (let j = from; j < to; j++, packed += classStride * sizeof<T>())
    for (let c = 0; c < nClasses; c++)
      store<T>(
        packed + <usize>c * sizeof<T>(),
        <T>load<f64>(io + ((<usize>c * <usize>nColumns + <usize>j) << 3)),
      );
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

/** io ← io + gᵀ for the gradient g of one segment and columns from … to − 1. */
export function addSparse(g: usize, from: i32, to: i32): void {
  g += <usize>from * (classStride << 3);
  for (let j = from; j < to; j++, g += classStride << 3)
    for (let c: usize = 0; c < <usize>nClasses; c++) {
      const at = io + ((c * <usize>nColumns + <usize>j) << 3);
      store<f64>(at, load<f64>(at) + load<f64>(g + (c << 3)));
    }
}
