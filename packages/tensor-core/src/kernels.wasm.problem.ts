import type { DenseFeatures, Features } from "./features.js";
import type { LinearKernel, Precision, Probabilities, RowRange, Targets } from "./kernels.js";
import type { Call, WasmInstance } from "./kernels.wasm.instance.js";
import { growTo } from "./kernels.wasm.module.js";
import { DOUBLES, FLOATS, type Placed, placeDense, rowStride, vacate } from "./kernels.wasm.place.js";
import { isAbandoned } from "./kernels.wasm.pool.js";
import { type RowTask, tabulate } from "./kernels.wasm.table.js";
import { widestGroup } from "./kernels.wasm.widest.js";
import {
  entriesPerRow,
  turnedWindow,
  WHOLE,
  type Window,
  type WindowLimits,
  windowOf,
} from "./kernels.wasm.window.js";

/** What runs over X where it is placed for the passes; `gram` lays X out in its own way. */
export type Passes = Omit<LinearKernel, "gram" | "gramDiagonal">;

/** Columns of a chunk: the CHUNK of `wasm/passes.ts`. */
export const CHUNK = 512;

/** One instance of the kernels, and rows of X in its memory: it takes ranges of the rows that are placed. */
export class WasmProblem implements Passes {
  readonly nRows: number;
  readonly nColumns: number;
  readonly #instance: WasmInstance;
  readonly #features: Features;
  readonly #placed: Placed;
  readonly #limits: WindowLimits;
  #window: Window = { segmentRows: 64, segments: 1 };

  constructor(instance: WasmInstance, features: Features, placed: Placed, limits = WHOLE) {
    this.nRows = features.nRows;
    this.nColumns = features.nColumns;
    this.#instance = instance;
    this.#features = features;
    this.#placed = placed;
    this.#limits = limits;
  }

  /** Whether a thread was lost here: other memory is needed. */
  get isAbandoned(): boolean {
    return isAbandoned(this.#instance.memory);
  }

  /** Makes room for the passes over up to that many rows; false where the host has not enough memory. */
  open(nClasses: number, nRows: number): boolean {
    const { build, memory, precision } = this.#instance;
    const { end, height, binding } = this.#placed;
    const d = this.#columnCount;
    this.#window = height
      ? turnedWindow(nClasses, height, Math.ceil(nRows / height))
      : windowOf(this.#features, d, nClasses, precision, nRows, this.#limits);
    const { segments, segmentRows } = this.#window;
    const stride = rowStride(d, precision === "float32" ? FLOATS : DOUBLES);
    const layout: Call = ["layout", end, d, nClasses, segments, segmentRows, stride];
    const widest: Call[] =
      this.#features.kind === "dense" ? [["setWidest", widestGroup(build, nRows * d * nClasses)]] : [];
    return growTo(memory, this.#instance.prepare(...widest, binding, layout));
  }

  /**
   * The problem of other dense rows, placed over these in the same memory, which this one must not use any more;
   * undefined, and nothing is changed, where they had better have a memory of their own.
   */
  succeededBy(features: DenseFeatures, precision: Precision, isShared: boolean): WasmProblem | undefined {
    const instance = this.#instance;
    const serves =
      this.#features.kind === "dense" && instance.precision === precision && instance.isShared === isShared;
    if (!serves || this.isAbandoned || !vacate(this.#placed)) return undefined;
    const placed = placeDense(instance.memory, features, precision, { from: 0, to: features.nRows });
    return placed && new WasmProblem(instance, features, placed);
  }

  logits(params: Float64Array, rows: RowRange, out: Float64Array): void {
    this.#tabulate("logits", params, rows, out);
  }

  probabilities(params: Float64Array, rows: RowRange, out: Probabilities): void {
    this.#tabulate("probabilities", params, rows, out);
  }

  accumulate(residuals: Float64Array, rows: RowRange, gradient: Float64Array): void {
    const { shared } = this.#instance;
    const nClasses = gradient.length / (this.nColumns + 1);
    this.#take(gradient);
    this.#eachWindow(rows, (window, first, ordered) => {
      const count = window.to - window.from;
      const at = (window.from - rows.from) * nClasses;
      this.#float64(shared.table(), count * nClasses).set(residuals.subarray(at, at + count * nClasses));
      this.#eachSegment("accumulate", count, nClasses, first, count, ordered);
      this.#sum(window, first, nClasses);
    });
    this.#give(gradient);
  }

  crossEntropy(
    params: Float64Array,
    targets: Targets,
    weights: Float64Array | undefined,
    rows: RowRange,
    gradient: Float64Array,
  ): number {
    const nClasses = params.length / (this.nColumns + 1);
    const soft = Number(targets instanceof Float64Array);
    const weighted = Number(weights !== undefined);
    let loss = 0;
    this.#pack(params, false);
    this.#take(gradient);
    this.#eachWindow(rows, (window, first, ordered) => {
      const count = window.to - window.from;
      this.#stageTargets(targets, window, nClasses);
      if (weights) this.#stageWeights(weights, window);
      this.#eachSegment("crossEntropy", count, 2 * nClasses, first, count, ordered, weighted, soft);
      loss += this.#sum(window, first, nClasses);
    });
    this.#give(gradient);
    return loss;
  }

  crossEntropyHvp(
    params: Float64Array,
    weights: Float64Array | undefined,
    direction: Float64Array,
    rows: RowRange,
    out: Float64Array,
  ): void {
    const nClasses = params.length / (this.nColumns + 1);
    const weighted = Number(weights !== undefined);
    this.#pack(params, false);
    this.#pack(direction, true);
    this.#take(out);
    this.#eachWindow(rows, (window, first, ordered) => {
      const count = window.to - window.from;
      if (weights) this.#stageWeights(weights, window);
      this.#eachSegment("hvp", count, 3 * nClasses, first, count, ordered, weighted);
      this.#sum(window, first, nClasses);
    });
    this.#give(out);
  }

  /** out ← what the task says of each row. */
  #tabulate(task: RowTask, params: Float64Array, rows: RowRange, out: Probabilities): void {
    const nClasses = params.length / (this.nColumns + 1);
    const entries = entriesPerRow(this.#features);
    const { height } = this.#placed;
    this.#pack(params, false);
    this.#eachWindow(rows, (window, first, order) => {
      const count = window.to - window.from;
      const part = { first, count, ordered: order === 1, entries, nClasses, height };
      out.set(tabulate(this.#instance, task, part), (window.from - rows.from) * nClasses);
    });
  }

  /** Runs the pass over window after window of the range, with its rows' order staged. */
  #eachWindow(rows: RowRange, pass: (window: RowRange, first: number, ordered: number) => void): void {
    const placedFrom = this.#placed.from;
    const { segments, segmentRows } = this.#window;
    for (let from = rows.from; from < rows.to; from += segments * segmentRows) {
      const window = { from, to: Math.min(rows.to, from + segments * segmentRows), order: rows.order };
      if (placedFrom !== undefined) pass(window, from - placedFrom, 0);
      else if (rows.order) {
        const order = this.#int32(this.#instance.shared.order(), window.to - from);
        order.set(rows.order.subarray(from, window.to));
        pass(window, 0, 1);
      } else pass(window, from, 0);
    }
  }

  /** Runs a task on each segment of a window of `count` rows; `products` multiply-adds for every entry of X. */
  #eachSegment(task: string, count: number, products: number, ...args: number[]): void {
    const segments = Math.ceil(count / this.#window.segmentRows);
    this.#instance.run(task, segments, count * entriesPerRow(this.#features) * products, ...args);
  }

  /** Adds the sums of a window's segments to io; returns their loss. */
  #sum({ from, to }: RowRange, first: number, nClasses: number): number {
    const segments = Math.ceil((to - from) / this.#window.segmentRows);
    const blocks = this.#placed.height ? segments : 1;
    const entries = this.#placed.height
      ? this.#window.segmentRows * entriesPerRow(this.#features)
      : segments * this.#columnCount;
    for (let block = 0; block < blocks; block++)
      this.#eachChunk("add", entries * nClasses, first, segments, block);
    return this.#instance.shared.total(segments);
  }

  /** Runs a task on each chunk of columns. */
  #eachChunk(task: string, work: number, ...args: number[]): void {
    this.#instance.run(task, Math.max(1, Math.ceil(this.#columnCount / CHUNK)), work, ...args);
  }

  get #columnCount(): number {
    return this.#placed.columns?.length ?? this.nColumns;
  }

  #stageTargets(targets: Targets, rows: RowRange, nClasses: number): void {
    const { shared } = this.#instance;
    const n = rows.to - rows.from;
    if (targets instanceof Int32Array) gather(targets, rows, 1, this.#int32(shared.targets(), n));
    else gather(targets, rows, nClasses, this.#float64(shared.table(), n * nClasses));
  }

  #stageWeights(weights: Float64Array, rows: RowRange): void {
    gather(weights, rows, 1, this.#float64(this.#instance.shared.weights(), rows.to - rows.from));
  }

  /** Packs params, or a direction, for the passes. */
  #pack(params: Float64Array, isDirection: boolean): void {
    this.#take(params);
    this.#eachChunk("pack", params.length, Number(isDirection));
  }

  /** io ← parameters, or the gradient to add to. */
  #take(values: Float64Array): void {
    const { columns } = this.#placed;
    if (columns) takeColumns(values, this.nColumns, columns, this.#io(values.length));
    else this.#io(values.length).set(values);
  }

  /** gradient ← io. */
  #give(gradient: Float64Array): void {
    const { columns } = this.#placed;
    if (columns) giveColumns(gradient, this.nColumns, columns, this.#io(gradient.length));
    else gradient.set(this.#io(gradient.length));
  }

  /** Parameters over the placed columns. */
  #io(nParams: number): Float64Array {
    const nClasses = nParams / (this.nColumns + 1);
    return this.#float64(this.#instance.shared.io(), (this.#columnCount + 1) * nClasses);
  }

  #float64(at: number, length: number): Float64Array {
    return new Float64Array(this.#instance.memory.buffer, at >>> 0, length);
  }

  #int32(at: number, length: number): Int32Array {
    return new Int32Array(this.#instance.memory.buffer, at >>> 0, length);
  }
}

/** out [rows, width] ← rows of `source` [n, width]. */
function gather<A extends Int32Array | Float64Array>(source: A, rows: RowRange, width: number, out: A): void {
  if (!rows.order) {
    out.set(source.subarray(rows.from * width, rows.to * width));
    return;
  }
  for (let k = rows.from, to = 0; k < rows.to; k++)
    for (let from = rows.order[k] * width, end = from + width; from < end; from++) out[to++] = source[from];
}

/** out [C, m] and biases ← the given m columns of params [C, d] and biases. */
function takeColumns(params: Float64Array, d: number, columns: Int32Array, out: Float64Array): void {
  const m = columns.length;
  const nClasses = params.length / (d + 1);
  for (let c = 0; c < nClasses; c++) for (let k = 0; k < m; k++) out[c * m + k] = params[c * d + columns[k]];
  out.set(params.subarray(nClasses * d), nClasses * m);
}

/** The given m columns of gradient [C, d], and biases, ← part [C, m] and biases. */
function giveColumns(gradient: Float64Array, d: number, columns: Int32Array, part: Float64Array): void {
  const m = columns.length;
  const nClasses = gradient.length / (d + 1);
  for (let c = 0; c < nClasses; c++)
    for (let k = 0; k < m; k++) gradient[c * d + columns[k]] = part[c * m + k];
  gradient.set(part.subarray(nClasses * m), nClasses * d);
}
