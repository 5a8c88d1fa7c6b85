import type { Features } from "./features.js";
import { checked, checkFeatures } from "./kernels.checked.js";
import type { Kernels, LinearKernel, Precision, RowRange } from "./kernels.js";
import { addGram, addGramDiagonal } from "./kernels.reference.gram.js";
import { blockHeight, fasterByColumns, placeByColumns, turnedBytes } from "./kernels.wasm.byColumns.js";
import { wasmCholesky } from "./kernels.wasm.cholesky.js";
import { denseGram } from "./kernels.wasm.gram.js";
import { WasmInstance, WORTH_WAKING } from "./kernels.wasm.instance.js";
import { type WasmBuild, type WasmVariant, wasmBuild } from "./kernels.wasm.module.js";
import { inParts, nonzerosIn, type Run } from "./kernels.wasm.parts.js";
import { once, type Placed, placeByRows, placedBytes } from "./kernels.wasm.place.js";
import { untilDone } from "./kernels.wasm.pool.js";
import { wasmPredictor } from "./kernels.wasm.predictor.js";
import { WasmProblem } from "./kernels.wasm.problem.js";
import { wasmSlot } from "./kernels.wasm.slot.js";
import {
  entriesPerRow,
  threadBytes,
  turnedWindow,
  turnedWorkspaceBytes,
  WHOLE,
  windowOf,
  workspaceBytes,
} from "./kernels.wasm.window.js";

/** What a 32-bit memory can hold, beside what a few dozen threads need for themselves. */
const MAX_BYTES = 2 ** 32 - (64 << 20);

/**
 * The kernels of `wasm/`, or undefined where this host cannot run that build. X whose problem would take more
 * than `maxBytes` (default: what a 32-bit memory can hold) is not kept in WebAssembly's memory but passes
 * through it in parts.
 */
export function wasmKernels(variant: WasmVariant, threads = 1, maxBytes = MAX_BYTES): Kernels | undefined {
  const build = wasmBuild(variant, threads);
  if (!build) return undefined;
  const places = { byRows: once(placeByRows), byColumns: once(placeByColumns) };
  const homes = new WeakMap<LinearKernel, Home>();
  const linear: Kernels["linear"] = (features, precision, instead) => {
    checkFeatures(features);
    const before = instead && homes.get(instead);
    const home: Home = { former: before && leave(before) };
    const kernel = checked(linearKernel(build, places, features, precision, maxBytes, home));
    homes.set(kernel, home);
    return kernel;
  };
  return {
    name: variant,
    threads: build.threads,
    linear,
    predictor: (params, nColumns, precision) =>
      wasmPredictor(build, params, nColumns, precision, maxBytes, (features) => linear(features, precision)),
    slot: (layout, room) => wasmSlot(build, layout, room, linear),
    cholesky: wasmCholesky(build, maxBytes),
  };
}

function linearKernel(
  build: WasmBuild,
  places: Places,
  features: Features,
  precision: Precision,
  maxBytes: number,
  home: Home,
): LinearKernel {
  const { nRows, nColumns } = features;
  const each = passRunner(build, places, features, precision, maxBytes, home);
  const eachWithGradient = gradientRunner(build, places, features, precision, maxBytes, each);
  const classCount = (params: Float64Array) => params.length / (nColumns + 1);

  return {
    nRows,
    nColumns,

    logits(params, rows, out) {
      const C = classCount(params);
      each(rows, C, (kernel, part, at) =>
        kernel.logits(params, part, out.subarray(at * C, (at + part.to - part.from) * C)),
      );
    },

    probabilities(params, rows, out) {
      const C = classCount(params);
      each(rows, C, (kernel, part, at) =>
        kernel.probabilities(params, part, out.subarray(at * C, (at + part.to - part.from) * C)),
      );
    },

    accumulate(residuals, rows, gradient) {
      const C = classCount(gradient);
      eachWithGradient(rows, C, (kernel, part, at) =>
        kernel.accumulate(residuals.subarray(at * C, (at + part.to - part.from) * C), part, gradient),
      );
    },

    crossEntropy(params, targets, weights, rows, gradient) {
      let loss = 0;
      eachWithGradient(rows, classCount(params), (kernel, part) => {
        loss += kernel.crossEntropy(params, targets, weights, part, gradient);
      });
      return loss;
    },

    crossEntropyHvp(params, weights, direction, rows, out) {
      eachWithGradient(rows, classCount(params), (kernel, part) =>
        kernel.crossEntropyHvp(params, weights, direction, part, out),
      );
    },

    gram:
      features.kind === "dense"
        ? denseGram(build, features, precision, maxBytes)
        : (rowWeights, rows, out) => addGram(features, rowWeights, rows, out),

    gramDiagonal: (rowWeights, rows, out) => addGramDiagonal(features, rowWeights, rows, out),
  };
}

/** Places of X in WebAssembly memories, that the kernels of one `Kernels` object share. */
interface Places {
  readonly byRows: typeof placeByRows;
  readonly byColumns: typeof placeByColumns;
}

/** Where the rows of a kernel are from its first pass on. */
interface Home {
  problem?: WasmProblem | "refused" | "left";
  /** Whose memory they may take. */
  former?: WasmProblem;
}

/** What a kernel leaves to the one that comes instead of it. */
function leave(home: Home): WasmProblem | undefined {
  const { problem, former } = home;
  Object.assign(home, { problem: "left", former: undefined });
  return problem instanceof WasmProblem ? problem : former;
}

type Runner = (rows: RowRange, nClasses: number, run: Run) => void;

/**
 * Runs passes over X where it is: all of it in the memory of one problem from the first pass that needs it, or
 * in parts where that is too much, or where sparse rows are so few that packing all their columns would
 * take longer than cutting out the used ones.
 */
function passRunner(
  build: WasmBuild,
  places: Places,
  features: Features,
  precision: Precision,
  maxBytes: number,
  home: Home,
): Runner {
  const bytesOfX = placedBytes(features, precision);
  const runInParts = inParts(build, features, precision, maxBytes);

  return (rows, nClasses, run) => {
    if (home.problem === "left")
      throw new Error("linear: the memory of this kernel has been given to another");
    if (rows.to <= rows.from) return;
    const { nRows, nColumns } = features;
    const window = windowOf(features, nColumns, nClasses, precision, nRows, WHOLE);
    const bytes = bytesOfX + workspaceBytes(features, nColumns, nClasses, precision, window);
    const few = features.kind === "csr" && nonzerosIn(features, rows) * 2 < nColumns;
    if (bytes > maxBytes || few) return runInParts(rows, nClasses, run);
    untilDone(() => {
      if (home.problem instanceof WasmProblem && home.problem.isAbandoned) home.problem = undefined;
      home.problem ??= problemOf(build, features, precision, nClasses, home.former, (isShared, room) =>
        places.byRows(features, precision, bytes + room, isShared),
      );
      const { problem } = home;
      if (problem instanceof WasmProblem && problem.open(nClasses, rows.to - rows.from))
        run(problem, rows, 0);
      else runInParts(rows, nClasses, run);
    });
  };
}

/** Runs passes that have a gradient: by columns those over all rows of sparse X, where that is faster. */
function gradientRunner(
  build: WasmBuild,
  places: Places,
  features: Features,
  precision: Precision,
  maxBytes: number,
  byRows: Runner,
): Runner {
  if (features.kind === "dense") return byRows;
  let turned: WasmProblem | "refused" | undefined;

  return (rows, nClasses, run) => {
    const all = !rows.order && rows.to > rows.from && rows.to - rows.from === features.nRows;
    if (!all || !fasterByColumns(features, nClasses)) return byRows(rows, nClasses, run);
    const height = blockHeight(features.nRows, nClasses, precision);
    const window = turnedWindow(nClasses, height, Math.ceil(features.nRows / height));
    const workspace = turnedWorkspaceBytes(features.nColumns, nClasses, window);
    if (turnedBytes(features, height) + workspace > maxBytes) return byRows(rows, nClasses, run);
    untilDone(() => {
      if (turned instanceof WasmProblem && turned.isAbandoned) turned = undefined;
      turned ??= problemOf(build, features, precision, nClasses, undefined, (isShared, room) =>
        places.byColumns(features, precision, height, workspace + room, isShared),
      );
      if (turned !== "refused" && turned.open(nClasses, features.nRows)) run(turned, rows, 0);
      else byRows(rows, nClasses, run);
    });
  };
}

/**
 * X in memory that is shared where a pass is worth another thread, with room for what the other threads need for
 * themselves: in that of a former problem where it serves, else in one of its own.
 */
function problemOf(
  build: WasmBuild,
  features: Features,
  precision: Precision,
  nClasses: number,
  former: WasmProblem | undefined,
  place: (isShared: boolean, room: number) => Placed | undefined,
): WasmProblem | "refused" {
  const { nRows, nColumns } = features;
  const isShared = build.threads > 1 && nRows * entriesPerRow(features) * nClasses * 2 >= WORTH_WAKING;
  const successor =
    features.kind === "dense" ? former?.succeededBy(features, precision, isShared) : undefined;
  if (successor) return successor;
  const placed = place(isShared, isShared ? (build.threads - 1) * threadBytes(nColumns, nClasses) : 0);
  return placed
    ? new WasmProblem(new WasmInstance(build, precision, placed.memory), features, placed)
    : "refused";
}
