/** Softmax cross-entropy of one block: z, p, u are T [C][64], one lane a row. Rows past the last have weight 0. */
import { nClasses, p, ROWS, rowFactor, rowLogSum, rowWeight, table, targets, u, weights, z } from "./layout";
import { exp, fma, lanes, log64, widenHigh, widenLow } from "./vector";

/** rowWeight ← weights of the window's rows `at …`, or 1; 0 for the rows of the block that are not there. */
export function loadWeights(at: i32, rows: i32, weighted: bool): void {
  memory.fill(rowWeight, 0, ROWS * 8);
  if (weighted) memory.copy(rowWeight, weights + ((<usize>at) << 3), (<usize>rows) << 3);
  else for (let r = 0; r < rows; r++) store<f64>(rowWeight + ((<usize>r) << 3), 1);
}

/** p ← w · softmax(z) and rowLogSum ← ln Σ_c e^z_c, row by row. */
export function weightedSoftmax<T>(rows: i32): void {
  const step = ROWS * sizeof<T>();
  const end = step * <usize>nClasses;
  for (let r = 0; r < rows; r += lanes<T>()) {
    const zr = z + <usize>r * sizeof<T>();
    const pr = p + <usize>r * sizeof<T>();
    let top = v128.load(zr);
    for (let c = step; c < end; c += step) top = v128.pmax<T>(top, v128.load(zr + c));
    let low = f64x2.splat(0);
    let high = low;
    for (let c: usize = 0; c < end; c += step) {
      const e = exp<T>(v128.sub<T>(v128.load(zr + c), top));
      v128.store(pr + c, e);
      low = v128.add<f64>(low, widenLow<T>(e));
      if (sizeof<T>() == 4) high = v128.add<f64>(high, widenHigh<T>(e));
    }
    finishPair<T>(r, widenLow<T>(top), low);
    if (sizeof<T>() == 4) finishPair<T>(r + 2, widenHigh<T>(top), high);
    const factor = v128.load(rowFactor + <usize>r * sizeof<T>());
    for (let c = pr; c < pr + end; c += step) v128.store(c, v128.mul<T>(v128.load(c), factor));
  }
}

/** Rows r and r + 1: rowLogSum ← top + ln sum, rowFactor ← weight / sum. */
function finishPair<T>(r: i32, top: v128, sums: v128): void {
  const at = (<usize>r) << 3;
  v128.store(rowLogSum + at, v128.add<f64>(top, log64(sums)));
  const factor = v128.div<f64>(v128.load(rowWeight + at), sums);
  if (sizeof<T>() == 8) v128.store(rowFactor + at, factor);
  else v128.store_lane<i64>(rowFactor + (at >> 1), v128.demote_zero<f64>(factor), 0);
}

/** p ← p − w · y for class indices; returns Σ w (ln Σ e^z − z_y). A row whose index is no class has y = 0. */
export function subtractClasses<T>(at: i32, rows: i32): f64 {
  let loss: f64 = 0;
  for (let r: usize = 0; r < <usize>rows; r++) {
    const y = load<u32>(targets + ((<usize>at + r) << 2));
    if (y >= <u32>nClasses) continue;
    const cell = (<usize>y * ROWS + r) * sizeof<T>();
    const weight = load<f64>(rowWeight + (r << 3));
    loss += weight * (load<f64>(rowLogSum + (r << 3)) - <f64>load<T>(z + cell));
    store<T>(p + cell, load<T>(p + cell) - <T>weight);
  }
  return loss;
}

/** p ← p − w · y for distributions over the classes; returns Σ w Σ_c y_c (ln Σ e^z − z_c). */
export function subtractDistributions<T>(at: i32, rows: i32): f64 {
  let loss: f64 = 0;
  for (let r: usize = 0; r < <usize>rows; r++) {
    const weight = load<f64>(rowWeight + (r << 3));
    const logSum = load<f64>(rowLogSum + (r << 3));
    const row = table + (((<usize>at + r) * <usize>nClasses) << 3);
    for (let c: usize = 0; c < <usize>nClasses; c++) {
      const y = load<f64>(row + (c << 3));
      if (y == 0) continue;
      const cell = (c * ROWS + r) * sizeof<T>();
      loss += weight * y * (logSum - <f64>load<T>(z + cell));
      store<T>(p + cell, load<T>(p + cell) - <T>(weight * y));
    }
  }
  return loss;
}

/** p ← w · p ∘ (u − p·u), row by row, for probabilities p and the weights of the window's rows `at …`, or 1. */
export function curvature<T>(at: i32, rows: i32, weighted: bool): void {
  const step = ROWS * sizeof<T>();
  const end = step * <usize>nClasses;
  loadWeights(at, rows, weighted);
  for (let r: usize = 0; r < <usize>rows; r++)
    store<T>(rowFactor + r * sizeof<T>(), <T>load<f64>(rowWeight + (r << 3)));
  for (let r: usize = 0; r < <usize>rows * sizeof<T>(); r += 16) {
    const weight = v128.load(rowFactor + r);
    let mean = v128.splat<T>(<T>0);
    for (let c = r; c < end; c += step) mean = fma<T>(v128.load(p + c), v128.load(u + c), mean);
    for (let c = r; c < end; c += step) {
      const q = v128.mul<T>(weight, v128.load(p + c));
      v128.store(p + c, v128.mul<T>(q, v128.sub<T>(v128.load(u + c), mean)));
    }
  }
}
