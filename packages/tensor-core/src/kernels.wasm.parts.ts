import { compactor } from "./csrCompact.js";
import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { Precision, RowRange } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild } from "./kernels.wasm.module.js";
import {
  csrRowBytes,
  denseRowBytes,
  type Placed,
  placeCsr,
  placeDense,
  placedBytes,
} from "./kernels.wasm.place.js";
import { isAbandoned, untilDone } from "./kernels.wasm.pool.js";
import { type Passes, WasmProblem } from "./kernels.wasm.problem.js";
import { PART, windowOf, workspaceBytes } from "./kernels.wasm.window.js";

/** Runs a pass over the rows that `kernel` has; `at` is where they begin in the whole range. */
export type Run = (kernel: Passes, rows: RowRange, at: number) => void;

/** Cuts a range of rows into parts that fit in memory, and runs a pass over each in turn. */
export type InParts = (rows: RowRange, nClasses: number, run: Run) => void;

/** A part and its workspace take about this many bytes, and never more than the kernels' `maxBytes`. */
const PART_BYTES = 64 << 20;

/**
 * Passes over X part by part, through one memory. Rows that do not fit even alone, or have no
 * memory to go to, are left to the reference loops.
 */
export function inParts(
  build: WasmBuild,
  features: Features,
  precision: Precision,
  maxBytes: number,
): InParts {
  const bytes = Math.min(PART_BYTES, maxBytes);
  const cutter =
    features.kind === "dense" ? denseCutter(features, precision) : csrCutter(features, precision);
  const reference = () => referenceKernels.linear(features, precision);
  let instance: WasmInstance | undefined;

  const create = (nClasses: number): WasmInstance | undefined => {
    const needed =
      placedBytes(features, precision) + partWorkspace(features, features.nColumns, nClasses, precision);
    const isShared = build.threads > 1 && needed > bytes;
    const memory = allocate(Math.min(bytes, needed), isShared);
    return memory && new WasmInstance(build, precision, memory);
  };
  const problemOf = (part: RowRange, nClasses: number): WasmProblem | undefined => {
    if (instance && isAbandoned(instance.memory)) instance = undefined;
    instance ??= create(nClasses);
    const placed = instance && cutter.place(instance.memory, part);
    const problem = instance && placed && new WasmProblem(instance, features, placed, PART);
    return problem?.open(nClasses, part.to - part.from) ? problem : undefined;
  };

  return (rows, nClasses, run) => {
    for (let from = rows.from; from < rows.to; ) {
      const fitting = cutter.fitting(rows, from, nClasses, bytes);
      const part = { ...rows, from, to: from + Math.max(1, fitting) };
      untilDone(() => {
        const problem = fitting > 0 ? problemOf(part, nClasses) : undefined;
        run(problem ?? reference(), part, from - rows.from);
      });
      from = part.to;
    }
  };
}

/** What passes over a part need at most beside it, in one thread. */
function partWorkspace(features: Features, nColumns: number, nClasses: number, precision: Precision): number {
  const window = windowOf(features, nColumns, nClasses, precision, PART.rows, PART);
  return workspaceBytes(features, nColumns, nClasses, precision, window);
}

interface Cutter {
  /** How many rows of the range, from `from` on, fit into `bytes` with what a pass over them needs. */
  fitting(rows: RowRange, from: number, nClasses: number, bytes: number): number;
  /** Undefined where the host has not enough memory. */
  place(memory: WebAssembly.Memory, part: RowRange): Placed | undefined;
}

function denseCutter(features: DenseFeatures, precision: Precision): Cutter {
  const rowBytes = denseRowBytes(features, precision);
  return {
    fitting(rows, from, nClasses, bytes) {
      const workspace = partWorkspace(features, features.nColumns, nClasses, precision);
      const fitting = Math.floor((bytes - workspace) / rowBytes);
      const wholeBlocks = fitting < 64 ? fitting : fitting - (fitting % 64);
      return Math.min(rows.to - from, Math.max(0, wholeBlocks));
    },
    place(memory, part) {
      const placed = placeDense(memory, features, precision, part);
      return placed && { ...placed, from: part.from };
    },
  };
}

function csrCutter(features: CsrFeatures, precision: Precision): Cutter {
  let compact: ReturnType<typeof compactor> | undefined;
  return {
    fitting(rows, from, nClasses, bytes) {
      let nonzeros = 0;
      for (let to = from; to < rows.to; to++) {
        nonzeros += rowNonzeros(features, rows, to);
        const workspace = partWorkspace(features, Math.min(nonzeros, features.nColumns), nClasses, precision);
        if (csrRowBytes(nonzeros, to + 1 - from) + workspace > bytes) return to - from;
      }
      return rows.to - from;
    },
    place(memory, part) {
      compact ??= compactor(features);
      const { features: rows, columns } = compact(part);
      const placed = placeCsr(memory, rows, precision);
      return placed && { ...placed, from: part.from, columns };
    },
  };
}

function rowNonzeros({ rowStarts }: CsrFeatures, rows: RowRange, k: number): number {
  const i = rows.order ? rows.order[k] : k;
  return rowStarts[i + 1] - rowStarts[i];
}

/** Entries of X in a range of rows. */
export function nonzerosIn(features: CsrFeatures, rows: RowRange): number {
  if (!rows.order) return features.rowStarts[rows.to] - features.rowStarts[rows.from];
  let sum = 0;
  for (let k = rows.from; k < rows.to; k++) sum += rowNonzeros(features, rows, k);
  return sum;
}
