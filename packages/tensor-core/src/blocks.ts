import type { CsrFeatures, DenseFeatures, Features } from "./features.js";
import type { Precision } from "./kernels.js";
import { align, BYTES, DOUBLES, FLOATS, rowStride, type Stored } from "./kernels.wasm.place.js";
import { WHOLE, windowOf } from "./kernels.wasm.window.js";

/**
 * How the rows of X are laid out in blocks of bytes, which are what the kernels read: a block that is read from disk into
 * a `Slot` needs no conversion. Numbers are little-endian.
 *
 *   dense   row by row, zeros behind each up to the next tile of 32 bytes (none behind bytes)
 *   csr     values, then columns (int32), then nRows + 1 row starts (int32), each from a multiple of 64 bytes on
 */
export interface BlockLayout {
  readonly kind: Features["kind"];
  /** Of the values; CSR values are not bytes. */
  readonly stored: "uint8" | "float32" | "float64";
  readonly nColumns: number;
  /** What a stored 1 is worth; 1 for CSR features. */
  readonly scale: number;
}

export interface BlockSize {
  readonly nRows: number;
  /** Entries that are stored of CSR rows; 0 for dense ones. */
  readonly nonzeros: number;
}

const sizes: Record<BlockLayout["stored"], Stored> = { uint8: BYTES, float32: FLOATS, float64: DOUBLES };

/** Bytes of a stored value. */
export const storedSize = ({ stored }: BlockLayout): Stored => sizes[stored];

/** Bytes of a block. */
export function blockBytes(layout: BlockLayout, size: BlockSize): number {
  if (layout.kind === "dense") return size.nRows * rowStride(layout.nColumns, storedSize(layout));
  return csrPlaces(layout, size).end;
}

/** Where the parts of a CSR block begin, and where it ends. */
export function csrPlaces(layout: BlockLayout, { nRows, nonzeros }: BlockSize) {
  const columnsAt = align(nonzeros * storedSize(layout));
  const startsAt = align(columnsAt + nonzeros * 4);
  return { columnsAt, startsAt, end: startsAt + (nRows + 1) * 4 };
}

/**
 * Rows that passes over dense features take at a time. Blocks of so many give, in the order of the rows, the bits that
 * passes over all of X in one memory give.
 */
export function passRows(layout: BlockLayout, nClasses: number, precision: Precision): number {
  const none: DenseFeatures = { ...layout, kind: "dense", data: new Float64Array(0), nRows: 0 };
  const window = windowOf(none, layout.nColumns, nClasses, precision, WHOLE.rows, WHOLE);
  return window.segments * window.segmentRows;
}

/**
 * Writes X to `out` as the layout has it, rounded where the layout stores less than X does. Dense blocks one behind the
 * other are one block.
 *
 * @throws RangeError where X is not of that kind or width, or `out` has not `blockBytes` bytes
 * @example
 * const layout = { kind: "dense", stored: "float32", nColumns: 2, scale: 1 };
 * const X = denseFeatures(Float32Array.of(1, 2, 3, 4), 2, 2);
 * const bytes = new Uint8Array(blockBytes(layout, { nRows: 2, nonzeros: 0 }));
 * encodeBlock(layout, X, bytes);
 * bytes.length; // 64, each row with zeros up to a tile of 32 bytes
 * decodeBlock(layout, bytes, { nRows: 2, nonzeros: 0 }).data; // Float32Array [1, 2, 3, 4]
 */
export function encodeBlock(layout: BlockLayout, features: Features, out: Uint8Array): void {
  const { nRows } = features;
  const nonzeros = features.kind === "csr" ? features.rowStarts[nRows] : 0;
  check("encodeBlock", layout, { nRows, nonzeros }, out);
  if (features.kind !== layout.kind || features.nColumns !== layout.nColumns)
    throw new RangeError(
      `encodeBlock: X is ${features.kind} with ${features.nColumns} columns, but the layout ${layout.kind} with ${layout.nColumns}`,
    );
  if (features.kind === "csr") encodeCsr(layout, features, out);
  else encodeDense(layout, features, out);
}

/**
 * The rows of a block, copied.
 *
 * @throws RangeError where `bytes` are not `blockBytes`, or CSR row starts are not within them
 */
export function decodeBlock(layout: BlockLayout, bytes: Uint8Array, size: BlockSize): Features {
  check("decodeBlock", layout, size, bytes);
  const { nColumns, scale } = layout;
  const { nRows } = size;
  if (layout.kind === "csr") {
    const { values, columns, rowStarts } = csrViews(layout, copied(bytes), size);
    return { kind: "csr", values, columns, rowStarts, nRows, nColumns };
  }
  const stride = rowStride(nColumns, storedSize(layout));
  const rowBytes = nColumns * storedSize(layout);
  const packed = new Uint8Array(nRows * rowBytes);
  for (let i = 0; i < nRows; i++) packed.set(bytes.subarray(i * stride, i * stride + rowBytes), i * rowBytes);
  return { kind: "dense", data: valuesOf(layout, packed, 0, nRows * nColumns), nRows, nColumns, scale };
}

/** The arrays of a CSR block, without copying; `bytes` begin at a multiple of 8 of their buffer. */
export function csrViews(
  layout: BlockLayout,
  bytes: Uint8Array,
  size: BlockSize,
): Pick<CsrFeatures, "values" | "columns" | "rowStarts"> {
  const { columnsAt, startsAt } = csrPlaces(layout, size);
  const { buffer, byteOffset } = bytes;
  return {
    values: valuesOf(layout, bytes, 0, size.nonzeros) as CsrFeatures["values"],
    columns: new Int32Array(buffer, byteOffset + columnsAt, size.nonzeros),
    rowStarts: new Int32Array(buffer, byteOffset + startsAt, size.nRows + 1),
  };
}

/** The values of dense rows with what fills them up, without copying; `bytes` begin at a multiple of 8 of their buffer. */
export const denseView = (layout: BlockLayout, bytes: Uint8Array): DenseFeatures["data"] =>
  valuesOf(layout, bytes, 0, bytes.length / storedSize(layout));

function encodeDense(layout: BlockLayout, features: DenseFeatures, out: Uint8Array): void {
  const { data, nRows, nColumns } = features;
  const size = storedSize(layout);
  const stride = rowStride(nColumns, size) / size;
  const to = valuesOf(layout, out, 0, nRows * stride);
  if (stride !== nColumns) to.fill(0);
  for (let i = 0; i < nRows; i++) to.set(data.subarray(i * nColumns, (i + 1) * nColumns), i * stride);
}

function encodeCsr(layout: BlockLayout, features: CsrFeatures, out: Uint8Array): void {
  const { values, columns, rowStarts, nRows } = features;
  const nonzeros = rowStarts[nRows];
  out.fill(0);
  const to = csrViews(layout, out, { nRows, nonzeros });
  to.values.set(values.subarray(0, nonzeros));
  to.columns.set(columns.subarray(0, nonzeros));
  to.rowStarts.set(rowStarts.subarray(0, nRows + 1));
}

function valuesOf(layout: BlockLayout, bytes: Uint8Array, at: number, length: number): DenseFeatures["data"] {
  const Values = { uint8: Uint8Array, float32: Float32Array, float64: Float64Array }[layout.stored];
  return new Values(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length);
}

/** A copy that begins its buffer. */
function copied(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy;
}

function check(name: string, layout: BlockLayout, size: BlockSize, { length }: Uint8Array): void {
  const expected = blockBytes(layout, size);
  if (length !== expected)
    throw new RangeError(
      `${name}: ${length} bytes, but ${size.nRows} rows of ${layout.nColumns} columns take ${expected}`,
    );
}
