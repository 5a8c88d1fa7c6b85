/**
 * Dense features. Classes are taken in groups of up to TILE; a group of m classes from c₀ is packed as
 *   w: [k / lanes][m][lanes] from entry c₀ · D on, for up to `widest`, and   g: tiles [j / (2 lanes)][C][2 lanes].
 */
import {
  BYTES,
  io,
  nClasses,
  nColumns,
  order,
  p,
  padded,
  ROWS,
  scale,
  scratch,
  scratchStride,
  segmentG,
  stored,
  x,
  xStride,
} from "./layout";
import { dot, dotRows, outer, TILE } from "./tiles";
import { lanes, widenHigh, widenLow } from "./vector";

/** Bytes of one row in a pass over a group's weights: 5 of them and two rows fit in a 32 KB first-level cache. */
const CHUNK_BYTES: usize = 3200;

let block: usize = 0;
let blockStride: usize = 0;
/**
 * What is fetched while the block is worked on, for memory to be busy all the time: as many rows of X as it has, from the
 * one after it on; the first bytes `beside` its logits, those that are `left` beside its gradient.
 */
let ahead: usize = 0;
let beside: usize = 0;
let left: usize = 0;

/** The most classes of a group of the weights. */
let widest: i32 = TILE;

/** Packs the weights in groups of up to that many classes, 1 … TILE: the fastest size depends on the engine, sums do not. */
export function setWidest(classes: i32): void {
  widest = classes;
}

/** How many classes the group from class c on takes: as even as ⌈C / most⌉ groups can be. */
function groupSize(c: i32, most: i32): i32 {
  const left = nClasses - c;
  const groups = (left + most - 1) / most;
  return (left + groups - 1) / groups;
}

/** packed ← scale · W of io, for columns from … to − 1, whole tiles; padding columns become zero. */
export function packDense<T>(packed: usize, from: i32, to: i32): void {
  for (let c = 0, m = 0; c < nClasses; c += m) {
    m = groupSize(c, widest);
    for (let i = 0; i < m; i++)
      packClass<T>(io + ((<usize>(c + i) * <usize>nColumns) << 3), packed, i, m, from, to);
    packed += <usize>m * padded * sizeof<T>();
  }
}

function packClass<T>(row: usize, group: usize, i: i32, m: i32, from: i32, to: i32): void {
  let at = group + <usize>from * <usize>m * sizeof<T>() + ((<usize>i) << 4);
  for (let k = from; k < to; k += lanes<T>(), at += (<usize>m) << 4)
    for (let l = 0; l < lanes<T>(); l++) {
      const j = k + l;
      const entry = j < nColumns ? scale * load<f64>(row + ((<usize>j) << 3)) : 0;
      store<T>(at + <usize>l * sizeof<T>(), <T>entry);
    }
}

/**
 * Makes rows `at …` of the window the current block: in place, or converted and gathered into scratch. The block after
 * it, which ends before row `to`, is fetched beside the logits: half of it where a gradient follows.
 */
export function loadDense<T>(
  firstRow: i32,
  at: i32,
  rows: i32,
  to: i32,
  ordered: bool,
  hasGradient: bool,
): void {
  const bytes = ordered ? 0 : <usize>min(rows, to - at - rows) * xStride;
  ahead = bytes > 0 ? x + <usize>(firstRow + at + rows) * xStride : x;
  beside = hasGradient ? bytes >> 1 : bytes;
  left = bytes - beside;
  if (stored == sizeof<T>() && !ordered) {
    block = x + <usize>(firstRow + at) * xStride;
    blockStride = xStride;
    return;
  }
  block = scratch;
  blockStride = scratchStride;
  for (let r = 0; r < rows; r++) {
    const row = ordered ? load<i32>(order + ((<usize>(at + r)) << 2)) : firstRow + at + r;
    const to = block + <usize>r * blockStride;
    convertRow<T>(stored, x + <usize>row * xStride, to, to + padded * sizeof<T>());
  }
}

/** T from … as `kind` → T to … end, whole tiles of 32 bytes. */
export function convertRow<T>(kind: i32, from: usize, to: usize, end: usize): void {
  if (kind == BYTES) convertBytes<T>(from, to, end);
  else if (kind == sizeof<T>()) memory.copy(to, from, end - to);
  else if (sizeof<T>() == 8)
    for (; to < end; to += 16, from += 8) v128.store(to, v128.promote_low<f32>(v128.load_zero<i64>(from)));
  else
    for (; to < end; to += 8, from += 16) v128.store_lane<i64>(to, v128.demote_zero<f64>(v128.load(from)), 0);
}

/** Bytes are converted as signed numbers, for which processors have an instruction. */
function convertBytes<T>(from: usize, to: usize, end: usize): void {
  if (sizeof<T>() == 4)
    for (; to < end; to += 32, from += 8) {
      const shorts = v128.load_ext<u8>(from);
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(shorts)));
      v128.store(to, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(shorts)), 16);
    }
  else
    for (; to < end; to += 32, from += 4) {
      const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load_zero<i32>(from)));
      v128.store(to, f64x2.convert_low_i32x4_s(words));
      v128.store(to, f64x2.convert_low_i32x4_s(v128.shuffle<i64>(words, words, 1, 1)), 16);
    }
}

/**
 * out ← the block's logits: bias, plus x·w chunk of columns by chunk, group by group, a few rows at a time.
 */
export function logitsDense<T>(packed: usize, out: usize, rows: i32): void {
  const size = sizeof<T>();
  const width = padded * size;
  const step = beside / max(<usize>dotsOfRows(rows) * (width >> 4), 1);
  let look = ahead;
  for (let k: usize = 0; k < width; k += CHUNK_BYTES) {
    const bytes = min(CHUNK_BYTES, width - k);
    for (let c = 0, m = 0; c < nClasses; c += m) {
      m = groupSize(c, widest);
      const group = packed + <usize>c * width + <usize>m * k;
      for (let r = 0, atOnce = dotRows(m); r < rows; r += atOnce) {
        const x0 = block + <usize>r * blockStride + k;
        const x1 = r + 1 < rows ? x0 + blockStride : x0;
        const x2 = r + 2 < rows ? x1 + blockStride : x0;
        const x3 = r + 3 < rows ? x2 + blockStride : x0;
        dot<T>(m, x0, x1, x2, x3, x0 + bytes, group, out + (<usize>c * ROWS + <usize>r) * size, look, step);
        look += (bytes >> 4) * step;
      }
    }
  }
}

/** How often `dot` is called for a chunk of columns. */
function dotsOfRows(rows: i32): i32 {
  let count = 0;
  for (let c = 0, m = 0; c < nClasses; c += m) {
    m = groupSize(c, widest);
    count += (rows + dotRows(m) - 1) / dotRows(m);
  }
  return count;
}

/**
 * g ← g + pᵀ x over the block's rows, two vectors of columns at a time.
 */
export function outerDense<T>(rows: i32): void {
  const size = sizeof<T>();
  const looks = ((padded * size) >> 5) * <usize>((nClasses + TILE - 1) / TILE) * <usize>rows;
  const step = left / max(looks, 1);
  let look = ahead + beside;
  let tile = segmentG;
  for (let k: usize = 0; k < padded * size; k += 32)
    for (let c = 0, m = 0; c < nClasses; c += m) {
      m = groupSize(c, TILE);
      const pc = p + <usize>c * ROWS * size;
      outer<T>(m, block + k, blockStride, pc, pc + <usize>rows * size, tile, look, step);
      look += <usize>rows * step;
      tile += (<usize>m) << 5;
    }
}

/** io ← io + scale · g, unpacked, for the gradient g of one segment and columns from … to − 1, whole tiles. */
export function addDense<T>(g: usize, from: i32, to: i32): void {
  for (let c = 0; c < nClasses; c++) addClass<T>(g, c, from, min(to, nColumns));
}

function addClass<T>(g: usize, c: i32, j: i32, end: i32): void {
  const factor = f64x2.splat(scale);
  const row = io + ((<usize>c * <usize>nColumns) << 3);
  const tile = 2 * lanes<T>();
  let from = g + <usize>j * <usize>nClasses * sizeof<T>() + ((<usize>c) << 5);
  for (; j + tile <= end; j += tile, from += (<usize>nClasses) << 5) {
    const to = row + ((<usize>j) << 3);
    for (let i: usize = 0; i < 2; i++) {
      const entries = v128.load(from + (i << 4));
      const at = to + i * <usize>lanes<T>() * 8;
      addScaled(at, factor, widenLow<T>(entries));
      if (sizeof<T>() == 4) addScaled(at + 16, factor, widenHigh<T>(entries));
    }
  }
  for (let l: usize = 0; j < end; j++, l++) {
    const at = row + ((<usize>j) << 3);
    store<f64>(at, load<f64>(at) + scale * <f64>load<T>(from + l * sizeof<T>()));
  }
}

function addScaled(at: usize, factor: v128, entries: v128): void {
  v128.store(at, v128.add<f64>(v128.load(at), v128.mul<f64>(factor, entries)));
}
