/**
 * CSR features turned: blocks of rows, each by columns, for passes over all rows. Lanes run along the classes as
 * in `sparse.ts`, but one column's weights stay in registers while the logits of the block's rows, which fit in
 * the second-level cache, are added to; and so do its sums while their residuals are read.
 *
 *   values, rows   of the block's entries, column by column: V, and u16 from the block's first row on
 *   ids, starts    u32: the columns that have entries, and where in values and rows they begin (and the last ends)
 *   directory      u32 [block][4]: where rows, ids, starts are, and how many columns have entries
 *   table          logits of the block's rows, then residuals: T [row][C₄]
 */
import { classStride, directory, FLOATS, g, nClasses, ROWS, rowBuffer, stored, values } from "./layout";
import { sparseDot, sparseOuter, TILE } from "./tiles";
import { lanes, widenHigh, widenLow } from "./vector";

/** Entries that are summed in T before they are added to the f64 gradient. */
const SUM_ENTRIES: usize = 1024;

let rows: usize = 0;
let ids: usize = 0;
let starts: usize = 0;
let count: usize = 0;

/** Makes it the current block. */
function selectBlock(block: i32): void {
  const entry = directory + ((<usize>block) << 4);
  rows = <usize>load<u32>(entry);
  ids = <usize>load<u32>(entry, 4);
  starts = <usize>load<u32>(entry, 8);
  count = <usize>load<u32>(entry, 12);
}

/** table ← biases + x·w of the block's rows. */
export function logitsByColumns<T>(block: i32, packed: usize, biases: usize, table: usize, nRows: i32): void {
  selectBlock(block);
  const stride = classStride * sizeof<T>();
  memory.fill(rowBuffer, 0, stride);
  for (let c: usize = 0; c < <usize>nClasses; c++)
    store<T>(rowBuffer + c * sizeof<T>(), <T>load<f64>(biases + (c << 3)));
  for (let r = 0; r < nRows; r++) memory.copy(table + <usize>r * stride, rowBuffer, stride);
  if (sizeof<T>() == 8 && stored == FLOATS) addColumns<T, f32>(packed, table);
  else addColumns<T, T>(packed, table);
}

function addColumns<T, V>(packed: usize, table: usize): void {
  const stride = classStride * sizeof<T>();
  for (let k: usize = 0; k < count << 2; k += 4) {
    const from = <usize>load<u32>(starts + k);
    const end = rows + ((<usize>load<u32>(starts + k, 4)) << 1);
    const w = packed + <usize>load<u32>(ids + k) * stride;
    for (let c: usize = 0; c < stride; c += 16 * <usize>TILE)
      sparseOuter<T, V, u16>(
        min(TILE, <i32>((stride - c) >> 4)),
        values + from * sizeof<V>(),
        rows + (from << 1),
        end,
        w + c,
        stride,
        table + c,
      );
  }
}

/** g ← g + xᵀ table over the block's rows, for columns first … last − 1. */
export function outerByColumns<T>(block: i32, table: usize, first: i32, last: i32): void {
  selectBlock(block);
  if (sizeof<T>() == 8 && stored == FLOATS) sumColumns<T, f32>(table, idsBelow(first), idsBelow(last));
  else sumColumns<T, T>(table, idsBelow(first), idsBelow(last));
}

/** How many of the block's columns, which ascend, are below j. */
function idsBelow(j: i32): usize {
  let low: usize = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(ids + (middle << 2)) < j) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumColumns<T, V>(table: usize, firstId: usize, lastId: usize): void {
  const stride = classStride * sizeof<T>();
  for (let k = firstId << 2; k < lastId << 2; k += 4) {
    const end = <usize>load<u32>(starts + k, 4);
    const to = g + ((<usize>load<u32>(ids + k) * classStride) << 3);
    for (let from = <usize>load<u32>(starts + k); from < end; from += SUM_ENTRIES)
      for (let c: usize = 0; c < stride; c += 16 * <usize>TILE) {
        const m = min(TILE, <i32>((stride - c) >> 4));
        sparseDot<T, V, u16>(
          m,
          values + from * sizeof<V>(),
          rows + (from << 1),
          rows + (min(end, from + SUM_ENTRIES) << 1),
          table + c,
          stride,
          rowBuffer,
        );
        addSums<T>(m, to + (c / sizeof<T>()) * 8);
      }
  }
}

/** to[0 … m) ← to + rowBuffer, m vectors of T, in f64. */
function addSums<T>(m: i32, to: usize): void {
  const end = rowBuffer + ((<usize>m) << 4);
  for (let from = rowBuffer; from < end; from += 16) {
    const sums = v128.load(from);
    v128.store(to, v128.add<f64>(v128.load(to), widenLow<T>(sums)));
    to += 16;
    if (sizeof<T>() == 4) {
      v128.store(to, v128.add<f64>(v128.load(to), widenHigh<T>(sums)));
      to += 16;
    }
  }
}

/** z [C][64] ← rows `at …` of the table; zeros in the rows that share the last one's vector. */
export function takeRows<T>(table: usize, at: i32, nRows: i32, z: usize): void {
  const size = sizeof<T>();
  const last = ((nRows + lanes<T>() - 1) / lanes<T>()) * lanes<T>();
  for (let r = 0; r < last; r++) {
    const row = table + <usize>(at + r) * classStride * size;
    for (let c: usize = 0; c < <usize>nClasses; c++)
      store<T>(z + (c * ROWS + <usize>r) * size, r < nRows ? load<T>(row + c * size) : <T>0);
  }
}

/** Rows `at …` of the table ← p [C][64]. */
export function putRows<T>(p: usize, at: i32, nRows: i32, table: usize): void {
  const size = sizeof<T>();
  for (let r = 0; r < nRows; r++) {
    const row = table + <usize>(at + r) * classStride * size;
    for (let c: usize = 0; c < <usize>nClasses; c++)
      store<T>(row + c * size, load<T>(p + (c * ROWS + <usize>r) * size));
  }
}
