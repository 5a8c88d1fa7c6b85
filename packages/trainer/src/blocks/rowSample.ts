import { type Features, type Kernels, type LinearKernel, random, uniform } from "@softmax/tensor-core";
import type { BlockStore, BlocksHead } from "./blocks.js";
import type { Weigh } from "./blockWeights.js";

/** Training rows that are kept in memory for a whole run: what it knows of the data without a pass. */
export interface RowSample {
  readonly features: Features;
  readonly kernel: LinearKernel;
  readonly targets: Int32Array;
  /** Effective weights, as `Weigh` gives them. */
  readonly weights?: Float64Array;
  /** Whether these are all rows. */
  readonly isComplete: boolean;
}

/** Rows at most: more tell little more of a curvature, or of where a minimum is. */
const MOST_ROWS = 2 ** 16;

/** A sample that, with its copy in the kernels' memory, takes about so many bytes; all rows where they do. */
export async function takeSample(
  store: BlockStore,
  kernels: Kernels,
  weigh: Weigh,
  { seed, bytes }: { readonly seed: number; readonly bytes: number },
): Promise<RowSample> {
  const { nRows } = store.parts.train;
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(bytes / (2 * rowBytes(store)))));
  const rows = await store.take("train", sampledRows(nRows, most, seed));
  return {
    ...rows,
    kernel: kernels.linear(rows.features, store.precision),
    weights: weigh(rows),
    isComplete: nRows <= most,
  };
}

/** One row of each of `size` strips that are as long as each other, ascending; all rows where they are no more. */
export function sampledRows(nRows: number, size: number, seed: number): Int32Array {
  if (nRows <= size) return Int32Array.from({ length: nRows }, (_, i) => i);
  const jitter = uniform(random(seed, "sample"), size);
  const startOf = (k: number) => Math.floor((k * nRows) / size);
  return Int32Array.from(jitter, (u, k) => startOf(k) + Math.floor(u * (startOf(k + 1) - startOf(k))));
}

/** Share of the features that is stored. */
export function densityOf({ layout, parts: { train } }: BlocksHead): number {
  const cells = train.nRows * layout.nColumns;
  return layout.kind === "csr" && cells > 0 ? storedValues(train) / cells : 1;
}

function rowBytes({ layout, parts: { train } }: BlocksHead): number {
  const each = { uint8: 1, float32: 4, float64: 8 }[layout.stored];
  if (layout.kind === "dense") return Math.max(layout.nColumns * each, 1);
  return 4 + ((each + 4) * storedValues(train)) / Math.max(train.nRows, 1);
}

const storedValues = ({ blocks }: BlocksHead["parts"]["train"]): number =>
  blocks.reduce((sum, { nonzeros }) => sum + nonzeros, 0);
