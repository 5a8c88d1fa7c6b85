import { allocate, convert, type Dtype, floatDtype, type TensorData } from "./dtype.js";
import {
  type Axis,
  assertShape,
  broadcastShapes,
  resolveAxes,
  type Shape,
  sameShape,
  showShape,
  sizeOf,
} from "./shape.js";
import { broadcastStrides } from "./strided.js";
import { elements, record, storageOf, type Tensor, wrap } from "./tensor.js";

export interface ReduceOptions {
  /** Leaves the reduced axes in the shape, with length 1; default false. */
  readonly keepDims?: boolean;
}

/**
 * x repeated to a shape it broadcasts to: aligned at the last axis, every length of x equal or 1. A view.
 *
 * @throws RangeError when it does not broadcast
 * @example
 * broadcastTo(tensor([1, 2]), [3, 2]).toNested(); // [[1, 2], [1, 2], [1, 2]]
 */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  assertShape("broadcastTo", shape);
  if (sameShape(x.shape, shape)) return x;
  if (!sameShape(broadcastShapes("broadcastTo", x.shape, shape), shape))
    throw new RangeError(`broadcastTo: ${showShape(x.shape)} does not broadcast to ${showShape(shape)}`);
  return record(
    [x],
    (x) => {
      const { data, layout } = storageOf(x);
      const strides = broadcastStrides(x.shape, layout.strides, shape);
      return wrap(data, x.dtype, shape, { strides, offset: layout.offset });
    },
    (ct, _y, [x]) => [sumTo(ct, x.shape)],
  );
}

/**
 * The sum over the axes, all of them by default. float32 gives float32, every other dtype float64, so that
 * counts and sums of integers are exact up to 2⁵³. Adds pairwise, in double precision: the error grows as
 * log n (Higham, "The accuracy of floating point summation", SIAM J. Sci. Comput. 14, 1993).
 *
 * @throws RangeError for an axis that x does not have
 * @example
 * sum(tensor([[1, 2], [3, 4]]), 0).toNested(); // [4, 6]
 */
export function sum(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  const axes = resolveAxes("sum", axis, x.shape.length);
  const y = record(
    [x],
    (x) => reduceRows(x, axes, floatDtype(x.dtype), pairwiseSum),
    (ct, _y, [x]) => [broadcastTo(ct, x.shape)],
  );
  return withoutAxes(y, axes, options);
}

/** Sums over the axes that broadcasting from `shape` had added or stretched: the transpose of it. */
function sumTo(x: Tensor, shape: Shape): Tensor {
  if (sameShape(x.shape, shape)) return x;
  const added = x.shape.length - shape.length;
  const axes = x.shape.flatMap((length, axis) =>
    axis < added || (shape[axis - added] === 1 && length !== 1) ? axis : [],
  );
  return sum(x, axes).reshape(shape);
}

/**
 * x in another dtype: fractions truncate toward zero, integers wrap, a bool is x ≠ 0.
 *
 * @example
 * cast(tensor([1.9, -1.9]), "int32").toNested(); // [1, -1]
 */
export function cast(x: Tensor, dtype: Dtype): Tensor {
  if (x.dtype === dtype) return x;
  return record(
    [x],
    (x) => wrap(convert(elements(x), dtype), dtype, x.shape),
    (ct, _y, [x]) => [cast(ct, x.dtype)],
  );
}

/** A cotangent in the shape and dtype of the input it is for, which had been broadcast and promoted. */
export const fitTo = (input: Tensor, cotangent: Tensor): Tensor =>
  cast(sumTo(cotangent, input.shape), input.dtype);

/** f over each row of the reduced axes, which stay in the shape with length 1. */
export function reduceRows(
  x: Tensor,
  axes: readonly number[],
  dtype: Dtype,
  f: (values: TensorData, from: number, to: number) => number,
): Tensor {
  const values = elements(x.transpose(axesLast(x.shape, axes)));
  const length = sizeOf(axes.map((axis) => x.shape[axis]));
  const shape = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const out = allocate(dtype, sizeOf(shape));
  for (let i = 0; i < out.length; i++) out[i] = f(values, i * length, (i + 1) * length);
  return wrap(out, dtype, shape);
}

/** The order of axes that puts `axes` behind the others. */
export const axesLast = (shape: Shape, axes: readonly number[]): number[] => [
  ...[...shape.keys()].filter((axis) => !axes.includes(axis)),
  ...axes,
];

/** y, whose `axes` have length 1, without them unless they are to be kept. */
export function withoutAxes(
  y: Tensor,
  axes: readonly number[],
  { keepDims = false }: ReduceOptions = {},
): Tensor {
  return keepDims ? y : y.reshape(y.shape.filter((_, axis) => !axes.includes(axis)));
}

const LEAF = 64;

function pairwiseSum(values: TensorData, from: number, to: number): number {
  if (to - from > LEAF) {
    const middle = from + LEAF * Math.ceil((to - from) / (2 * LEAF));
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum;
}
