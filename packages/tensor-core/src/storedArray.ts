import { boundedMessage } from "./boundedMessage.js";

/** The element types that files hold, with the typed array that carries each; a bool is a byte, 0 or 1. */
export interface StoredTypes {
  bool: Uint8Array;
  uint8: Uint8Array;
  int8: Int8Array;
  uint16: Uint16Array;
  int16: Int16Array;
  uint32: Uint32Array;
  int32: Int32Array;
  uint64: BigUint64Array;
  int64: BigInt64Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type StoredDtype = keyof StoredTypes;

/** An array as files hold it: plain data, row-major; `data` has the product of `shape` elements. */
export type StoredArray<D extends StoredDtype = StoredDtype> = {
  [Dtype in D]: {
    readonly dtype: Dtype;
    readonly shape: readonly number[];
    readonly data: StoredTypes[Dtype];
  };
}[D];

/** Bytes that are not what their format says; the message names the place, what was found and expected. */
export class FormatError extends Error {
  override readonly name = "FormatError";

  constructor(message: string, options?: ErrorOptions) {
    super(boundedMessage(message), options);
  }
}

const arrays = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Bytes of one element. */
export function elementBytes(dtype: StoredDtype): number {
  return arrays[dtype].BYTES_PER_ELEMENT;
}

/** The number of elements of `shape`; null when an extent is no whole number ≥ 0 or the product is not exact. */
export function shapeSize(shape: readonly unknown[]): number | null {
  let size = 1;
  for (const extent of shape) {
    if (!Number.isSafeInteger(extent) || (extent as number) < 0) return null;
    size *= extent as number;
    if (!Number.isSafeInteger(size)) return null;
  }
  return size;
}

/** As `arrayOverBytes`, over a copy of `bytes`. */
export function arrayFromBytes(
  dtype: StoredDtype,
  shape: readonly number[],
  bytes: Uint8Array,
  place: string,
): StoredArray {
  return arrayOverBytes(dtype, shape, new Uint8Array(bytes), place);
}

/**
 * The array in the memory of `bytes`, which are little-endian and as many as the shape needs, or in a copy where they do
 * not begin at a multiple of an element's size.
 *
 * @throws {FormatError} when a bool is neither 0 nor 1; `place` begins the sentence.
 */
export function arrayOverBytes(
  dtype: StoredDtype,
  shape: readonly number[],
  bytes: Uint8Array,
  place: string,
): StoredArray {
  const stray = dtype === "bool" ? bytes.findIndex((byte) => byte > 1) : -1;
  if (stray >= 0)
    throw new FormatError(`${place}: bool ${stray} is the byte ${bytes[stray]}; expected 0 or 1`);
  const fits = bytes.byteOffset % elementBytes(dtype) === 0;
  const { buffer, byteOffset, byteLength } = fits ? bytes : new Uint8Array(bytes);
  const data = new arrays[dtype](buffer as ArrayBuffer, byteOffset, byteLength / elementBytes(dtype));
  return { dtype, shape, data } as StoredArray;
}

/**
 * The array's elements as bytes, little-endian, without a copy.
 *
 * @throws {RangeError} when data, dtype and shape do not agree; `place` begins the sentence.
 */
export function bytesOfArray({ dtype, shape, data }: StoredArray, place: string): Uint8Array {
  if (!Object.hasOwn(arrays, dtype))
    throw new RangeError(`${place}: dtype is "${dtype}"; expected one of ${Object.keys(arrays).join(", ")}`);
  if (!(data instanceof arrays[dtype]))
    throw new RangeError(
      `${place}: data is a ${(data as object)?.constructor?.name} but dtype ${dtype} needs a ${arrays[dtype].name}`,
    );
  const size = shapeSize(shape);
  if (size !== data.length)
    throw new RangeError(
      `${place}: data has ${data.length} elements but shape [${shape.join(", ")}] needs ${size ?? "whole numbers ≥ 0"}`,
    );
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
