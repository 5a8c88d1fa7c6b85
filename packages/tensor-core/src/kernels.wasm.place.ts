import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { Precision, RowRange } from "./kernels.js";
import { growTo, type WasmInstance } from "./kernels.wasm.module.js";

/** Where X begins: past address 0 and the module's own data. */
export const BASE = 1024;
/** What a vector load may read past the end. */
const SLACK = 64;
/** How dense X is stored, as `wasm/layout.ts` numbers it. */
const [IN_PLACE, BYTES, FLOATS] = [0, 1, 2];

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const rowAt = (rows: RowRange, k: number): number => (rows.order ? rows.order[k] : k);

/** Upper bound of the bytes between two rows of dense X once placed. */
export function denseRowBytes({ data, nColumns }: DenseFeatures, precision: Precision): number {
  if (data instanceof Uint8Array) return nColumns;
  return align(nColumns * (precision === "float32" ? 4 : 8)) + 64;
}

/** Upper bound of the bytes of placed CSR rows. */
export function csrRowBytes(nonzeros: number, nRows: number): number {
  return BASE + 12 * nonzeros + 4 * nRows + 6 * SLACK;
}

/** Upper bound of the bytes of all of X once placed. */
export function placedBytes(features: Features, precision: Precision): number {
  const { nRows } = features;
  if (features.kind === "csr") return csrRowBytes(features.rowStarts[nRows], nRows);
  return BASE + nRows * denseRowBytes(features, precision) + SLACK;
}

/** Copies the rows of dense X to BASE, in that order; returns the end, or undefined without memory for it. */
export function placeDense(
  { memory, passes, shared, precision }: WasmInstance,
  features: DenseFeatures,
  rows: RowRange,
): number | undefined {
  const { data, nColumns, scale } = features;
  const stored = storage(data, precision);
  const stride =
    stored === BYTES ? nColumns : (passes.rowStride(nColumns) >>> 0) / (stored === FLOATS ? 2 : 1);
  const bytes = stride * (rows.to - rows.from);
  if (!growTo(memory, BASE + bytes + SLACK)) return undefined;
  const place = placeFor(memory.buffer, stored, precision, bytes);
  copyRows(features, rows, place, stride / place.BYTES_PER_ELEMENT);
  shared.bindDense(BASE, stride, stored, scale);
  return BASE + bytes + SLACK;
}

/** Bytes stay bytes; float32 stays float32; float64 is rounded to the precision once, when it is placed. */
function storage(data: DenseFeatures["data"], precision: Precision): number {
  if (data instanceof Uint8Array) return BYTES;
  return precision === "float64" && data instanceof Float32Array ? FLOATS : IN_PLACE;
}

function placeFor(buffer: ArrayBuffer, stored: number, precision: Precision, bytes: number) {
  if (stored === BYTES) return new Uint8Array(buffer, BASE, bytes);
  if (stored === FLOATS || precision === "float32") return new Float32Array(buffer, BASE, bytes / 4);
  return new Float64Array(buffer, BASE, bytes / 8);
}

/** Row k of the range goes to `place[k · stride …]`, followed by zeros. */
function copyRows(
  features: DenseFeatures,
  rows: RowRange,
  place: DenseFeatures["data"],
  stride: number,
): void {
  const { data, nColumns } = features;
  if (stride === nColumns && !rows.order) {
    place.set(data.subarray(rows.from * nColumns, rows.to * nColumns));
    return;
  }
  if (stride !== nColumns) place.fill(0);
  for (let k = rows.from; k < rows.to; k++) {
    const i = rowAt(rows, k);
    place.set(data.subarray(i * nColumns, (i + 1) * nColumns), (k - rows.from) * stride);
  }
}

/** Copies CSR X to BASE; returns the end, or undefined without memory for it. */
export function placeCsr(
  { memory, shared, precision }: WasmInstance,
  { values, columns, rowStarts, nRows }: CsrFeatures,
): number | undefined {
  const nonzeros = rowStarts[nRows];
  const Values = precision === "float32" ? Float32Array : Float64Array;
  const columnsAt = align(BASE + nonzeros * Values.BYTES_PER_ELEMENT);
  const startsAt = align(columnsAt + nonzeros * 4);
  const end = startsAt + (nRows + 1) * 4 + SLACK;
  if (!growTo(memory, end)) return undefined;
  const { buffer } = memory;
  new Values(buffer, BASE, nonzeros).set(values.subarray(0, nonzeros));
  new Int32Array(buffer, columnsAt, nonzeros).set(columns.subarray(0, nonzeros));
  new Int32Array(buffer, startsAt, nRows + 1).set(rowStarts.subarray(0, nRows + 1));
  shared.bindSparse(BASE, columnsAt, startsAt);
  return end;
}
