import type { DenseFeatures, Features } from "./features.js";
import { checkedClassCount, checkedPredictor } from "./kernels.checked.js";
import type { LinearKernel, Precision, Predictor, Probabilities } from "./kernels.js";
import { predictorByRows } from "./kernels.predictor.js";
import { WasmInstance, WORTH_WAKING } from "./kernels.wasm.instance.js";
import { allocate, growTo, type WasmBuild } from "./kernels.wasm.module.js";
import {
  align,
  BASE,
  copyRows,
  DOUBLES,
  FLOATS,
  rowStride,
  rowsAt,
  SLACK,
  type Stored,
  storedAs,
} from "./kernels.wasm.place.js";
import { isAbandoned, untilDone } from "./kernels.wasm.pool.js";
import { CHUNK } from "./kernels.wasm.problem.js";
import { type RowTask, tabulate } from "./kernels.wasm.table.js";
import { widestGroup } from "./kernels.wasm.widest.js";
import { threadBytes } from "./kernels.wasm.window.js";

/** Rows that are copied at a time take about this many bytes: two such windows are in the second-level cache. */
const WINDOW_BYTES = 768 << 10;

/**
 * `Kernels.predictor`: one memory, in which the parameters stay packed, and through which dense rows pass window by
 * window; while one is worked on, the next is copied beside it. Sparse rows, and all where the memory is refused or would
 * exceed `maxBytes`, are bound anew in every call.
 */
export function wasmPredictor(
  build: WasmBuild,
  params: Float64Array,
  nColumns: number,
  precision: Precision,
  maxBytes: number,
  bind: (features: Features) => LinearKernel,
): Predictor {
  const nClasses = checkedClassCount("predictor", "params", params, nColumns);
  const byRows = predictorByRows(params, nColumns, bind);
  const model = new PlacedModel(build, params.slice(), nColumns, nClasses, precision, maxBytes);

  return checkedPredictor({
    nColumns,
    nClasses,
    logits(features, out) {
      if (!model.run("logits", features, out)) byRows.logits(features, out);
    },
    probabilities(features, out) {
      if (!model.run("probabilities", features, out)) byRows.probabilities(features, out);
    },
  });
}

class PlacedModel {
  readonly #build: WasmBuild;
  readonly #params: Float64Array;
  readonly #nColumns: number;
  readonly #nClasses: number;
  readonly #precision: Precision;
  readonly #maxBytes: number;
  #instance: WasmInstance | undefined;
  /** What the packed parameters and the place of the rows are for. */
  #stored: Stored | undefined;
  #scale = 1;
  #widest = 0;

  constructor(
    build: WasmBuild,
    params: Float64Array,
    nColumns: number,
    nClasses: number,
    precision: Precision,
    maxBytes: number,
  ) {
    this.#build = build;
    this.#params = params;
    this.#nColumns = nColumns;
    this.#nClasses = nClasses;
    this.#precision = precision;
    this.#maxBytes = maxBytes;
  }

  /** out ← what the task says of each row; false, and nothing done, where the rows cannot pass by. */
  run(task: RowTask, features: Features, out: Probabilities): boolean {
    return untilDone(() => {
      if (features.kind !== "dense" || !this.#open(features)) return false;
      this.#eachWindow(task, features, out);
      return true;
    });
  }

  /** Makes room for such rows; false where the host has not enough memory. */
  #open(features: DenseFeatures): boolean {
    const work = features.nRows * this.#params.length;
    const isWorth = this.#build.threads > 1 && work >= 2 * WORTH_WAKING;
    const widest = widestGroup(this.#build, work);
    const stored = storedAs(features, this.#precision);
    const has =
      this.#instance && !isAbandoned(this.#instance.memory) && (this.#instance.isShared || !isWorth);
    if (has && this.#stored === stored && this.#scale === features.scale && this.#widest === widest)
      return true;
    this.#stored = undefined;
    this.#instance = has ? this.#instance : this.#create(stored, isWorth);
    if (!this.#instance || !this.#prepare(this.#instance, stored, features.scale, widest)) return false;
    this.#stored = stored;
    this.#scale = features.scale;
    this.#widest = widest;
    return true;
  }

  /** Copies a window of rows while the task is done on the one before. */
  #eachWindow(task: RowTask, features: DenseFeatures, out: Probabilities): void {
    const instance = this.#instance as WasmInstance;
    const stored = this.#stored as Stored;
    const [entries, nClasses, height] = [this.#nColumns, this.#nClasses, this.#windowRows(stored)];
    const { nRows } = features;
    const fill = (from: number, k: number) => {
      if (from < nRows) this.#copy(instance, stored, features, from, Math.min(nRows, from + height), k % 2);
    };
    fill(0, 0);
    for (let from = 0, k = 0; from < nRows; from += height, k++) {
      const count = Math.min(height, nRows - from);
      const part = { first: (k % 2) * height, count, ordered: false, entries, nClasses };
      out.set(
        tabulate(instance, task, part, () => fill(from + height, k + 1)),
        from * nClasses,
      );
    }
  }

  #copy(
    { memory }: WasmInstance,
    stored: Stored,
    features: DenseFeatures,
    from: number,
    to: number,
    half: number,
  ): void {
    const stride = rowStride(this.#nColumns, stored);
    const at = BASE + half * this.#windowRows(stored) * stride;
    copyRows(features, { from, to }, rowsAt(memory, at, stored, (to - from) * stride), stride / stored);
  }

  /** Whole segments, unless rows are very long. */
  #windowRows(stored: Stored): number {
    const fitting = Math.floor(WINDOW_BYTES / (rowStride(this.#nColumns, stored) || 1));
    return Math.min(4096, Math.max(8, fitting - (fitting % (fitting < 64 ? 8 : 64))));
  }

  #rowsEnd(stored: Stored): number {
    return align(BASE + 2 * this.#windowRows(stored) * rowStride(this.#nColumns, stored) + SLACK);
  }

  #create(stored: Stored, isShared: boolean): WasmInstance | undefined {
    const [d, C] = [this.#nColumns, this.#nClasses];
    const own = threadBytes(d, C) * (isShared ? this.#build.threads : 1);
    const table = this.#windowRows(stored) * (16 + 8 * C);
    const bytes = this.#rowsEnd(stored) + (d + 8) * (C + 4) * 24 + table + own + 65536;
    const memory = bytes > this.#maxBytes ? undefined : allocate(bytes, isShared);
    return memory && new WasmInstance(this.#build, this.#precision, memory);
  }

  /** Lays the memory out and packs the parameters; false without memory for it. */
  #prepare(instance: WasmInstance, stored: Stored, scale: number, widest: number): boolean {
    const [d, C, height] = [this.#nColumns, this.#nClasses, this.#windowRows(stored)];
    const scratch = rowStride(d, this.#precision === "float32" ? FLOATS : DOUBLES);
    const end = instance.prepare(
      ["setWidest", widest],
      ["bindDense", BASE, rowStride(d, stored), stored, scale],
      ["layoutRows", this.#rowsEnd(stored), d, C, 1, height, scratch],
    );
    if (end > this.#maxBytes || !growTo(instance.memory, end)) return false;
    new Float64Array(instance.memory.buffer, instance.shared.io() >>> 0, this.#params.length).set(
      this.#params,
    );
    instance.run("pack", Math.max(1, Math.ceil(d / CHUNK)), this.#params.length, 0);
    return true;
  }
}
