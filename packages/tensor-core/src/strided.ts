import type { TensorData } from "./dtype.js";
import { rowMajorStrides, type Shape, sameShape, sizeOf } from "./shape.js";

/** Element (i, j, …) is at `offset + i · strides[0] + j · strides[1] + …`. */
export interface Layout {
  readonly strides: readonly number[];
  readonly offset: number;
}

/**
 * Walks operands of one shape in row-major order, a row at a time: `visit` gets each operand's position at
 * the start of the row, the row's length and each operand's step along it. Axes that all operands lay out
 * in one run are merged first, so that contiguous operands are a single row.
 */
export function forEachRow(
  shape: Shape,
  layouts: readonly Layout[],
  visit: (starts: readonly number[], length: number, steps: readonly number[]) => void,
): void {
  if (sizeOf(shape) === 0) return;
  const { lengths, strides } = mergeAxes(
    shape,
    layouts.map((layout) => layout.strides),
  );
  const last = lengths.length - 1;
  const steps = strides.map((s) => s[last]);
  const starts = layouts.map((layout) => layout.offset);
  const index = new Array<number>(last).fill(0);
  const advance = (axis: number, count: number) => {
    for (let operand = 0; operand < starts.length; operand++)
      starts[operand] += count * strides[operand][axis];
  };
  for (let axis = last; axis >= 0; ) {
    visit(starts, lengths[last], steps);
    for (axis = last - 1; axis >= 0; axis--) {
      advance(axis, 1);
      if (++index[axis] < lengths[axis]) break;
      advance(axis, -lengths[axis]);
      index[axis] = 0;
    }
  }
}

/** The elements in row-major order: `data` itself where they lie so already, else a copy. */
export function compact(data: TensorData, shape: Shape, layout: Layout): TensorData {
  const size = sizeOf(shape);
  if (isRowMajor(shape, layout.strides))
    return layout.offset === 0 && data.length === size
      ? data
      : data.subarray(layout.offset, layout.offset + size);
  const out = new (data.constructor as new (length: number) => TensorData)(size);
  let to = 0;
  forEachRow(shape, [layout], ([from], length, [step]) => {
    for (let k = 0; k < length; k++) out[to++] = data[from + k * step];
  });
  return out;
}

/** Strides that show the same elements in the shape `target`, or undefined where only a copy can. */
export function reshapeStrides(
  shape: Shape,
  strides: readonly number[],
  target: Shape,
): number[] | undefined {
  if (sizeOf(shape) === 0) return rowMajorStrides(target);
  const merged = mergeAxes(shape, [strides]);
  const reshaped = target.map(() => 0);
  let axis = target.length;
  for (let run = merged.lengths.length - 1; run >= 0; run--) {
    let covered = 1;
    while (covered < merged.lengths[run]) {
      axis--;
      reshaped[axis] = covered * merged.strides[0][run];
      covered *= target[axis];
    }
    if (covered > merged.lengths[run]) return undefined;
  }
  return reshaped;
}

/** Strides that repeat an array of `shape` over the shape `target`, which it must broadcast to. */
export function broadcastStrides(shape: Shape, strides: readonly number[], target: Shape): number[] {
  const added = target.length - shape.length;
  return target.map((_, axis) => (axis < added || shape[axis - added] === 1 ? 0 : strides[axis - added]));
}

function isRowMajor(shape: Shape, strides: readonly number[]): boolean {
  const expected = rowMajorStrides(shape);
  return (
    sizeOf(shape) === 0 ||
    sameShape(
      strides.map((s, axis) => (shape[axis] === 1 ? expected[axis] : s)),
      expected,
    )
  );
}

/** Drops axes of length 1 and joins neighbors that every operand lays out as one longer axis. */
function mergeAxes(
  shape: Shape,
  strides: readonly (readonly number[])[],
): { lengths: number[]; strides: number[][] } {
  const lengths: number[] = [];
  const merged = strides.map((): number[] => []);
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const last = lengths.length - 1;
    const joins = last >= 0 && strides.every((s, operand) => merged[operand][last] === s[axis] * shape[axis]);
    const at = joins ? last : last + 1;
    lengths[at] = (joins ? lengths[last] : 1) * shape[axis];
    for (let operand = 0; operand < strides.length; operand++) merged[operand][at] = strides[operand][axis];
  }
  if (lengths.length > 0) return { lengths, strides: merged };
  return { lengths: [1], strides: strides.map(() => [0]) };
}
