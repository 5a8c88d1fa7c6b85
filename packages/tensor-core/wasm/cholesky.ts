/**
 * Cholesky factors A = L Lᵀ and solves with them, for T = f32 or f64.
 *
 * Legend: n rows, P entries of a panel, m right-hand sides (up to P).
 *   l         lower triangle of A, then L: row panel I from `panelAt(I)` on, T [column k < (I + 1) P][P rows];
 *             rows and columns past n are those of the identity
 *   inverse   T [n], 1 / L_kk
 *   y         right-hand sides, then solutions: T [n][P], one column each
 */
import { PANEL, panelEntries } from "./panels";
import { eliminate, eliminateUp, SLICE, subtractAcross, subtractProduct } from "./tiles";

/** Panels of columns that are factored together, after all earlier columns have been subtracted. */
const BLOCK: i32 = 4;
/** Columns that are subtracted at a time: a panel of them takes half of a first-level cache. */
const CHUNK: usize = 256 * PANEL;

let panels: i32 = 0;
let inverse: usize = 0;
let corner: usize = 0;
export let l: usize = 0;
export let y: usize = 0;
/** What was left of the pivot that `factor` has failed at. */
export let pivot: f64 = 0;

/** Lays everything out from `base` on; returns the end. */
export function layout<T>(base: usize, n: i32): usize {
  const P = panelEntries<T>();
  panels = (n + P - 1) / P;
  const rows = <usize>panels * <usize>P;
  l = (base + 63) & ~63;
  y = panelAt<T>(panels);
  corner = y + rows * PANEL;
  inverse = corner + <usize>SLICE * PANEL;
  return inverse + rows * sizeof<T>();
}

function panelAt<T>(I: i32): usize {
  return l + ((<usize>I * <usize>(I + 1)) >> 1) * <usize>panelEntries<T>() * PANEL;
}

/** l ← L. Returns −1, or the first row whose pivot is not a positive number. */
export function factor<T>(): i32 {
  for (let first = 0; first < panels; first += BLOCK) {
    const last = min(panels, first + BLOCK);
    subtractEarlier<T>(first, last);
    for (let J = first; J < last; J++)
      for (let q = 0; q < panelEntries<T>(); q += SLICE) {
        const failed = factorSlice<T>(first, J, q);
        if (failed >= 0) return failed;
      }
  }
  return -1;
}

/** l_ij ← l_ij − Σ_k l_ik l_jk over all k before panel `first`, for the columns j of panels first … last − 1. */
function subtractEarlier<T>(first: i32, last: i32): void {
  const P = <usize>panelEntries<T>();
  const end = <usize>first * P * PANEL;
  for (let k: usize = 0; k < end; k += CHUNK) {
    const bytes = min(CHUNK, end - k);
    for (let I = first; I < panels; I++)
      for (let J = first; J < min(last, I + 1); J++)
        for (let q: usize = 0; q < P; q += SLICE)
          subtractColumns<T>(
            panelAt<T>(J) + k + q * sizeof<T>(),
            panelAt<T>(I) + k,
            bytes,
            panelAt<T>(I) + (<usize>J * P + q) * PANEL,
          );
  }
}

/** Columns q … q + SLICE − 1 of panel J: subtracts those of its block that come before, then solves for them. */
function factorSlice<T>(first: i32, J: i32, q: i32): i32 {
  const P = panelEntries<T>();
  const from = <usize>(first * P) * PANEL;
  const columns = <usize>(J * P + q) * PANEL;
  const lanes = <usize>q * sizeof<T>();
  const inverses = inverse + <usize>(J * P + q) * sizeof<T>();
  const J0 = panelAt<T>(J);
  for (let I = J; I < panels; I++)
    subtractColumns<T>(J0 + from + lanes, panelAt<T>(I) + from, columns - from, panelAt<T>(I) + columns);
  const failed = factorCorner<T>(J0 + columns + lanes, inverses);
  if (failed >= 0) return J * P + q + failed;
  for (let I = J; I < panels; I++)
    for (let lane: usize = 0; lane < PANEL; lane += 32)
      eliminate<T>(corner, inverses, panelAt<T>(I) + columns + lane);
  placeCorner<T>(J0 + columns, lanes);
  return -1;
}

/** corner ← the factor of the SLICE by SLICE entries on the diagonal, inverses ← 1 / its diagonal. */
function factorCorner<T>(diagonal: usize, inverses: usize): i32 {
  const size = sizeof<T>();
  const end = <usize>SLICE * size;
  for (let k: usize = 0; k < <usize>SLICE; k++) memory.copy(corner + k * PANEL, diagonal + k * PANEL, end);
  let column = corner;
  for (let k: usize = 0; k < end; k += size, column += PANEL) {
    const left = load<T>(column + k);
    if (!(left > 0 && left < <T>Infinity)) {
      pivot = <f64>left;
      return <i32>(k / size);
    }
    const root = sqrt<T>(left);
    store<T>(column + k, root);
    store<T>(inverses + k, <T>1 / root);
    for (let i = k + size; i < end; i += size) store<T>(column + i, load<T>(column + i) / root);
    for (let j = k + size, to = column + PANEL; j < end; j += size, to += PANEL)
      for (let i = j; i < end; i += size)
        store<T>(to + i, load<T>(to + i) - load<T>(column + j) * load<T>(column + i));
  }
  return -1;
}

/** Puts the corner into the columns it was taken from, under zeros. */
function placeCorner<T>(columns: usize, lanes: usize): void {
  const size = sizeof<T>();
  for (let k: usize = 0; k < <usize>SLICE; k++) {
    const above = lanes + k * size;
    memory.fill(columns + k * PANEL, 0, above);
    memory.copy(columns + k * PANEL + above, corner + k * PANEL + k * size, (<usize>SLICE - k) * size);
  }
}

function subtractColumns<T>(a: usize, b: usize, bytes: usize, out: usize): void {
  for (let lane: usize = 0; lane < PANEL; lane += 32)
    subtractProduct<T>(a, b + lane, b + lane + bytes, out + lane);
}

/** y ← (L Lᵀ)⁻¹ y, for as many right-hand sides as `bytes` of a panel row hold, a multiple of 32. */
export function solve<T>(bytes: usize): void {
  for (let I = 0; I < panels; I++) for (let q = 0; q < panelEntries<T>(); q += SLICE) forward<T>(I, q, bytes);
  for (let I = panels - 1; I >= 0; I--) {
    for (let q = panelEntries<T>() - SLICE; q >= 0; q -= SLICE) backward<T>(I, q, bytes);
    subtractPanel<T>(I, bytes);
  }
}

/** Rows q … q + SLICE − 1 of panel I of L y = b, from all rows before. */
function forward<T>(I: i32, q: i32, bytes: usize): void {
  const rows = <usize>(I * panelEntries<T>() + q);
  const row = panelAt<T>(I) + <usize>q * sizeof<T>();
  for (let lane: usize = 0; lane < bytes; lane += 32) {
    const out = y + rows * PANEL + lane;
    subtractProduct<T>(row, y + lane, out, out);
    eliminate<T>(row + rows * PANEL, inverse + rows * sizeof<T>(), out);
  }
}

/** Rows q … q + SLICE − 1 of panel I of Lᵀ x = y, from the rows of the panel that come after. */
function backward<T>(I: i32, q: i32, bytes: usize): void {
  const size = sizeof<T>();
  const rows = <usize>(I * panelEntries<T>() + q);
  const end = y + <usize>((I + 1) * panelEntries<T>()) * PANEL;
  const corner = panelAt<T>(I) + rows * PANEL + <usize>q * size;
  for (let lane: usize = 0; lane < bytes; lane += 32) {
    const out = y + rows * PANEL + lane;
    subtractAcross<T>(corner + <usize>SLICE * size, out + <usize>SLICE * PANEL, end + lane, out);
    eliminateUp<T>(corner, inverse + rows * size, out);
  }
}

/** y_k ← y_k − Σ_i l_ik x_i over the rows i of panel I, for all k before them. */
function subtractPanel<T>(I: i32, bytes: usize): void {
  const x = y + <usize>(I * panelEntries<T>()) * PANEL;
  const end = x + <usize>panelEntries<T>() * PANEL;
  const step = <usize>SLICE * PANEL;
  let columns = panelAt<T>(I);
  for (let out = y; out < x; out += step, columns += step)
    for (let lane: usize = 0; lane < bytes; lane += 32)
      subtractAcross<T>(columns, x + lane, end + lane, out + lane);
}
