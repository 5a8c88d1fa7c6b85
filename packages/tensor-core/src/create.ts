import { allocate, convert, type Dtype, dtypeOfArray, type TensorData } from "./dtype.js";
import type { Nested } from "./print.js";
import { assertShape, type Shape, showShape, sizeOf } from "./shape.js";
import { type Tensor, wrap } from "./tensor.js";

export interface TensorOptions {
  /** Default: that of the values; elements are taken in row-major order. */
  readonly shape?: Shape;
  /** Default: that of a typed array (bytes are uint8), bool for booleans, float64 for numbers. */
  readonly dtype?: Dtype;
}

/**
 * A tensor of the given values, which are copied: a number or boolean, arrays of them in arrays, or a
 * typed array.
 *
 * @throws RangeError when nested arrays are ragged, or the values do not fill the shape
 * @throws TypeError for a value that is neither number nor boolean
 * @example
 * tensor([[1, 2, 3], [4, 5, 6]]).shape; // [2, 3]
 * tensor(new Float32Array(6), { shape: [2, 3] }).dtype; // "float32"
 */
export function tensor(
  values: Nested<number> | Nested<boolean> | TensorData,
  { shape, dtype }: TensorOptions = {},
): Tensor {
  const x = ArrayBuffer.isView(values) ? fromTypedArray(values, dtype) : fromNested(values, dtype);
  if (shape === undefined) return x;
  assertShape("tensor", shape);
  if (sizeOf(shape) !== x.size)
    throw new RangeError(`tensor: got ${x.size} values but shape ${showShape(shape)} needs ${sizeOf(shape)}`);
  return x.reshape(shape);
}

function fromTypedArray(values: TensorData, dtype: Dtype = dtypeOfArray(values)): Tensor {
  return wrap(convert(values, dtype), dtype, [values.length]);
}

function fromNested(values: Nested<number> | Nested<boolean>, dtype: Dtype | undefined): Tensor {
  const shape: number[] = [];
  for (let level: unknown = values; Array.isArray(level); level = level[0]) shape.push(level.length);
  const flat: (number | boolean)[] = [];
  flatten(values, shape, [], flat);
  const implied = flat.length > 0 && flat.every((value) => typeof value === "boolean") ? "bool" : "float64";
  return wrap(convert(flat.map(Number), dtype ?? implied), dtype ?? implied, shape);
}

function flatten(values: unknown, shape: Shape, path: readonly number[], flat: (number | boolean)[]): void {
  const place = path.length === 0 ? "the value" : `entry ${showShape(path)}`;
  if (Array.isArray(values)) {
    if (values.length !== shape[path.length])
      throw new RangeError(
        `tensor: ${place} is an array of ${values.length}; by the first entries the shape is ${showShape(shape)}`,
      );
    for (const [i, inner] of values.entries()) flatten(inner, shape, [...path, i], flat);
    return;
  }
  if (typeof values !== "number" && typeof values !== "boolean")
    throw new TypeError(`tensor: ${place} is ${String(values)}; expected a number or a boolean`);
  if (path.length < shape.length)
    throw new RangeError(
      `tensor: ${place} is ${values}; by the first entries the shape is ${showShape(shape)}`,
    );
  flat.push(values);
}

/** Every element `value`; dtype float64 by default. */
export function full(shape: Shape, value: number, dtype: Dtype = "float64"): Tensor {
  assertShape("full", shape);
  return wrap(convert([value], dtype), dtype, shape, { strides: shape.map(() => 0), offset: 0 });
}

/** Zeros; dtype float64 by default. */
export function zeros(shape: Shape, dtype: Dtype = "float64"): Tensor {
  return full(shape, 0, dtype);
}

/** Ones; dtype float64 by default. */
export function ones(shape: Shape, dtype: Dtype = "float64"): Tensor {
  return full(shape, 1, dtype);
}

/** The identity matrix [n, n]; dtype float64 by default. */
export function eye(n: number, dtype: Dtype = "float64"): Tensor {
  assertShape("eye", [n]);
  const data = allocate(dtype, n * n);
  for (let i = 0; i < n; i++) data[i * (n + 1)] = 1;
  return wrap(data, dtype, [n, n]);
}

/**
 * start, start + step, … up to but not including stop; int32 where all three are whole numbers of its
 * range, else float64.
 *
 * @throws RangeError for a step of 0, or a bound that is not finite
 * @example
 * arange(4).toNested(); // [0, 1, 2, 3]
 * arange(1, 0, -0.25).toNested(); // [1, 0.75, 0.5, 0.25]
 */
export function arange(stop: number): Tensor;
export function arange(start: number, stop: number, step?: number): Tensor;
export function arange(first: number, second?: number, step = 1): Tensor {
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(length))
    throw new RangeError(
      `arange: start ${start}, stop ${stop}, step ${step}; expected finite bounds and a step other than 0`,
    );
  const dtype = [start, stop, step].every((value) => value === (value | 0)) ? "int32" : "float64";
  const data = allocate(dtype, length);
  for (let i = 0; i < length; i++) data[i] = start + i * step;
  return wrap(data, dtype, [length]);
}
