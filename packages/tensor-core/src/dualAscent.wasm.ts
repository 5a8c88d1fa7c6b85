import type { DualAscent, DualPoint, DualProblem } from "./dualAscent.problem.js";
import { DUAL_RELAXED_SIMD } from "./generated/dualRelaxedSimd.js";
import { DUAL_SIMD } from "./generated/dualSimd.js";
import type { Precision } from "./kernels.js";
import { allocate, compiled } from "./kernels.wasm.module.js";

const BYTES = { "relaxed-simd": DUAL_RELAXED_SIMD, simd: DUAL_SIMD };

/** What `wasm/dualAscent.ts` exports, of one precision; addresses are bytes. */
interface DualExports {
  bindRows(values: number, columns: number, starts: number, q: number, share: number, targets: number): void;
  bindState(weights: number, dual: number, vectors: number, rowBytes: number, l2: number): void;
  weigh(count: number): void;
  measure(count: number, residual: number): void;
  squaredWeights(count: number): number;
  epoch(order: number, count: number, head: number): void;
  epochMovement(): number;
  epochLoss(): number;
}

const MAX_BYTES = 2 ** 32 - 2 ** 16;
/** What a vector load may read past the end. */
const SLACK = 64;

/** Epochs in WebAssembly over a copy of X; undefined where the host has not the instructions, or the memory. */
export function wasmEpochs(
  problem: DualProblem,
  precision: Precision,
  variant: keyof typeof BYTES,
): DualAscent | undefined {
  const module = compiled(BYTES[variant]);
  const places = module && layout(problem, precision);
  const memory = places && allocate(places.end);
  if (!memory) return undefined;
  const views = viewsOf(memory.buffer, problem, precision, places);
  const run = exportsOf(new WebAssembly.Instance(module, { env: { memory } }), precision);
  const { features, l2, nClasses: C } = problem;
  const stride = strideOf(C) * views.bias.BYTES_PER_ELEMENT;
  run.bindRows(places.values, places.columns, places.starts, places.q, places.share, places.targets);
  run.bindState(places.weights, places.dual, places.vectors, stride, l2);
  fillRows(views, problem);
  run.weigh(features.nRows);
  let latest: DualPoint | undefined;

  /** r and h of the dual variables, into `views`. */
  const measure = () => {
    run.measure(features.nRows, places.residual);
    for (let c = 0; c < C; c++)
      views.curvature[c] = Math.max(
        (views.curvature[c] * C) / Math.max(C - 1, 1),
        Math.abs(views.residual[c]),
      );
  };
  const takeUp = ({ params, dual }: DualPoint) => {
    if (dual.length === 0) startAtTargets(views, problem);
    else {
      if (params !== latest?.params) packWeights(params, C, views.weights);
      if (dual !== latest?.dual) pad(dual, C, views.dual);
    }
    if (dual !== latest?.dual) measure();
    views.bias.set(params.subarray(params.length - C));
  };

  return (point, order, { head = order.length, pace = 0 } = {}) => {
    takeUp(point);
    views.drift.fill(0);
    views.r.set(views.residual);
    for (let c = 0; c < C; c++)
      views.gain[c] = views.curvature[c] > 0 ? pace / (order.length * views.curvature[c]) : 0;
    views.order.set(order);
    run.epoch(places.order, order.length, head);
    measure();
    const params = new Float64Array(point.params.length);
    unpackWeights(views.weights, C, params);
    for (let c = 0, at = params.length - C; c < C; c++, at++) params[at] = point.params[at] + views.drift[c];
    const dual = unpadded(views.dual, C, features.nRows * C);
    latest = { params, dual };
    return {
      ...latest,
      movement: l2 * run.epochMovement(),
      value: l2 * (run.epochLoss() + run.squaredWeights(features.nColumns) / 2),
      residual: views.residual.slice(0, C),
      curvature: views.curvature.slice(0, C),
    };
  };
}

/** The functions of one precision, without it in their names, and those that both share. */
function exportsOf({ exports }: WebAssembly.Instance, precision: Precision): DualExports {
  const suffix = precision === "float32" ? "32" : "64";
  const own = Object.entries(exports).filter(([name]) => name.endsWith(suffix));
  const named = Object.fromEntries(own.map(([name, run]) => [name.slice(0, -2), run]));
  return { ...exports, ...named } as unknown as DualExports;
}

/** Entries of a row of weights or dual variables: classes up to whole vectors. */
const strideOf = (nClasses: number): number => Math.ceil(nClasses / 4) * 4;

type Places = Record<
  | "values"
  | "columns"
  | "starts"
  | "q"
  | "share"
  | "targets"
  | "weights"
  | "dual"
  | "vectors"
  | "residual"
  | "order"
  | "end",
  number
>;

/** Addresses of what `wasm/dualAscent.ts` names; undefined where a 32-bit memory cannot hold it all. */
function layout({ features, nClasses }: DualProblem, precision: Precision): Places | undefined {
  const { nRows, nColumns, rowStarts } = features;
  const size = precision === "float32" ? 4 : 8;
  const stride = strideOf(nClasses);
  let next = 1024;
  const take = (bytes: number) => {
    const at = next;
    next = Math.ceil((at + bytes + SLACK) / 64) * 64;
    return at;
  };
  const places = {
    values: take(rowStarts[nRows] * size),
    columns: take(rowStarts[nRows] * 4),
    starts: take((nRows + 1) * 4),
    q: take(nRows * 8),
    share: take(nRows * 8),
    targets: take(nRows * 4),
    weights: take(nColumns * stride * size),
    dual: take(nRows * stride * size),
    vectors: take(6 * stride * size),
    residual: take(2 * stride * 8),
    order: take(nRows * 4),
  };
  return next <= MAX_BYTES ? { ...places, end: next } : undefined;
}

type Views = ReturnType<typeof viewsOf>;

function viewsOf(buffer: ArrayBuffer, problem: DualProblem, precision: Precision, at: Places) {
  const { nRows, nColumns, rowStarts } = problem.features;
  const stride = strideOf(problem.nClasses);
  const Floats = precision === "float32" ? Float32Array : Float64Array;
  const vector = (k: number) =>
    new Floats(buffer, at.vectors + k * stride * Floats.BYTES_PER_ELEMENT, stride);
  return {
    values: new Floats(buffer, at.values, rowStarts[nRows]),
    columns: new Int32Array(buffer, at.columns, rowStarts[nRows]),
    starts: new Int32Array(buffer, at.starts, nRows + 1),
    share: new Float64Array(buffer, at.share, nRows),
    targets: new Int32Array(buffer, at.targets, nRows),
    weights: new Floats(buffer, at.weights, nColumns * stride),
    dual: new Floats(buffer, at.dual, nRows * stride),
    bias: vector(0),
    drift: vector(1),
    r: vector(2),
    gain: vector(3),
    residual: new Float64Array(buffer, at.residual, stride),
    curvature: new Float64Array(buffer, at.residual + 8 * stride, stride),
    order: new Int32Array(buffer, at.order, nRows),
  };
}

/** In float32 the bias of a class that is not there; its e^z is 0 in either precision. */
const NOWHERE = -1e30;

function fillRows(views: Views, { features, targets, weights }: DualProblem): void {
  const nonzeros = features.rowStarts[features.nRows];
  views.values.set(features.values.subarray(0, nonzeros));
  views.columns.set(features.columns.subarray(0, nonzeros));
  views.starts.set(features.rowStarts.subarray(0, features.nRows + 1));
  if (weights) views.share.set(weights);
  else views.share.fill(1);
  views.targets.set(targets);
  views.bias.fill(NOWHERE);
}

/** W = 0 and a = e_y. */
function startAtTargets({ weights, dual }: Views, { targets, nClasses }: DualProblem): void {
  const stride = strideOf(nClasses);
  weights.fill(0);
  dual.fill(0);
  for (let i = 0; i < targets.length; i++) dual[i * stride + targets[i]] = 1;
}

type Floats = Float32Array | Float64Array;

/** packed [d][C₄] ← W [C, d]. */
function packWeights(params: Float64Array, C: number, packed: Floats): void {
  const stride = strideOf(C);
  const d = packed.length / stride;
  for (let j = 0; j < d; j++) for (let c = 0; c < C; c++) packed[j * stride + c] = params[c * d + j];
}

/** Columns whose packed weights stay in the first-level cache. */
const BLOCK = 128;

/** W [C, d] ← packed [d][C₄]. */
function unpackWeights(packed: Floats, C: number, params: Float64Array): void {
  const stride = strideOf(C);
  const d = packed.length / stride;
  for (let from = 0; from < d; from += BLOCK) {
    const to = Math.min(from + BLOCK, d);
    for (let c = 0; c < C; c++)
      for (let j = from, at = from * stride + c; j < to; j++, at += stride) params[c * d + j] = packed[at];
  }
}

/** padded [n][C₄] ← dual [n, C]. */
function pad(dual: Float64Array, C: number, padded: Floats): void {
  const stride = strideOf(C);
  for (let from = 0, to = 0; from < dual.length; from += C, to += stride)
    for (let c = 0; c < C; c++) padded[to + c] = dual[from + c];
}

/** dual [n, C] ← padded [n][C₄]. */
function unpadded(padded: Floats, C: number, length: number): Float64Array {
  const stride = strideOf(C);
  if (stride === C) return new Float64Array(padded);
  const dual = new Float64Array(length);
  for (let from = 0, to = 0; to < length; from += stride, to += C)
    for (let c = 0; c < C; c++) dual[to + c] = padded[from + c];
  return dual;
}
