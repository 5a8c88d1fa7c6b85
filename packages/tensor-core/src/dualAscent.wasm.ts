import { type DualAscent, type DualPoint, type DualProblem, dualCurvatures } from "./dualAscent.problem.js";
import { DUAL_RELAXED_SIMD } from "./generated/dualRelaxedSimd.js";
import { DUAL_SIMD } from "./generated/dualSimd.js";
import type { Precision } from "./kernels.js";
import { allocate, compiled } from "./kernels.wasm.module.js";

const BYTES = { "relaxed-simd": DUAL_RELAXED_SIMD, simd: DUAL_SIMD };

/** What `wasm/dualAscent.ts` exports; addresses are bytes. */
interface DualExports {
  bindRows(values: number, columns: number, starts: number, q: number, share: number, targets: number): void;
  bindState(weights: number, dual: number, bias: number, scratch: number, rowBytes: number): void;
  epoch32(order: number, count: number, head: number): void;
  epoch64(order: number, count: number, head: number): void;
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
  fillRows(views, problem);
  const run = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as DualExports;
  const stride = strideOf(problem.nClasses) * (precision === "float32" ? 4 : 8);
  run.bindRows(places.values, places.columns, places.starts, places.q, places.share, places.targets);
  run.bindState(places.weights, places.dual, places.bias, places.scratch, stride);
  const epoch = precision === "float32" ? run.epoch32 : run.epoch64;
  const { l2, nClasses } = problem;
  let latest: DualPoint | undefined;

  return (point, order, head = order.length) => {
    if (point.params !== latest?.params) packWeights(point.params, nClasses, views.weights);
    if (point.dual !== latest?.dual) pad(point.dual, nClasses, views.dual);
    const nWeights = point.params.length - nClasses;
    views.bias.set(point.params.subarray(nWeights));
    views.order.set(order);
    epoch(places.order, order.length, head);
    const params = new Float64Array(point.params.length);
    unpackWeights(views.weights, nClasses, params);
    params.set(point.params.subarray(nWeights), nWeights);
    const dual = unpadded(views.dual, nClasses, point.dual.length);
    latest = { params, dual };
    return { ...latest, movement: l2 * run.epochMovement(), loss: l2 * run.epochLoss() };
  };
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
  | "bias"
  | "scratch"
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
    bias: take(stride * size),
    scratch: take(2 * stride * size),
    order: take(nRows * 4),
  };
  return next <= MAX_BYTES ? { ...places, end: next } : undefined;
}

type Views = ReturnType<typeof viewsOf>;

function viewsOf(buffer: ArrayBuffer, problem: DualProblem, precision: Precision, at: Places) {
  const { nRows, nColumns, rowStarts } = problem.features;
  const stride = strideOf(problem.nClasses);
  const Floats = precision === "float32" ? Float32Array : Float64Array;
  return {
    values: new Floats(buffer, at.values, rowStarts[nRows]),
    columns: new Int32Array(buffer, at.columns, rowStarts[nRows]),
    starts: new Int32Array(buffer, at.starts, nRows + 1),
    q: new Float64Array(buffer, at.q, nRows),
    share: new Float64Array(buffer, at.share, nRows),
    targets: new Int32Array(buffer, at.targets, nRows),
    weights: new Floats(buffer, at.weights, nColumns * stride),
    dual: new Floats(buffer, at.dual, nRows * stride),
    bias: new Floats(buffer, at.bias, stride),
    order: new Int32Array(buffer, at.order, nRows),
  };
}

/** In float32 the bias of a class that is not there; its e^z is 0 in either precision. */
const NOWHERE = -1e30;

function fillRows(views: Views, problem: DualProblem): void {
  const { features, targets, weights, l2 } = problem;
  const nonzeros = features.rowStarts[features.nRows];
  views.values.set(features.values.subarray(0, nonzeros));
  views.columns.set(features.columns.subarray(0, nonzeros));
  views.starts.set(features.rowStarts.subarray(0, features.nRows + 1));
  views.q.set(dualCurvatures(problem));
  const each = 1 / (features.nRows * l2);
  for (let i = 0; i < views.share.length; i++) views.share[i] = each * (weights ? weights[i] : 1);
  views.targets.set(targets);
  views.bias.fill(NOWHERE);
}

type Floats = Float32Array | Float64Array;

/** packed [d][C₄] ← W [C, d]. */
function packWeights(params: Float64Array, C: number, packed: Floats): void {
  const stride = strideOf(C);
  const d = packed.length / stride;
  for (let j = 0; j < d; j++) for (let c = 0; c < C; c++) packed[j * stride + c] = params[c * d + j];
}

/** W [C, d] ← packed [d][C₄]. */
function unpackWeights(packed: Floats, C: number, params: Float64Array): void {
  const stride = strideOf(C);
  const d = packed.length / stride;
  for (let j = 0; j < d; j++) for (let c = 0; c < C; c++) params[c * d + j] = packed[j * stride + c];
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
  const dual = new Float64Array(length);
  for (let from = 0, to = 0; to < length; from += stride, to += C)
    for (let c = 0; c < C; c++) dual[to + c] = padded[from + c];
  return dual;
}
