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
 * `Tensor float64 [3]: [1, 2.5, 3]`, with a line for each row from two axes on; floats to six significant
 * digits, columns aligned.
 */
export function printed(values: TensorData, dtype: Dtype, shape: Shape): string {
  const cell = (at: number) => printedValue(values[at], dtype);
  const shown = shownPlaces(shape);
  const width = shape.length < 2 ? 0 : Math.max(0, ...shown.map((at) => cell(at).length));
  const body = brackets(shape, (at) => cell(at).padStart(width));
  return `Tensor ${dtype} ${showShape(shape)}:${shape.length < 2 ? " " : "\n"}${body}`;
}

function printedValue(value: number, dtype: Dtype): string {
  if (dtype === "bool") return value === 0 ? "false" : "true";
  return String(isFloat(dtype) ? Number(value.toPrecision(6)) : value);
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
