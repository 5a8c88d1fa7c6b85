import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { Precision, RowRange } from "./kernels.js";
import type { Call } from "./kernels.wasm.instance.js";
import { allocate, growTo } from "./kernels.wasm.module.js";
import { isAbandoned } from "./kernels.wasm.pool.js";

/** Rows of X in a WebAssembly memory, for any instance that has this memory. */
export interface Placed {
  readonly memory: WebAssembly.Memory;
  /** The first byte after X. */
  readonly end: number;
  /** Tells an instance where X is. */
  readonly binding: Call;
  /** Where the placed range of rows begins, if not all of X is placed. */
  readonly from?: number;
  /** The columns of X that are placed, where they are not all. */
  readonly columns?: Int32Array;
  /** Rows of a block, where X is placed by columns, in blocks of its rows: passes are over all of them. */
  readonly height?: number;
}

/** Where X begins: past address 0 and the module's own data. */
export const BASE = 1024;
/** What a vector load may read past the end. */
export const SLACK = 64;
/** What values are stored as, as `wasm/layout.ts` numbers it. */
export const [BYTES, FLOATS, DOUBLES] = [1, 4, 8] as const;
export type Stored = typeof BYTES | typeof FLOATS | typeof DOUBLES;

export const align = (bytes: number): number => Math.ceil(bytes / 64) * 64;

const rowAt = (rows: RowRange, k: number): number => (rows.order ? rows.order[k] : k);

/** Bytes stay bytes, floats stay floats; doubles are rounded once, when they are placed, for float32 passes. */
export function storedAs(features: Features, precision: Precision): Stored {
  const values = features.kind === "dense" ? features.data : features.values;
  if (values instanceof Uint8Array) return BYTES;
  return values instanceof Float64Array && precision === "float64" ? DOUBLES : FLOATS;
}

/**
 * Bytes between two rows of dense X: whole tiles of 32 bytes in either precision, and never a multiple of 4096,
 * which would put all rows into one set of the first-level cache. Bytes are converted before use.
 */
export function rowStride(nColumns: number, stored: Stored): number {
  if (stored === BYTES) return nColumns;
  const stride = Math.ceil((nColumns * stored) / 32) * 32;
  return stride > 0 && stride % 4096 === 0 ? stride + 64 : stride;
}

/** Bytes of placed dense rows, each. */
export function denseRowBytes(features: DenseFeatures, precision: Precision): number {
  return rowStride(features.nColumns, storedAs(features, precision));
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

/**
 * The same way of placing X, done once for all kernels that are bound to the same features and store them alike, as
 * long as one of them is in use: what is bound in float32 to train and in float64 to certify takes memory once.
 */
export function once<F extends Features, Rest extends unknown[]>(
  place: (features: F, precision: Precision, ...rest: Rest) => Placed | undefined,
): typeof place {
  const places = new WeakMap<Features, Map<Stored, WeakRef<Placed>>>();
  return (features, precision, ...rest) => {
    const stored = storedAs(features, precision);
    const known = places.get(features) ?? new Map<Stored, WeakRef<Placed>>();
    places.set(features, known);
    const existing = known.get(stored)?.deref();
    if (existing && !overwritten.has(existing) && !isAbandoned(existing.memory)) {
      inCommon.add(existing);
      return existing;
    }
    const placed = place(features, precision, ...rest);
    if (placed) known.set(stored, new WeakRef(placed));
    return placed;
  };
}

/** Places that several kernels were given. */
const inCommon = new WeakSet<Placed>();
/** Places where X is no longer. */
const overwritten = new WeakSet<Placed>();

/** Whether other rows may be placed over these: only one kernel has them, which must not be used any more. */
export function vacate(placed: Placed): boolean {
  if (inCommon.has(placed)) return false;
  overwritten.add(placed);
  return true;
}

/** Puts all of X into a new memory of at least `bytes` bytes; undefined where the host refuses that much. */
export function placeByRows(
  features: Features,
  precision: Precision,
  bytes: number,
  isShared = false,
): Placed | undefined {
  const memory = allocate(bytes, isShared);
  if (!memory) return undefined;
  if (features.kind === "csr") return placeCsr(memory, features, precision);
  return placeDense(memory, features, precision, { from: 0, to: features.nRows });
}

/** Copies the rows of dense X to BASE, in that order; undefined without memory for them. */
export function placeDense(
  memory: WebAssembly.Memory,
  features: DenseFeatures,
  precision: Precision,
  rows: RowRange,
): Placed | undefined {
  const { nColumns, scale } = features;
  const stored = storedAs(features, precision);
  const stride = rowStride(nColumns, stored);
  const bytes = stride * (rows.to - rows.from);
  const end = BASE + bytes + SLACK;
  if (!growTo(memory, end)) return undefined;
  copyRows(features, rows, rowsAt(memory, BASE, stored, bytes), stride / stored);
  return { memory, end, binding: ["bindDense", BASE, stride, stored, scale] };
}

/** The bytes of placed dense rows, as what they are stored as. */
export function rowsAt({ buffer }: WebAssembly.Memory, at: number, stored: Stored, bytes: number) {
  if (stored === BYTES) return new Uint8Array(buffer, at, bytes);
  if (stored === FLOATS) return new Float32Array(buffer, at, bytes / 4);
  return new Float64Array(buffer, at, bytes / 8);
}

/** Row k of the range goes to `place[k · stride …]`, followed by zeros. */
export function copyRows(
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

/** Copies CSR X to BASE; undefined without memory for it. */
export function placeCsr(
  memory: WebAssembly.Memory,
  features: CsrFeatures,
  precision: Precision,
): Placed | undefined {
  const { values, columns, rowStarts, nRows } = features;
  const nonzeros = rowStarts[nRows];
  const stored = storedAs(features, precision);
  const columnsAt = align(BASE + nonzeros * stored);
  const startsAt = align(columnsAt + nonzeros * 4);
  const end = startsAt + (nRows + 1) * 4 + SLACK;
  if (!growTo(memory, end)) return undefined;
  const { buffer } = memory;
  const Values = stored === FLOATS ? Float32Array : Float64Array;
  new Values(buffer, BASE, nonzeros).set(values.subarray(0, nonzeros));
  new Int32Array(buffer, columnsAt, nonzeros).set(columns.subarray(0, nonzeros));
  new Int32Array(buffer, startsAt, nRows + 1).set(rowStarts.subarray(0, nRows + 1));
  return { memory, end, binding: ["bindSparse", BASE, columnsAt, startsAt, stored] };
}
