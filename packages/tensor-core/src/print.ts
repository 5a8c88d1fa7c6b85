import { type Dtype, isFloat, type TensorData } from "./dtype.js";
import { type Shape, showShape, sizeOf } from "./shape.js";

/** A value, arrays of values, arrays of those … */
export type Nested<T> = T | readonly Nested<T>[];

/** Row-major values as arrays in arrays, or as the bare value for shape []; bools as booleans. */
export function nested(
  values: TensorData,
  dtype: Dtype,
  shape: Shape,
  axis = 0,
  from = 0,
): Nested<number> | Nested<boolean> {
  if (axis === shape.length) return dtype === "bool" ? values[from] !== 0 : values[from];
  const step = sizeOf(shape.slice(axis + 1));
  return Array.from({ length: shape[axis] }, (_, i) =>
    nested(values, dtype, shape, axis + 1, from + i * step),
  ) as Nested<number> | Nested<boolean>;
}

/** Beyond this many elements, only the first and last `EDGE` along each axis are shown. */
const LONG = 200;
const EDGE = 3;

/**
 * `Tensor float64 [3]: [1, 2.5, 3]`, floats to six significant digits; from two axes on with a line for each
 * row and columns aligned, floats with the same number of decimals where six are enough.
 */
export function printed(values: TensorData, dtype: Dtype, shape: Shape): string {
  const isTable = shape.length > 1;
  const shown = isTable ? shownPlaces(shape).map((at) => values[at]) : [];
  const decimals = isTable && isFloat(dtype) ? commonDecimals(shown) : undefined;
  const cell = (value: number) => printedValue(value, dtype, decimals);
  const width = Math.max(0, ...shown.map((value) => cell(value).length));
  const body = brackets(shape, (at) => cell(values[at]).padStart(width));
  return `Tensor ${dtype} ${showShape(shape)}:${isTable ? "\n" : " "}${body}`;
}

/** Decimals for all the values, or undefined where some are too large or too small to write without exponent. */
function commonDecimals(values: readonly number[]): number | undefined {
  const numbers = values.filter((value) => value !== 0 && Number.isFinite(value));
  if (numbers.some((value) => Math.abs(value) < 1e-4 || Math.abs(value) >= 1e6)) return undefined;
  const decimals = numbers.map((value) => (String(Number(value.toFixed(6))).split(".")[1] ?? "").length);
  return Math.max(0, ...decimals);
}

function printedValue(value: number, dtype: Dtype, decimals: number | undefined): string {
  if (dtype === "bool") return value === 0 ? "false" : "true";
  if (!isFloat(dtype)) return String(value);
  return decimals === undefined ? String(Number(value.toPrecision(6))) : value.toFixed(decimals);
}

function brackets(shape: Shape, cell: (at: number) => string, axis = 0, from = 0): string {
  if (axis === shape.length) return cell(from);
  const step = sizeOf(shape.slice(axis + 1));
  const parts = shownAlong(shape, axis).map((i) => brackets(shape, cell, axis + 1, from + i * step));
  if (parts.length < shape[axis]) parts.splice(EDGE, 0, "…");
  const inner = shape.length - axis - 1;
  return `[${parts.join(inner === 0 ? ", " : `,${"\n".repeat(inner)}${" ".repeat(axis + 1)}`)}]`;
}

function shownPlaces(shape: Shape): number[] {
  return shape.reduce<number[]>(
    (places, length, axis) => places.flatMap((at) => shownAlong(shape, axis).map((i) => at * length + i)),
    [0],
  );
}

function shownAlong(shape: Shape, axis: number): number[] {
  const all = [...new Array<undefined>(shape[axis]).keys()];
  return sizeOf(shape) > LONG && shape[axis] > 2 * EDGE ? [...all.slice(0, EDGE), ...all.slice(-EDGE)] : all;
}
