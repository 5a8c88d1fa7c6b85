import { broadcastTo, fitTo } from "./broadcast.js";
import { allocate, promoteDtypes } from "./dtype.js";
import { asTensor, type Operand, zip } from "./map.js";
import { broadcastShapes } from "./shape.js";
import { elements, record, type Tensor, wrap } from "./tensor.js";

/*
 * Comparisons give bool tensors and broadcast; NaN differs from everything and is neither less nor greater.
 * They are constant almost everywhere and carry no derivative.
 */

/** a = b. */
export function equal(a: Operand, b: Operand): Tensor {
  return compared("equal", a, b, (x, y) => x === y);
}

/** a ≠ b. */
export function notEqual(a: Operand, b: Operand): Tensor {
  return compared("notEqual", a, b, (x, y) => x !== y);
}

/** a < b. */
export function less(a: Operand, b: Operand): Tensor {
  return compared("less", a, b, (x, y) => x < y);
}

/** a ≤ b. */
export function lessEqual(a: Operand, b: Operand): Tensor {
  return compared("lessEqual", a, b, (x, y) => x <= y);
}

/** a > b. */
export function greater(a: Operand, b: Operand): Tensor {
  return compared("greater", a, b, (x, y) => x > y);
}

/** a ≥ b. */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return compared("greaterEqual", a, b, (x, y) => x >= y);
}

/** a ≠ 0 and b ≠ 0. */
export function logicalAnd(a: Operand, b: Operand): Tensor {
  return compared("logicalAnd", a, b, (x, y) => x !== 0 && y !== 0);
}

/** a ≠ 0 or b ≠ 0. */
export function logicalOr(a: Operand, b: Operand): Tensor {
  return compared("logicalOr", a, b, (x, y) => x !== 0 || y !== 0);
}

/** x = 0. */
export function logicalNot(x: Operand): Tensor {
  return equal(x, 0);
}

function compared(place: string, a: Operand, b: Operand, f: (a: number, b: number) => boolean): Tensor {
  return zip(place, asTensor(a, b), asTensor(b, a), "bool", (x, y) => (f(x, y) ? 1 : 0));
}

/**
 * a where the condition is not 0, b elsewhere, all three broadcasting.
 *
 * @throws RangeError when the shapes do not broadcast
 * @example
 * const x = tensor([-1, 2]);
 * where(greater(x, 0), x, 0).toNested(); // [0, 2]
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  return record(
    [asTensor(a, b), asTensor(b, a)],
    (a, b) => chosen(condition, a, b),
    (ct, _y, [a, b]) => [fitTo(a, where(condition, ct, 0)), fitTo(b, where(condition, 0, ct))],
  );
}

function chosen(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShapes("where", condition.shape, broadcastShapes("where", a.shape, b.shape));
  const [test, yes, no] = [condition, a, b].map((x) => elements(broadcastTo(x, shape)));
  const dtype = promoteDtypes(a.dtype, b.dtype);
  const out = allocate(dtype, test.length);
  for (let i = 0; i < out.length; i++) out[i] = test[i] !== 0 ? yes[i] : no[i];
  return wrap(out, dtype, shape);
}
