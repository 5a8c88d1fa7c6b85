import { allocate, type Dtype, floatDtype, isFloat, numberDtype, promoteDtypes } from "./dtype.js";
import { asTensor, mapBinary, type Operand } from "./map.js";
import { elements, record, type Tensor, wrap } from "./tensor.js";

/*
 * Arithmetic element by element, with NumPy's broadcasting: shapes are aligned at the last axis, and
 * lengths are equal or 1. The result has the later dtype of the two in bool, uint8, int32, float32,
 * float64, where a plain number takes the dtype of the tensor beside it if that can hold it; bools count
 * as int32, integers wrap. `div` of integers is float64. All throw a RangeError when the shapes
 * do not broadcast.
 */

const sumDtype = (a: Dtype, b: Dtype): Dtype => numberDtype(promoteDtypes(a, b));
export const quotientDtype = (a: Dtype, b: Dtype): Dtype => floatDtype(promoteDtypes(a, b));

/**
 * a + b, broadcasting.
 *
 * @throws RangeError when the shapes do not broadcast
 * @example
 * add(tensor([[1], [2]]), tensor([10, 20])).toNested(); // [[11, 21], [12, 22]]
 */
export function add(a: Operand, b: Operand): Tensor {
  return mapBinary("add", a, b, sumDtype, (x, y) => x + y, { a: (ct) => ct, b: (ct) => ct });
}

/**
 * a − b, broadcasting.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function sub(a: Operand, b: Operand): Tensor {
  return mapBinary("sub", a, b, sumDtype, (x, y) => x - y, { a: (ct) => ct, b: (ct) => neg(ct) });
}

/**
 * a · b element by element, broadcasting.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function mul(a: Operand, b: Operand): Tensor {
  const [x, y] = [asTensor(a, b), asTensor(b, a)];
  const floats = isFloat(x.dtype) || isFloat(y.dtype);
  return mapBinary("mul", x, y, sumDtype, floats ? (x, y) => x * y : Math.imul, {
    a: (ct, _a, b) => mul(ct, b),
    b: (ct, a) => mul(ct, a),
  });
}

/**
 * a / b, broadcasting; of integers, float64.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function div(a: Operand, b: Operand): Tensor {
  return mapBinary("div", a, b, quotientDtype, (x, y) => x / y, {
    a: (ct, _a, b) => div(ct, b),
    b: (ct, _a, b, y) => neg(mul(ct, div(y, b))),
  });
}

/** −x. */
export function neg(x: Operand): Tensor {
  return mapUnary(
    x,
    numberDtype,
    (x) => -x,
    () => -1,
  );
}

/** y = f(x) element by element, with dy/dx as a function of (x, y). */
export function mapUnary(
  x: Operand,
  dtypeOf: (dtype: Dtype) => Dtype,
  f: (x: number) => number,
  derivative: (x: Tensor, y: Tensor) => Operand,
): Tensor {
  return record(
    [asTensor(x)],
    (x) => {
      const values = elements(x);
      const dtype = dtypeOf(x.dtype);
      const out = allocate(dtype, x.size);
      for (let i = 0; i < out.length; i++) out[i] = f(values[i]);
      return wrap(out, dtype, x.shape);
    },
    (ct, y, [x]) => [mul(ct, derivative(x, y))],
  );
}
