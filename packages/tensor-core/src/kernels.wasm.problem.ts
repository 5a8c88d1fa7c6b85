import type { Features } from "./features.js";
import type { LinearKernel, RowRange, Targets } from "./kernels.js";
import { growTo, type WasmInstance } from "./kernels.wasm.module.js";
import { DOUBLES, FLOATS, type Placed, rowStride } from "./kernels.wasm.place.js";

/** What runs over X where it is placed for the passes; `gram` lays X out in its own way. */
export type Passes = Omit<LinearKernel, "gram" | "gramDiagonal">;

/** Rows whose order, targets and weights are staged at a time, at most; a multiple of every block. */
const WINDOW_ROWS = 4096;
const WINDOW_BYTES = 1 << 20;

/** As many of the wanted rows as fit in a window, a multiple of 64 and at least 64. */
function windowRows(nClasses: number, wanted: number): number {
  const fitting = Math.floor(WINDOW_BYTES / (16 + 8 * nClasses));
  const rows = Math.min(WINDOW_ROWS, fitting, wanted + 63);
  return Math.max(64, Math.floor(rows / 64) * 64);
}

/**
 * Upper bound of what the passes need beside X, in bytes: `layout` of `wasm/layout.ts`. Where X is placed by
 * columns, in blocks of `height` rows, a window is a block.
 */
export function workspaceBytes(nColumns: number, nClasses: number, height = 0): number {
  const packed = (nColumns + 8) * (nClasses + 4) * 32;
  const turned = height * (16 * (nClasses + 4));
  const window = (height || windowRows(nClasses, WINDOW_ROWS)) * (16 + 8 * nClasses);
  const block = 64 * 3 * 8 * (nClasses + 4) + Math.max(512 << 10, 64 * (nColumns + 16));
  return packed + turned + window + block + 65536;
}

/** One instance of the kernels, and rows of X in its memory: it takes ranges of the rows that are placed. */
export class WasmProblem implements Passes {
  readonly nRows: number;
  readonly nColumns: number;
  readonly #instance: WasmInstance;
  readonly #placed: Placed;
  #windowRows = 0;

  constructor(instance: WasmInstance, { nRows, nColumns }: Features, placed: Placed) {
    this.nRows = nRows;
    this.nColumns = nColumns;
    this.#instance = instance;
    this.#placed = placed;
    placed.bind(instance.shared);
  }

  /** Makes room for the passes over up to that many rows; false where the host has not enough memory. */
  open(nClasses: number, nRows: number): boolean {
    const { passes, memory, precision } = this.#instance;
    const { blocks } = this.#placed;
    this.#windowRows = blocks ? blocks[0].to : windowRows(nClasses, nRows);
    const d = this.#placed.columns?.length ?? this.nColumns;
    const stride = rowStride(d, precision === "float32" ? FLOATS : DOUBLES);
    return growTo(memory, passes.layout(this.#placed.end, d, nClasses, this.#windowRows, stride) >>> 0);
  }

  logits(params: Float64Array, rows: RowRange, out: Float64Array): void {
    const { passes, shared } = this.#instance;
    const nClasses = params.length / (this.nColumns + 1);
    this.#pack(params, false);
    this.#eachWindow(rows, (window, first, ordered) => {
      const count = window.to - window.from;
      passes.logits(first, count, ordered);
      out.set(this.#float64(shared.table(), count * nClasses), (window.from - rows.from) * nClasses);
    });
  }

  accumulate(residuals: Float64Array, rows: RowRange, gradient: Float64Array): void {
    const { passes, shared } = this.#instance;
    const nClasses = gradient.length / (this.nColumns + 1);
    passes.begin();
    this.#eachWindow(rows, (window, first, ordered) => {
      const count = window.to - window.from;
      const at = (window.from - rows.from) * nClasses;
      this.#float64(shared.table(), count * nClasses).set(residuals.subarray(at, at + count * nClasses));
      passes.accumulate(first, count, ordered);
    });
    passes.end();
    this.#addTo(gradient);
  }

  crossEntropy(
    params: Float64Array,
    targets: Targets,
    weights: Float64Array | undefined,
    rows: RowRange,
    gradient: Float64Array,
  ): number {
    const { passes } = this.#instance;
    const nClasses = params.length / (this.nColumns + 1);
    const soft = targets instanceof Float64Array;
    this.#pack(params, false);
    passes.begin();
    this.#eachWindow(rows, (window, first, ordered) => {
      this.#stageTargets(targets, window, nClasses);
      if (weights) this.#stageWeights(weights, window);
      passes.crossEntropy(first, window.to - window.from, ordered, weights !== undefined, soft);
    });
    const loss = passes.end();
    this.#addTo(gradient);
    return loss;
  }

  crossEntropyHvp(
    params: Float64Array,
    weights: Float64Array | undefined,
    direction: Float64Array,
    rows: RowRange,
    out: Float64Array,
  ): void {
    const { passes } = this.#instance;
    this.#pack(params, false);
    this.#pack(direction, true);
    passes.begin();
    this.#eachWindow(rows, (window, first, ordered) => {
      if (weights) this.#stageWeights(weights, window);
      passes.hvp(first, window.to - window.from, ordered, weights !== undefined);
    });
    passes.end();
    this.#addTo(out);
  }

  /** Runs the pass over window after window of the range, with its rows' order staged. */
  #eachWindow(rows: RowRange, pass: (window: RowRange, first: number, ordered: boolean) => void): void {
    const { from: placedFrom, blocks } = this.#placed;
    for (const block of blocks ?? []) {
      block.bind(this.#instance.shared);
      pass(block, 0, false);
    }
    if (blocks) return;
    for (let from = rows.from; from < rows.to; from += this.#windowRows) {
      const window = { from, to: Math.min(rows.to, from + this.#windowRows), order: rows.order };
      if (placedFrom !== undefined) pass(window, from - placedFrom, false);
      else if (rows.order) {
        const order = this.#int32(this.#instance.shared.order(), window.to - from);
        order.set(rows.order.subarray(from, window.to));
        pass(window, 0, true);
      } else pass(window, from, false);
    }
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
    const io = this.#io(params.length);
    const { columns } = this.#placed;
    if (columns) takeColumns(params, this.nColumns, columns, io);
    else io.set(params);
    this.#instance.passes.pack(isDirection);
  }

  /** gradient ← gradient + what the pass has summed. */
  #addTo(gradient: Float64Array): void {
    const io = this.#io(gradient.length);
    const { columns } = this.#placed;
    if (columns) addColumns(gradient, this.nColumns, columns, io);
    else for (let k = 0; k < io.length; k++) gradient[k] += io[k];
  }

  /** Parameters over the placed columns. */
  #io(nParams: number): Float64Array {
    const nClasses = nParams / (this.nColumns + 1);
    const nColumns = this.#placed.columns?.length ?? this.nColumns;
    return this.#float64(this.#instance.shared.io(), (nColumns + 1) * nClasses);
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

/** The given m columns of gradient [C, d], and biases, += part [C, m] and biases. */
function addColumns(gradient: Float64Array, d: number, columns: Int32Array, part: Float64Array): void {
  const m = columns.length;
  const nClasses = gradient.length / (d + 1);
  for (let c = 0; c < nClasses; c++)
    for (let k = 0; k < m; k++) gradient[c * d + columns[k]] += part[c * m + k];
  for (let c = 0; c < nClasses; c++) gradient[nClasses * d + c] += part[nClasses * m + c];
}
