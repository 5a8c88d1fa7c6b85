import { tensor } from "./create.js";
import type { Dtype, TensorData } from "./dtype.js";
import type { StoredArray, StoredDtype } from "./storedArray.js";
import type { Tensor } from "./tensor.js";

/** What the dtypes that tensors lack become. */
const wider: Partial<Record<StoredDtype, Dtype>> = {
  int8: "int32",
  int16: "int32",
  uint16: "int32",
  uint32: "float64",
  int64: "float64",
  uint64: "float64",
};

/**
 * The tensor as files hold it, for `encodeNpy`, `encodeNpz` and `encodeSafetensors`.
 *
 * @example
 * encodeNpy(toStoredArray(tensor([[1, 2]]))).length; // 144, bytes
 */
export function toStoredArray(x: Tensor): StoredArray {
  return { dtype: x.dtype, shape: x.shape, data: x.toArray() } as StoredArray;
}

/**
 * The tensor of a decoded array. Of the dtypes that tensors lack, int8, int16 and uint16 become int32;
 * uint32, int64 and uint64 become float64.
 *
 * @throws RangeError for an int64 or uint64 beyond ±(2⁵³ − 1), which float64 would round
 * @example
 * fromStoredArray({ dtype: "int16", shape: [2], data: Int16Array.of(3, 4) }).dtype; // "int32"
 */
export function fromStoredArray({ dtype, shape, data }: StoredArray): Tensor {
  const values =
    data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, exact) : data;
  return tensor(values as TensorData, { shape, dtype: wider[dtype] ?? (dtype as Dtype) });
}

function exact(value: bigint): number {
  if (!Number.isSafeInteger(Number(value)))
    throw new RangeError(`fromStoredArray: ${value} is not exact in float64; expected at most 2^53 - 1`);
  return Number(value);
}
