import type { DenseFeatures } from "./features.js";
import type { LinearKernel, Precision, RowRange } from "./kernels.js";
import { addGram } from "./kernels.reference.gram.js";
import { WasmInstance, WORTH_WAKING } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild } from "./kernels.wasm.module.js";
import { PANEL_BYTES, panelEntries } from "./kernels.wasm.panels.js";
import { BASE } from "./kernels.wasm.place.js";
import { isAbandoned, untilDone } from "./kernels.wasm.pool.js";

/** Rows that are multiplied at a time: a panel of them takes half of a first-level cache. */
export const BLOCK_ROWS = 256;

/** Panels whose rows are multiplied by a stripe of others, and rows that are packed at a time: `wasm/gram.ts`. */
const [GROUP, PACKED] = [8, 32] as const;

/** Upper bound of what `layout` of `wasm/gram.ts` takes for so many threads. */
export function gramBytes({ data, nColumns }: DenseFeatures, precision: Precision, threads: number): number {
  const P = panelEntries(precision);
  const panels = Math.floor(nColumns / P) + 1;
  const rows = BLOCK_ROWS * (panels * PANEL_BYTES + nColumns * data.BYTES_PER_ELEMENT + 8);
  const own = (P + panels) * PANEL_BYTES + 128;
  return BASE + panels * 64 + rows + panels * (panels + 1) * P * P * 4 + threads * own + 1024;
}

/** For n panels: how many pairs there are of a group and a panel of it or after it. */
function stripes(panels: number): number {
  let count = 0;
  for (let first = 0; first < panels; first += GROUP) count += panels - first;
  return count;
}

/**
 * `LinearKernel.gram` of dense features. Rows pass from where they are through a memory that the first call
 * makes; where it is refused, or would exceed `maxBytes`, the reference loops do the work.
 */
export function denseGram(
  build: WasmBuild,
  features: DenseFeatures,
  precision: Precision,
  maxBytes: number,
): LinearKernel["gram"] {
  let instance: WasmInstance | "refused" | undefined;
  const create = (): WasmInstance | "refused" => {
    if (gramBytes(features, precision, 1) > maxBytes) return "refused";
    const isShared = build.threads > 1 && BLOCK_ROWS * features.nColumns ** 2 > 2 * WORTH_WAKING;
    const memory = allocate(gramBytes(features, precision, isShared ? build.threads : 1), isShared);
    return memory ? new WasmInstance(build, precision, memory) : "refused";
  };

  return (rowWeights, rows, out) => {
    if (rows.to <= rows.from) return;
    untilDone(() => {
      if (instance instanceof WasmInstance && isAbandoned(instance.memory)) instance = undefined;
      instance ??= create();
      if (instance === "refused") return addGram(features, rowWeights, rows, out);
      addProducts(instance, features, rowWeights, rows);
      addTiles(instance, features.nColumns + 1, out);
    });
  };
}

function addProducts(
  instance: WasmInstance,
  { data, nColumns, scale }: DenseFeatures,
  rowWeights: Float64Array | undefined,
  rows: RowRange,
): void {
  const { memory, shared, precision } = instance;
  const size = data.BYTES_PER_ELEMENT;
  const count = stripes(Math.floor(nColumns / panelEntries(precision)) + 1);
  instance.prepare(["gramLayout", BASE, nColumns, BLOCK_ROWS, nColumns * size]);
  shared.gramBegin();
  const weights = new Float64Array(memory.buffer, shared.gramWeights() >>> 0, BLOCK_ROWS).fill(1);
  const Values = data.constructor as new (buffer: ArrayBuffer, at: number, length: number) => typeof data;
  const staged = new Values(memory.buffer, shared.gramStaged() >>> 0, BLOCK_ROWS * nColumns);
  for (let from = rows.from; from < rows.to; from += BLOCK_ROWS) {
    const to = Math.min(rows.to, from + BLOCK_ROWS);
    const n = to - from;
    if (rowWeights) weights.set(rowWeights.subarray(from - rows.from, to - rows.from));
    stage(data, nColumns, { ...rows, from, to }, staged);
    instance.run("gramPack", Math.ceil(n / PACKED), n * nColumns * 8, n, size, nColumns * size, scale);
    instance.run("gramMultiply", count, (n * nColumns ** 2) / 2, n);
  }
}

/** staged ← the rows of the range, one after the other. */
function stage(
  data: DenseFeatures["data"],
  d: number,
  { from, to, order }: RowRange,
  staged: DenseFeatures["data"],
): void {
  if (order)
    for (let k = from; k < to; k++)
      staged.set(data.subarray(order[k] * d, (order[k] + 1) * d), (k - from) * d);
  else staged.set(data.subarray(from * d, to * d));
}

/** out ← out + the matrix [side, side] whose lower triangle lies in tiles. */
function addTiles({ memory, shared, precision }: WasmInstance, side: number, out: Float64Array): void {
  const P = panelEntries(precision);
  const panels = Math.ceil(side / P);
  const tiles = new Float64Array(memory.buffer, shared.gramSums() >>> 0, (panels * (panels + 1) * P * P) / 2);
  let tile = 0;
  for (let I = 0; I < side; I += P)
    for (let J = 0; J <= I; J += P, tile += P * P)
      addTile(tiles.subarray(tile, tile + P * P), I, J, side, out);
}

/** Adds one tile [P, P] at row I, column J ≤ I, and its mirror image. */
function addTile(tile: Float64Array, I: number, J: number, side: number, out: Float64Array): void {
  const P = Math.sqrt(tile.length);
  const [rows, columns] = [Math.min(P, side - I), Math.min(P, side - J)];
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[(I + i) * side + J + j] += tile[i * P + j];
  if (I === J) return;
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) out[(J + j) * side + I + i] += tile[i * P + j];
}
