/**
 * Gram matrices: g ← g + Σ_k x̃_k x̃_kᵀ of staged rows x̃ = √w (x, 1), in T over a block of rows and in f64 over
 * the blocks. Only the lower triangle is computed, in tiles of P by P.
 *
 *   staged    rows of X as the host has them, one after the other
 *   weights   f64, one a row
 *   packed    the block's x̃ in panels of P columns, `panelBytes` apart: T [row][P], zeros past column d
 *   g         f64 [tile of panels I ≥ J, row by row][P][P]
 */
import { convertRow } from "./dense";
import { PANEL, panelEntries } from "./panels";
import { product, SLICE } from "./tiles";
import { widenHigh, widenLow } from "./vector";

/** Panels whose rows stay in the second-level cache while every panel is multiplied by them. */
const GROUP: i32 = 8;
/** Rows that a thread packs at a time. */
const PACKED: i32 = 32;

let nColumns: i32 = 0;
let panels: i32 = 0;
let panelBytes: usize = 0;
let sums: usize = 0;
let row: usize = 0;
let packed: usize = 0;
export let staged: usize = 0;
export let weights: usize = 0;
export let g: usize = 0;

/**
 * Lays everything out from `base` on, for blocks of `rows` rows of `rowBytes` bytes, as thread number `thread` sees
 * it, which has sums and a row for itself; returns the end of what is this thread's.
 */
export function layout<T>(base: usize, d: i32, rows: usize, rowBytes: usize, thread: usize): usize {
  const P = panelEntries<T>();
  nColumns = d;
  panels = d / P + 1;
  panelBytes = rows * PANEL + 64; // not all panels in one set of the first-level cache
  packed = (base + 63) & ~63;
  g = packed + <usize>panels * panelBytes;
  weights = g + <usize>panels * <usize>(panels + 1) * <usize>(P * P) * 4;
  staged = weights + rows * 8;
  const own = (staged + rows * rowBytes + 256 + 63) & ~63;
  sums = own + thread * (<usize>(P + panels) * PANEL + 128);
  row = sums + <usize>P * PANEL;
  return row + <usize>panels * PANEL + 128;
}

/** g ← 0. */
export function begin(): void {
  memory.fill(g, 0, weights - g);
}

/** Packs rows 32 · part … of the first `count` staged ones, stored as `kind` and worth `scale` times that. */
export function packRows<T>(part: i32, count: i32, kind: i32, rowBytes: usize, scale: f64): void {
  const from = part * PACKED;
  for (let k = from; k < min(count, from + PACKED); k++)
    pack<T>(k, kind, staged + <usize>k * rowBytes, scale);
}

/** g ← g + the products of the first `count` packed rows, for one of the stripes: a panel by a group of others. */
export function multiplyStripe<T>(stripe: i32, count: i32): void {
  let first = 0;
  for (; stripe >= panels - first; first += GROUP) stripe -= panels - first;
  const I = first + stripe;
  const rows = packed + <usize>I * panelBytes;
  const tiles = g + ((<usize>I * <usize>(I + 1)) >> 1) * tileBytes<T>();
  for (let J = first; J <= min(I, first + GROUP - 1); J++) {
    multiply<T>(rows, packed + <usize>J * panelBytes, <usize>count * PANEL);
    addSums<T>(tiles + <usize>J * tileBytes<T>());
  }
}

function tileBytes<T>(): usize {
  return (<usize>(panelEntries<T>() * panelEntries<T>())) << 3;
}

/** Row k of packed ← √w_k (scale · x, 1). */
function pack<T>(k: i32, kind: i32, from: usize, scale: f64): void {
  const size = sizeof<T>();
  const width = <usize>panels * PANEL;
  const root = Math.sqrt(load<f64>(weights + ((<usize>k) << 3)));
  const used = <usize>nColumns * size;
  convertRow<T>(kind, from, row, row + ((used + 31) & ~31));
  memory.fill(row + used, 0, width - used);
  const factor = v128.splat<T>(<T>(scale * root));
  let to = packed + <usize>k * PANEL;
  for (let at = row; at < row + width; at += PANEL, to += panelBytes)
    for (let i: usize = 0; i < PANEL; i += 16) v128.store(to + i, v128.mul<T>(factor, v128.load(at + i)));
  const P = panelEntries<T>();
  store<T>(
    packed + <usize>(nColumns / P) * panelBytes + <usize>k * PANEL + <usize>(nColumns % P) * size,
    <T>root,
  );
}

/** sums ← aᵀ b, [P, P], for panels a and b of `bytes` bytes. */
function multiply<T>(a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < <usize>panelEntries<T>(); i += SLICE)
    for (let j: usize = 0; j < PANEL; j += 32)
      product<T>(a + i * sizeof<T>(), b + j, b + j + bytes, sums + i * PANEL + j);
}

function addSums<T>(tile: usize): void {
  const end = sums + <usize>panelEntries<T>() * PANEL;
  for (let from = sums; from < end; from += 16) {
    const entries = v128.load(from);
    v128.store(tile, v128.add<f64>(v128.load(tile), widenLow<T>(entries)));
    tile += 16;
    if (sizeof<T>() == 4) {
      v128.store(tile, v128.add<f64>(v128.load(tile), widenHigh<T>(entries)));
      tile += 16;
    }
  }
}
