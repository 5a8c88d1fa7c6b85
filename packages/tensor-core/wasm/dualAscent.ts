/**
 * Epochs of stochastic dual coordinate ascent over CSR rows: `DualAscent` of `src/dualAscent.ts` says what is computed.
 *
 * Legend, T the precision (f32 or f64), C₄ the classes rounded up to whole vectors of either:
 *   values T, columns u32, starts u32   CSR rows
 *   w  T [d][C₄]    weights           a  T [n][C₄]   dual probabilities, 0 past the last class
 *   b  T [C₄]       bias, hugely negative past the last class, so that no probability is there
 *   q  f64 [n]      w_i ‖x_i‖² / (2 n l2)           share  f64 [n]   w_i / (n l2)
 *   y  i32 [n]      classes
 *   d  T [C₄]       what the bias has gained in the epoch, apart from it lest rounding take the small gains
 *   r  T [C₄]       residual mean_i w_i (e_{y_i} − a_i)
 *   g  T [C₄]       what of it the bias gains at every row
 *   z, step         one row's logits and its step, T [C₄] each
 */
import { sparseDot, sparseOuter, TILE } from "./tiles";
import { exp, fma, lanes, log64, sum, widenHigh, widenLow } from "./vector";

let values: usize = 0;
let columns: usize = 0;
let starts: usize = 0;
let w: usize = 0;
let a: usize = 0;
let b: usize = 0;
let q: usize = 0;
let share: usize = 0;
let y: usize = 0;
let d: usize = 0;
let r: usize = 0;
let g: usize = 0;
let z: usize = 0;
let step: usize = 0;
/** Bytes of a row of w and a. */
let stride: usize = 0;
let l2: f64 = 0;

/** Σ share · ½‖p − a‖² and Σ share · (ln Σ e^z − z_y) of the latest epoch, as the rows were met. */
let movement: f64 = 0;
let loss: f64 = 0;
export function epochMovement(): f64 {
  return movement;
}
export function epochLoss(): f64 {
  return loss;
}

export function bindRows(
  valuesAt: usize,
  columnsAt: usize,
  startsAt: usize,
  qAt: usize,
  shareAt: usize,
  yAt: usize,
): void {
  values = valuesAt;
  columns = columnsAt;
  starts = startsAt;
  q = qAt;
  share = shareAt;
  y = yAt;
}

/** Six rows of T [C₄] follow each other from `vectors` on: b, d, r, g, z, step. */
export function bindState(weights: usize, dual: usize, vectors: usize, rowBytes: usize, penalty: f64): void {
  w = weights;
  a = dual;
  b = vectors;
  d = vectors + rowBytes;
  r = vectors + 2 * rowBytes;
  g = vectors + 3 * rowBytes;
  z = vectors + 4 * rowBytes;
  step = vectors + 5 * rowBytes;
  stride = rowBytes;
  l2 = penalty;
}

/** From w_i in share: q and share of `count` rows. */
function weigh<T>(count: i32): void {
  const each = 1 / (<f64>count * l2);
  for (let i: usize = 0; i < <usize>count; i++) {
    const shareOf = each * load<f64>(share + (i << 3));
    store<f64>(share + (i << 3), shareOf);
    store<f64>(q + (i << 3), 0.5 * shareOf * squaredLength<T>(i));
  }
}

/** ‖x_i‖², by two sums, since each addition waits for the one before it. */
function squaredLength<T>(i: usize): f64 {
  let at = values + <usize>load<u32>(starts + (i << 2)) * sizeof<T>();
  const end = values + <usize>load<u32>(starts + (i << 2), 4) * sizeof<T>();
  let even: f64 = 0;
  let odd: f64 = 0;
  for (; at + sizeof<T>() < end; at += 2 * sizeof<T>()) {
    const x = <f64>load<T>(at);
    const next = <f64>load<T>(at, sizeof<T>());
    even += x * x;
    odd += next * next;
  }
  if (at < end) even += <f64>load<T>(at) * <f64>load<T>(at);
  return even + odd;
}

/**
 * residual f64 [C₄] ← mean_i w_i (e_{y_i} − a_i) and, behind it, mean_i w_i a_i (1 − a_i), of `count` rows. A vector of classes
 * at a time, so that the sums stay in registers.
 */
function measure<T>(count: i32, residual: usize): void {
  const behind = stride * (8 / sizeof<T>());
  for (let at: usize = 0; at < stride; at += 16) measureVector<T>(count, at, residual, behind);
  for (let i: usize = 0; i < <usize>count; i++) {
    const to = residual + ((<usize>load<u32>(y + (i << 2))) << 3);
    store<f64>(to, load<f64>(to) + l2 * load<f64>(share + (i << 3)));
  }
}

function measureVector<T>(count: i32, at: usize, residual: usize, behind: usize): void {
  const one = f64x2.splat(1);
  let low = f64x2.splat(0);
  let high = low;
  let lowSpread = low;
  let highSpread = low;
  for (let i: usize = 0; i < <usize>count; i++) {
    const weight = f64x2.splat(l2 * load<f64>(share + (i << 3)));
    const x = v128.load(a + i * stride + at);
    const xLow = widenLow<T>(x);
    const xHigh = widenHigh<T>(x);
    const wLow = f64x2.mul(weight, xLow);
    const wHigh = f64x2.mul(weight, xHigh);
    low = f64x2.sub(low, wLow);
    high = f64x2.sub(high, wHigh);
    lowSpread = fma<f64>(wLow, f64x2.sub(one, xLow), lowSpread);
    highSpread = fma<f64>(wHigh, f64x2.sub(one, xHigh), highSpread);
  }
  const to = residual + at * (8 / sizeof<T>());
  v128.store(to, low);
  v128.store(to + behind, lowSpread);
  if (lanes<T>() == 2) return;
  v128.store(to, high, 16);
  v128.store(to + behind, highSpread, 16);
}

/** ‖W‖², of `count` columns. */
function squaredWeights<T>(count: i32): f64 {
  let squares = f64x2.splat(0);
  const end = w + <usize>count * stride;
  for (let at = w; at < end; at += 16) {
    const x = v128.load(at);
    const low = widenLow<T>(x);
    const high = widenHigh<T>(x);
    squares = fma<f64>(low, low, fma<f64>(high, high, squares));
  }
  return f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
}

/** Rows order[0 … count). Row k is met as if the data were (head + k + 1) / count of what they are, or all of them. */
function epoch<T>(order: usize, count: i32, head: f64): void {
  movement = 0;
  loss = 0;
  for (let k = 0; k < count; k++) {
    const i = <usize>load<u32>(order + ((<usize>k) << 2));
    const shrink = max(1.0, <f64>count / (head + <f64>k + 1));
    dot<T>(i);
    if (k + 1 < count) touch<T>(<usize>load<u32>(order + ((<usize>k) << 2), 4));
    ascend<T>(i, shrink);
    outer<T>(i);
  }
}

/** Brings what is stored of a row that is met next into the cache. */
function touch<T>(i: usize): void {
  const from = <usize>load<u32>(starts + (i << 2));
  const end = <usize>load<u32>(starts + (i << 2), 4);
  for (let k = from; k < end; k += 64 / sizeof<T>()) {
    load<u8>(values + k * sizeof<T>());
    load<u8>(columns + (k << 2));
  }
  for (let at: usize = 0; at < stride; at += 64) load<u8>(a + i * stride + at);
}

/** z ← W x_i. */
function dot<T>(i: usize): void {
  const from = <usize>load<u32>(starts + (i << 2));
  const end = columns + ((<usize>load<u32>(starts + (i << 2), 4)) << 2);
  for (let at: usize = 0; at < stride; at += 16 * <usize>TILE)
    sparseDot<T, T, u32>(
      min(TILE, <i32>((stride - at) >> 4)),
      values + from * sizeof<T>(),
      columns + (from << 2),
      end,
      w + at,
      stride,
      z + at,
    );
}

/** W ← W + step x_iᵀ. */
function outer<T>(i: usize): void {
  const from = <usize>load<u32>(starts + (i << 2));
  const end = columns + ((<usize>load<u32>(starts + (i << 2), 4)) << 2);
  for (let at: usize = 0; at < stride; at += 16 * <usize>TILE)
    sparseOuter<T, T, u32>(
      min(TILE, <i32>((stride - at) >> 4)),
      values + from * sizeof<T>(),
      columns + (from << 2),
      end,
      step + at,
      stride,
      w + at,
    );
}

/**
 * z ← shrink · z + b + d, p = softmax(z), a ← a + t (p − a), step ← share · t (a − p), with t = 1 / (1 + shrink · q); then
 * r ← r + l2 · step, which is what the change of a makes of it, and d ← d + g r.
 */
function ascend<T>(i: usize, shrink: f64): void {
  const row = a + i * stride;
  const shareOf = load<f64>(share + (i << 3));
  const t = 1 / (1 + shrink * load<f64>(q + (i << 3)));
  const total = expLogits<T>(i, v128.splat<T>(<T>shrink), shareOf);
  const inverse = v128.splat<T>(<T>(1 / total));
  const along = v128.splat<T>(<T>t);
  const shared = v128.splat<T>(<T>(-shareOf * t));
  const penalty = v128.splat<T>(<T>l2);
  let squares = v128.splat<T>(<T>0);
  for (let at: usize = 0; at < stride; at += 16) {
    const from = v128.load(row + at);
    const gap = v128.sub<T>(v128.mul<T>(v128.load(step + at), inverse), from);
    squares = fma<T>(gap, gap, squares);
    v128.store(row + at, fma<T>(along, gap, from));
    const move = v128.mul<T>(shared, gap);
    v128.store(step + at, move);
    const residual = fma<T>(penalty, move, v128.load(r + at));
    v128.store(r + at, residual);
    v128.store(d + at, fma<T>(v128.load(g + at), residual, v128.load(d + at)));
  }
  movement += 0.5 * shareOf * sum<T>(squares);
}

/** z ← shrink · z + b + d, step ← e^(z − max z); returns the sum of step and adds the row's loss. */
function expLogits<T>(i: usize, shrink: v128, shareOf: f64): f64 {
  let tops = v128.splat<T>(<T>-Infinity);
  for (let at: usize = 0; at < stride; at += 16) {
    const bias = v128.add<T>(v128.load(b + at), v128.load(d + at));
    const logits = fma<T>(shrink, v128.load(z + at), bias);
    v128.store(z + at, logits);
    tops = v128.pmax<T>(tops, logits);
  }
  const top = highest<T>(tops);
  const splat = v128.splat<T>(top);
  let sums = v128.splat<T>(<T>0);
  for (let at: usize = 0; at < stride; at += 16) {
    const e = exp<T>(v128.sub<T>(v128.load(z + at), splat));
    v128.store(step + at, e);
    sums = v128.add<T>(sums, e);
  }
  const total = sum<T>(sums);
  const target = <f64>load<T>(z + <usize>load<u32>(y + (i << 2)) * sizeof<T>());
  loss += shareOf * (<f64>top + f64x2.extract_lane(log64(f64x2.splat(total)), 0) - target);
  return total;
}

function highest<T>(a: v128): T {
  if (sizeof<T>() == 8) return <T>max(f64x2.extract_lane(a, 0), f64x2.extract_lane(a, 1));
  const b = v128.pmax<f32>(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  return <T>max(f32x4.extract_lane(b, 0), f32x4.extract_lane(b, 1));
}

export function epoch32(order: usize, count: i32, head: f64): void {
  epoch<f32>(order, count, head);
}
export function epoch64(order: usize, count: i32, head: f64): void {
  epoch<f64>(order, count, head);
}
export function weigh32(count: i32): void {
  weigh<f32>(count);
}
export function weigh64(count: i32): void {
  weigh<f64>(count);
}
export function measure32(count: i32, residual: usize): void {
  measure<f32>(count, residual);
}
export function measure64(count: i32, residual: usize): void {
  measure<f64>(count, residual);
}
export function squaredWeights32(count: i32): f64 {
  return squaredWeights<f32>(count);
}
export function squaredWeights64(count: i32): f64 {
  return squaredWeights<f64>(count);
}
