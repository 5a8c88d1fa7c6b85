import { mul, sub } from "./arithmetic.js";
import { axesLast, type ReduceOptions, reduceRows, sum, withoutAxes } from "./broadcast.js";
import { allocate, floatDtype, type TensorData } from "./dtype.js";
import { exp, log } from "./elementary.js";
import { type Axis, resolveAxes, sizeOf } from "./shape.js";
import { elements, record, type Tensor, wrap } from "./tensor.js";

/*
 * With m = max x over the axes, nothing overflows and logits of ±1e4 stay finite:
 *   logSumExp x = m + ln Σ e^(x − m)    softmax x = e^(x − m) / Σ e^(x − m)    logSoftmax x = (x − m) − ln Σ e^(x − m)
 * Source: Blanchard, Higham and Higham, "Accurately computing the log-sum-exp and softmax functions",
 * IMA J. Numer. Anal. 41, 2021.
 */

/**
 * ln Σ eˣ over the axes, all of them by default; −∞ where there is nothing.
 *
 * @throws RangeError for an axis that x does not have
 * @example
 * logSumExp(tensor([1000, 1000])).item(); // 1000.6931, that is 1000 + ln 2
 */
export function logSumExp(x: Tensor, axis?: Axis, options?: ReduceOptions): Tensor {
  const axes = resolveAxes("logSumExp", axis, x.shape.length);
  const y = record(
    [x],
    (x) =>
      reduceRows(x, axes, floatDtype(x.dtype), (values, from, to) => {
        const { max, sum } = expSum(values, from, to);
        return max + log(sum);
      }),
    (ct, _y, [x]) => [mul(ct, softmax(x, axes))],
  );
  return withoutAxes(y, axes, options);
}

/**
 * eˣ / Σ eˣ along the axis, by default the last; sums to 1 and does not change when a constant is added.
 *
 * @throws RangeError for an axis that x does not have
 * @example
 * softmax(tensor([[0, 0], [1e4, -1e4]])).toNested(); // [[0.5, 0.5], [1, 0]]
 */
export function softmax(x: Tensor, axis: Axis = -1): Tensor {
  const axes = resolveAxes("softmax", axis, x.shape.length);
  return record(
    [x],
    (x) =>
      mapRows(x, axes, (values, from, to, out) => {
        const { max, sum } = expSum(values, from, to);
        for (let i = from; i < to; i++) out[i] = exp(values[i] - max) / sum;
      }),
    (ct, y) => [mul(y, sub(ct, sum(mul(ct, y), axes, { keepDims: true })))],
  );
}

/**
 * x − logSumExp(x) along the axis, by default the last: the logarithm of softmax, without taking one of a
 * probability that has underflowed to 0.
 *
 * @throws RangeError for an axis that x does not have
 */
export function logSoftmax(x: Tensor, axis: Axis = -1): Tensor {
  const axes = resolveAxes("logSoftmax", axis, x.shape.length);
  return record(
    [x],
    (x) =>
      mapRows(x, axes, (values, from, to, out) => {
        const { max, sum } = expSum(values, from, to);
        const logSum = log(sum);
        for (let i = from; i < to; i++) out[i] = values[i] - max - logSum;
      }),
    (ct, _y, [x]) => [sub(ct, mul(softmax(x, axes), sum(ct, axes, { keepDims: true })))],
  );
}

/** m = max x, taken as 0 where infinite so that no ∞ − ∞ arises, and Σ e^(x − m). */
function expSum(values: TensorData, from: number, to: number): { max: number; sum: number } {
  let max = -Infinity;
  for (let i = from; i < to; i++) if (values[i] > max) max = values[i];
  if (!Number.isFinite(max)) max = 0;
  let sum = 0;
  for (let i = from; i < to; i++) sum += exp(values[i] - max);
  return { max, sum };
}

/** `f` writes out[from … to − 1] from the same places of values, a row of `axes` at a time. */
function mapRows(
  x: Tensor,
  axes: readonly number[],
  f: (values: TensorData, from: number, to: number, out: TensorData) => void,
): Tensor {
  const order = axesLast(x.shape, axes);
  const rows = x.transpose(order);
  const values = elements(rows);
  const dtype = floatDtype(x.dtype);
  const out = allocate(dtype, x.size);
  const length = sizeOf(axes.map((axis) => x.shape[axis]));
  for (let from = 0; from < out.length; from += length) f(values, from, from + length, out);
  return wrap(out, dtype, rows.shape).transpose(order.map((_, axis) => order.indexOf(axis)));
}
