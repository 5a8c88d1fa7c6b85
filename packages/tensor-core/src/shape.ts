export type Shape = readonly number[];

/** One axis or several; negative axes count from the last. */
export type Axis = number | readonly number[];

export const sizeOf = (shape: Shape): number => shape.reduce((size, length) => size * length, 1);

export const showShape = (shape: Shape): string => `[${shape.join(", ")}]`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

export function assertShape(place: string, shape: Shape): void {
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0))
    throw new RangeError(`${place}: shape is ${showShape(shape)}; lengths must be whole numbers ≥ 0`);
}

/** Strides, in elements, of a row-major array of this shape. */
export function rowMajorStrides(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/**
 * The shape both broadcast to: aligned at the last axis, lengths equal or one of them 1.
 *
 * @throws RangeError when they do not
 */
export function broadcastShapes(place: string, a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const m = a[axis - rank + a.length] ?? 1;
    const n = b[axis - rank + b.length] ?? 1;
    if (m !== n && m !== 1 && n !== 1)
      throw new RangeError(
        `${place}: shapes ${showShape(a)} and ${showShape(b)} do not broadcast; aligned at the last axis, lengths must be equal or 1`,
      );
    return m === 1 ? n : m;
  });
}

/** The axis as 0 … rank − 1. */
export function resolveAxis(place: string, axis: number, rank: number): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
    throw new RangeError(`${place}: axis is ${axis}; expected ${-rank} … ${rank - 1} for rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}

/** The axes as ascending distinct 0 … rank − 1; all of them where absent. */
export function resolveAxes(place: string, axes: Axis | undefined, rank: number): number[] {
  if (axes === undefined) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof axes === "number" ? [axes] : axes;
  const resolved = list.map((axis) => resolveAxis(place, axis, rank)).sort((a, b) => a - b);
  if (new Set(resolved).size < resolved.length)
    throw new RangeError(`${place}: axes are ${showShape(list)}; each may be named once`);
  return resolved;
}

/** Every axis once: `axes` as 0 … rank − 1, or all axes reversed. */
export function resolveOrder(shape: Shape, axes?: readonly number[]): number[] {
  if (axes === undefined) return [...shape.keys()].reverse();
  const order = axes.map((axis) => resolveAxis("transpose", axis, shape.length));
  if (order.length !== shape.length || new Set(order).size !== order.length)
    throw new RangeError(
      `transpose: axes are ${showShape(axes)}; expected each axis of ${showShape(shape)} once`,
    );
  return order;
}

/** The target shape, a length of −1 replaced by what the other lengths leave. */
export function inferShape(shape: Shape, target: Shape): Shape {
  const unknown = target.indexOf(-1);
  const known = sizeOf(target.filter((_, axis) => axis !== unknown));
  const inferred = target.map((length, axis) => (axis === unknown ? sizeOf(shape) / known : length));
  if (
    sizeOf(inferred) !== sizeOf(shape) ||
    !inferred.every((length) => Number.isInteger(length) && length >= 0)
  )
    throw new RangeError(
      `reshape: ${showShape(shape)} has ${sizeOf(shape)} elements, which do not fill ${showShape(target)}`,
    );
  return inferred;
}
