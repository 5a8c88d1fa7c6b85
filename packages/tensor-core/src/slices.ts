import { type Shape, showShape } from "./shape.js";
import type { Layout } from "./strided.js";

export type Bound = number | "";

/**
 * What to take along one axis, as in Python: an index (the axis goes), or `"start:stop"` or
 * `"start:stop:step"` (it stays), each part optional and negative parts counting from the end.
 */
export type Slice = number | `${Bound}:${Bound}` | `${Bound}:${Bound}:${Bound}`;

/** Along one axis: elements start, start + step, …; `length` is undefined where the axis goes. */
export interface Pick {
  readonly start: number;
  readonly step: number;
  readonly length: number | undefined;
}

/**
 * One pick an axis; axes without a slice are taken whole.
 *
 * @throws RangeError for an index outside its axis, a step of 0, or more slices than axes
 * @throws SyntaxError for a text that is not a slice
 */
export function resolveSlices(shape: Shape, slices: readonly Slice[]): Pick[] {
  if (slices.length > shape.length)
    throw new RangeError(
      `slice: ${slices.length} slices but the tensor is ${showShape(shape)}; at most one an axis`,
    );
  return shape.map((length, axis) => {
    const slice = slices[axis] ?? ":";
    return typeof slice === "number" ? pickIndex(slice, axis, length) : pickRange(slice, axis, length);
  });
}

export const pickedShape = (picks: readonly Pick[]): number[] => picks.flatMap(({ length }) => length ?? []);

export function pickedLayout({ strides, offset }: Layout, picks: readonly Pick[]): Layout {
  return {
    strides: picks.flatMap(({ step, length }, axis) => (length === undefined ? [] : step * strides[axis])),
    offset: picks.reduce((at, { start }, axis) => at + start * strides[axis], offset),
  };
}

function pickIndex(index: number, axis: number, length: number): Pick {
  if (!Number.isInteger(index) || index < -length || index >= length)
    throw new RangeError(`slice: index ${index} is outside axis ${axis}, which has length ${length}`);
  return { start: index < 0 ? index + length : index, step: 1, length: undefined };
}

const pattern = /^(-?\d+)?:(-?\d+)?(?::(-?\d+)?)?$/;

function pickRange(slice: string, axis: number, length: number): Pick {
  const parts = pattern.exec(slice);
  if (parts === null)
    throw new SyntaxError(
      `slice: "${slice}" for axis ${axis} is no slice; expected start:stop or start:stop:step`,
    );
  const [start, stop, step = 1] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (step === 0) throw new RangeError(`slice: "${slice}" for axis ${axis} has step 0; expected any other`);
  const [lowest, highest] = step > 0 ? [0, length] : [-1, length - 1];
  const clamp = (bound: number) => Math.min(Math.max(bound < 0 ? bound + length : bound, lowest), highest);
  const from = start === undefined ? (step > 0 ? lowest : highest) : clamp(start);
  const to = stop === undefined ? (step > 0 ? highest : lowest) : clamp(stop);
  return { start: from, step, length: Math.max(0, Math.ceil((to - from) / step)) };
}
