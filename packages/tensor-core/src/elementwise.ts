import { add, div, mapUnary, mul, neg, quotientDtype, sub } from "./arithmetic.js";
import { equal, greater, less, where } from "./compare.js";
import { floatDtype, numberDtype, promoteDtypes } from "./dtype.js";
import * as scalar from "./elementary.js";
import { mapBinary, type Operand } from "./map.js";
import type { Tensor } from "./tensor.js";

/*
 * Functions element by element. `abs`, `sign` and `square` keep integers integers (bools become int32);
 * the others give float32 for float32 and float64 for everything else.
 */

/** |x|; its derivative at 0 counts as 0. */
export function abs(x: Operand): Tensor {
  return mapUnary(x, numberDtype, Math.abs, (x) => sign(x));
}

/** −1, 0 or 1; its derivative is 0. */
export function sign(x: Operand): Tensor {
  return mapUnary(x, numberDtype, Math.sign, () => 0);
}

/** x². */
export function square(x: Operand): Tensor {
  return mapUnary(
    x,
    numberDtype,
    (x) => x * x,
    (x) => mul(2, x),
  );
}

/** √x. */
export function sqrt(x: Operand): Tensor {
  return mapUnary(x, floatDtype, Math.sqrt, (_x, y) => div(0.5, y));
}

/** eˣ. */
export function exp(x: Operand): Tensor {
  return mapUnary(x, floatDtype, scalar.exp, (_x, y) => y);
}

/** eˣ − 1, accurate near 0. */
export function expm1(x: Operand): Tensor {
  return mapUnary(x, floatDtype, scalar.expm1, (x) => exp(x));
}

/** The natural logarithm. */
export function log(x: Operand): Tensor {
  return mapUnary(x, floatDtype, scalar.log, (x) => div(1, x));
}

/** ln(1 + x), accurate near 0. */
export function log1p(x: Operand): Tensor {
  return mapUnary(x, floatDtype, scalar.log1p, (x) => div(1, add(1, x)));
}

/** sin x, radians. */
export function sin(x: Operand): Tensor {
  return mapUnary(x, floatDtype, Math.sin, (x) => cos(x));
}

/** cos x, radians. */
export function cos(x: Operand): Tensor {
  return mapUnary(x, floatDtype, Math.cos, (x) => neg(sin(x)));
}

/** tanh x. */
export function tanh(x: Operand): Tensor {
  return mapUnary(x, floatDtype, Math.tanh, (_x, y) => mul(sub(1, y), add(1, y)));
}

/** 1 / (1 + e⁻ˣ), without overflow. */
export function sigmoid(x: Operand): Tensor {
  return mapUnary(
    x,
    floatDtype,
    (x) => (x >= 0 ? 1 / (1 + scalar.exp(-x)) : scalar.exp(x) / (1 + scalar.exp(x))),
    (x, y) => mul(y, sigmoid(neg(x))),
  );
}

/** ln(1 + eˣ), without overflow. */
export function softplus(x: Operand): Tensor {
  return mapUnary(x, floatDtype, scalar.softplus, (x) => sigmoid(x));
}

/**
 * a to the power b, broadcasting; of integers, float64. Derivatives: b·a^(b−1) and a^b·ln a, where 0^b
 * counts as constant in b.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function pow(a: Operand, b: Operand): Tensor {
  return mapBinary("pow", a, b, quotientDtype, (x, y) => x ** y, {
    a: (ct, a, b) => mul(ct, mul(b, pow(a, where(equal(b, 0), 1, sub(b, 1))))),
    b: (ct, a, _b, y) => mul(ct, mul(y, log(where(equal(a, 0), 1, a)))),
  });
}

/**
 * The larger of a and b, broadcasting; NaN where either is. At a tie each gets half the cotangent.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function maximum(a: Operand, b: Operand): Tensor {
  return mapBinary("maximum", a, b, promoteDtypes, Math.max, {
    a: (ct, a, b) => mul(ct, where(equal(a, b), 0.5, greater(a, b))),
    b: (ct, a, b) => mul(ct, where(equal(a, b), 0.5, less(a, b))),
  });
}

/**
 * The smaller of a and b, broadcasting; NaN where either is. At a tie each gets half the cotangent.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function minimum(a: Operand, b: Operand): Tensor {
  return mapBinary("minimum", a, b, promoteDtypes, Math.min, {
    a: (ct, a, b) => mul(ct, where(equal(a, b), 0.5, less(a, b))),
    b: (ct, a, b) => mul(ct, where(equal(a, b), 0.5, greater(a, b))),
  });
}

/**
 * x, not below `low` and not above `high`, broadcasting.
 *
 * @throws RangeError when the shapes do not broadcast
 */
export function clip(x: Operand, low: Operand, high: Operand): Tensor {
  return minimum(maximum(x, low), high);
}
