/** The element types of tensors, with the typed array that carries each; a bool is a byte, 0 or 1. */
export interface DtypeArrays {
  bool: Uint8Array;
  uint8: Uint8Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type Dtype = keyof DtypeArrays;
export type TensorData = DtypeArrays[Dtype];

const arrays = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Every dtype, each able to follow the ones before it in a promotion. */
const promotionOrder: readonly Dtype[] = ["bool", "uint8", "int32", "float32", "float64"];

/**
 * The dtype of a result that mixes two: the later of both in bool, uint8, int32, float32, float64.
 *
 * @example
 * promoteDtypes("int32", "float32"); // "float32"
 */
export function promoteDtypes(a: Dtype, b: Dtype): Dtype {
  return promotionOrder[Math.max(promotionOrder.indexOf(a), promotionOrder.indexOf(b))];
}

export const isFloat = (dtype: Dtype): boolean => dtype === "float32" || dtype === "float64";

/** float32 stays, everything else becomes float64: the dtype of quotients, sums, means, exponentials. */
export const floatDtype = (dtype: Dtype): Dtype => (dtype === "float32" ? "float32" : "float64");

/** bool becomes int32, everything else stays: the dtype of sums and products element by element. */
export const numberDtype = (dtype: Dtype): Dtype => (dtype === "bool" ? "int32" : dtype);

/**
 * The dtype a plain number takes beside a tensor: the tensor's own where it can hold the number (floats
 * hold any), else int32 for a whole number in its range, else float64.
 */
export function numberDtypeBeside(value: number, dtype: Dtype): Dtype {
  if (isFloat(dtype)) return dtype;
  if (dtype === "uint8" && value === (value & 0xff)) return "uint8";
  return value === (value | 0) ? "int32" : "float64";
}

export function allocate(dtype: Dtype, length: number): TensorData {
  return new arrays[dtype](length);
}

/** A copy of the values in the dtype: fractions truncate toward zero, integers wrap, a bool is value ≠ 0. */
export function convert(values: ArrayLike<number>, dtype: Dtype): TensorData {
  return dtype === "bool"
    ? Uint8Array.from(values, (value) => (value === 0 ? 0 : 1))
    : new arrays[dtype](values);
}

/** The dtype whose array this is; bytes are uint8. */
export function dtypeOfArray(data: TensorData): Dtype {
  if (data instanceof Float64Array) return "float64";
  if (data instanceof Float32Array) return "float32";
  return data instanceof Int32Array ? "int32" : "uint8";
}
