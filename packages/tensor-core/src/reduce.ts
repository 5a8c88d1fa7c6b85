import { div, mul, sub } from "./arithmetic.js";
import { cast, type ReduceOptions, reduceRows, sum, withoutAxes } from "./broadcast.js";
import { equal } from "./compare.js";
import type { TensorData } from "./dtype.js";
import { square } from "./elementwise.js";
import { type Axis, resolveAxes, resolveAxis, showShape, sizeOf } from "./shape.js";
import { record, type Tensor } from "./tensor.js";

/** The mean over the axes, all of them by default; dtypes as for `sum`; NaN where there is nothing. */
export function mean(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  const axes = resolveAxes("mean", axis, x.shape.length);
  return div(sum(x, axes, options), sizeOf(axes.map((axis) => x.shape[axis])));
}

/** The population variance, mean (x − mean x)², over the axes, all of them by default. */
export function variance(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  return mean(square(sub(x, mean(x, axis, { keepDims: true }))), axis, options);
}

/**
 * The largest element over the axes, all of them by default; NaN where one is NaN. Elements that tie share
 * the cotangent evenly.
 *
 * @throws RangeError where there is no element
 */
export function max(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  return extreme("max", x, axis, options, (a, b) => a > b);
}

/**
 * The smallest element over the axes, all of them by default; NaN where one is NaN. Elements that tie
 * share the cotangent evenly.
 *
 * @throws RangeError where there is no element
 */
export function min(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  return extreme("min", x, axis, options, (a, b) => a < b);
}

/**
 * The index of the largest element along the axis, int32; without an axis, its index in row-major order.
 * Ties go to the lowest index; a NaN counts as largest.
 *
 * @throws RangeError where there is no element
 * @example
 * argmax(tensor([[1, 3, 3], [9, 0, 5]]), 1).toNested(); // [1, 0]
 */
export function argmax(x: Tensor, axis?: number): Tensor {
  return extremeIndex("argmax", x, axis, (a, b) => a > b);
}

/**
 * The index of the smallest element along the axis, int32; without an axis, its index in row-major order.
 * Ties go to the lowest index; a NaN counts as smallest.
 *
 * @throws RangeError where there is no element
 */
export function argmin(x: Tensor, axis?: number): Tensor {
  return extremeIndex("argmin", x, axis, (a, b) => a < b);
}

type Better = (a: number, b: number) => boolean;

function extreme(
  place: string,
  x: Tensor,
  axis: Axis | undefined,
  options: ReduceOptions | undefined,
  better: Better,
): Tensor {
  const axes = resolveAxes(place, axis, x.shape.length);
  assertNotEmpty(place, x, axes);
  const y = record(
    [x],
    (x) => reduceRows(x, axes, x.dtype, (values, from, to) => values[bestIndex(values, from, to, better)]),
    (ct, y, [x]) => {
      const ties = cast(equal(x, y), x.dtype);
      return [mul(ct, div(ties, sum(ties, axes, { keepDims: true })))];
    },
  );
  return withoutAxes(y, axes, options);
}

function extremeIndex(place: string, x: Tensor, axis: number | undefined, better: Better): Tensor {
  const axes =
    axis === undefined
      ? resolveAxes(place, axis, x.shape.length)
      : [resolveAxis(place, axis, x.shape.length)];
  assertNotEmpty(place, x, axes);
  const index = (values: TensorData, from: number, to: number) => bestIndex(values, from, to, better) - from;
  return withoutAxes(reduceRows(x, axes, "int32", index), axes);
}

/** The first NaN, or else the first element that no other beats. */
function bestIndex(values: TensorData, from: number, to: number, better: Better): number {
  let best = from;
  for (let i = from; i < to; i++) {
    if (Number.isNaN(values[i])) return i;
    if (better(values[i], values[best])) best = i;
  }
  return best;
}

function assertNotEmpty(place: string, x: Tensor, axes: readonly number[]): void {
  if (x.size > 0) return;
  if (axes.some((axis) => x.shape[axis] === 0))
    throw new RangeError(
      `${place}: ${showShape(x.shape)} has nothing along axes ${showShape(axes)}; expected an element`,
    );
}
