import {
  type BlockLayout,
  type BlockSize,
  blockBytes,
  csrPlaces,
  csrViews,
  denseView,
  storedSize,
} from "./blocks.js";
import type { Features } from "./features.js";
import { checked, checkFeatures } from "./kernels.checked.js";
import type { LinearKernel, Precision, RowRange } from "./kernels.js";
import { addGramDiagonal } from "./kernels.reference.gram.js";
import { refuseLarger, type Slot, successive } from "./kernels.slot.js";
import { type Call, WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild } from "./kernels.wasm.module.js";
import { align, BASE, DOUBLES, type Placed, rowStride, SLACK } from "./kernels.wasm.place.js";
import { isAbandoned, untilDone } from "./kernels.wasm.pool.js";
import { type Passes, WasmProblem } from "./kernels.wasm.problem.js";

/** A slot in WebAssembly's memory; `linear` binds rows for Gram matrices, which are laid out in a way of their own. */
export function wasmSlot(
  build: WasmBuild,
  layout: BlockLayout,
  room: BlockSize,
  linear: (features: Features, precision: Precision) => LinearKernel,
): Slot {
  const home = new SlotMemory(build, layout, room);
  const succession = successive();
  return {
    place(size) {
      refuseLarger(layout, size, room);
      succession.next();
      return home.view(size);
    },
    bind(size, precision) {
      refuseLarger(layout, size, room);
      const kernel = slotKernel(home, size, precision, linear);
      return checked(succession.now(kernel));
    },
  };
}

/** The memory of one block, and instances of the kernels on it. */
class SlotMemory {
  readonly layout: BlockLayout;
  readonly room: BlockSize;
  readonly #build: WasmBuild;
  /** Where the workspace begins, whatever the block, so that one block's is laid out as another's. */
  readonly #end: number;
  #memory: WebAssembly.Memory;
  #instances = new Map<Precision, WasmInstance>();

  constructor(build: WasmBuild, layout: BlockLayout, room: BlockSize) {
    this.#build = build;
    this.layout = layout;
    this.room = room;
    this.#end = align(BASE + blockBytes(layout, room) + SLACK);
    this.#memory = this.#allocate();
  }

  view(size: BlockSize): Uint8Array {
    return new Uint8Array(this.#memory.buffer, BASE, blockBytes(this.layout, size));
  }

  problem(features: Features, binding: Call, precision: Precision): WasmProblem {
    if (isAbandoned(this.#memory)) this.#move();
    const instance = this.#instances.get(precision) ?? new WasmInstance(this.#build, precision, this.#memory);
    this.#instances.set(precision, instance);
    const placed: Placed = { memory: this.#memory, end: this.#end, binding };
    return new WasmProblem(instance, features, placed);
  }

  /** To memory that no lost thread writes to; those write beside the block, never to it. */
  #move(): void {
    const block = new Uint8Array(this.#memory.buffer, 0, this.#end);
    this.#memory = this.#allocate();
    new Uint8Array(this.#memory.buffer).set(block);
    this.#instances.clear();
  }

  #allocate(): WebAssembly.Memory {
    return allocate(this.#end, this.#build.threads > 1) ?? refuseMemory(this.room.nRows);
  }
}

function slotKernel(
  home: SlotMemory,
  size: BlockSize,
  precision: Precision,
  linear: (features: Features, precision: Precision) => LinearKernel,
): LinearKernel {
  const { layout, room } = home;
  if (storedSize(layout) === DOUBLES && precision === "float32")
    throw new RangeError("slot: rows stored in float64 are for passes in float64, not in float32");
  const { nRows } = size;
  const { nColumns } = layout;
  const [features, binding] = boundRows(home, size);
  const classCount = (params: Float64Array) => params.length / (nColumns + 1);
  const run = (rows: RowRange, nClasses: number, pass: (problem: Passes) => void) => {
    if (rows.to <= rows.from) return;
    const all = !rows.order && rows.to - rows.from === nRows;
    untilDone(() => {
      const problem = home.problem(features, binding, precision);
      if (!problem.open(nClasses, all ? room.nRows : rows.to - rows.from)) refuseMemory(nRows);
      pass(problem);
    });
  };

  return {
    nRows,
    nColumns,
    logits: (params, rows, out) =>
      run(rows, classCount(params), (problem) => problem.logits(params, rows, out)),
    probabilities: (params, rows, out) =>
      run(rows, classCount(params), (problem) => problem.probabilities(params, rows, out)),
    accumulate: (residuals, rows, gradient) =>
      run(rows, classCount(gradient), (problem) => problem.accumulate(residuals, rows, gradient)),
    crossEntropy(params, targets, weights, rows, gradient) {
      let loss = 0;
      run(rows, classCount(params), (problem) => {
        loss = problem.crossEntropy(params, targets, weights, rows, gradient);
      });
      return loss;
    },
    crossEntropyHvp: (params, weights, direction, rows, out) =>
      run(rows, classCount(params), (problem) =>
        problem.crossEntropyHvp(params, weights, direction, rows, out),
      ),
    gram(rowWeights, rows, out) {
      const padded = paddedRows(home, size);
      const [d, D] = [nColumns + 1, padded.nColumns + 1];
      const sums = new Float64Array(D * D);
      linear(padded, precision).gram(rowWeights, rows, sums);
      for (let i = 0; i < d; i++)
        for (let j = 0; j < d; j++) out[i * d + j] += sums[unpadded(i, d, D) * D + unpadded(j, d, D)];
    },
    gramDiagonal(rowWeights, rows, out) {
      const padded = paddedRows(home, size);
      const [d, D] = [nColumns + 1, padded.nColumns + 1];
      const sums = new Float64Array(D);
      addGramDiagonal(padded, rowWeights, rows, sums);
      for (let j = 0; j < d; j++) out[j] += sums[unpadded(j, d, D)];
    },
  };
}

/** Where one of d columns is among D, of which the last one stays the last. */
const unpadded = (j: number, d: number, D: number): number => (j === d - 1 ? D - 1 : j);

/** The rows where they are, dense ones with the columns of zeros behind them. */
function paddedRows(home: SlotMemory, size: BlockSize): Features {
  const { layout } = home;
  const { nRows } = size;
  const view = home.view(size);
  if (layout.kind === "csr")
    return { kind: "csr", ...csrViews(layout, view, size), nRows, nColumns: layout.nColumns };
  const stride = rowStride(layout.nColumns, storedSize(layout)) / storedSize(layout);
  return {
    kind: "dense",
    data: denseView(layout, view),
    nRows,
    nColumns: stride,
    scale: layout.scale,
  };
}

/** What the passes know of the rows, of which dense ones are in the slot alone, and where these are. */
function boundRows(home: SlotMemory, size: BlockSize): [Features, Call] {
  const { layout } = home;
  const { nColumns, scale } = layout;
  const { nRows } = size;
  const stored = storedSize(layout);
  if (layout.kind === "dense") {
    const features: Features = { kind: "dense", data: new Float64Array(0), nRows, nColumns, scale };
    return [features, ["bindDense", BASE, rowStride(nColumns, stored), stored, scale]];
  }
  const { columnsAt, startsAt } = csrPlaces(layout, size);
  const views = csrViews(layout, home.view(size), size);
  checkFeatures({ kind: "csr", ...views, nRows, nColumns });
  const features: Features = { kind: "csr", ...views, rowStarts: views.rowStarts.slice(), nRows, nColumns };
  return [features, ["bindSparse", BASE, BASE + columnsAt, BASE + startsAt, stored]];
}

function refuseMemory(nRows: number): never {
  throw new RangeError(
    `slot: this host refuses the memory that blocks of ${nRows} rows need; make them smaller`,
  );
}
