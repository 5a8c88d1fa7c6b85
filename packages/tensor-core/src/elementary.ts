/*
 * Elementary functions whose results are the same bits in every JavaScript engine. ECMAScript leaves those of Math.exp,
 * Math.log, Math.cos and their like to the engine, and engines differ in the last digit; sums, products, quotients and
 * square roots are exact to the bit everywhere. Each is within two units in the last place (tested against Math's).
 *
 * Method: reduce the argument so that a short series is exact to double precision, as in Muller, Elementary Functions:
 * Algorithms and Implementation (2016), chapters 3 and 11. Constants are split in two, the first with so few bits that
 * its product with a whole number is exact (Cody and Waite).
 */

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** A number and, over it, its two halves; the one with sign and exponent is at `TOP`. */
const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);
const TOP = new Uint8Array(Int32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** 2^k for whole k from −1022 to 1023, at k + 1022. */
const POWERS = Float64Array.from({ length: 2046 }, (_, i) => 2 ** (i - 1022));
const powerOfTwo = (k: number): number => POWERS[k + 1022];

/** Σ_k c_k x^k, coefficients from the highest down. */
function polynomial(x: number, coefficients: Float64Array): number {
  let sum = coefficients[0];
  for (let k = 1; k < coefficients.length; k++) sum = sum * x + coefficients[k];
  return sum;
}

/** The coefficients c_k of Σ c_k x^k for k from `last` down to `first`. */
const series = (first: number, last: number, c: (k: number) => number): Float64Array =>
  Float64Array.from({ length: last - first + 1 }, (_, i) => c(last - i));

const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));

/** (e^r − 1 − r) / r² = ½ + r/6 + r²/24 + …, even and odd powers apart, so that a processor sums them at once. */
function expTail(r: number): number {
  const z = r * r;
  const even =
    1 / 2 +
    z *
      (1 / 24 + z * (1 / 720 + z * (1 / 40320 + z * (1 / 3628800 + z * (1 / 479001600 + z / 87178291200)))));
  const odd = 1 / 6 + z * (1 / 120 + z * (1 / 5040 + z * (1 / 362880 + z * (1 / 39916800 + z / 6227020800))));
  return even + r * odd;
}

/**
 * e^x. Overflows to Infinity above 709.78, underflows to 0 below −745.13.
 *
 * With k = round(x / ln 2) and r = x − k ln 2, |r| ≤ ½ ln 2: e^x = 2^k e^r.
 *
 * @example
 * exp(1); // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return Number.isNaN(x) ? x : Infinity;
  if (x < -745.1332191019412) return 0;
  const k = Math.round(x * Math.LOG2E);
  const value = 1 + reducedExpm1(x, k);
  if (k > 1022) return value * powerOfTwo(k - 1) * 2;
  return k >= -1021 ? value * powerOfTwo(k) : value * powerOfTwo(k + 100) * 7.888609052210118e-31;
}

/** e^r − 1 for r = x − k ln 2; what rounding takes from r comes back in the last sum. */
function reducedExpm1(x: number, k: number): number {
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const lost = high - r - low;
  return r + (lost + r * r * expTail(r));
}

/**
 * e^x − 1, accurate where x is small.
 *
 * @example
 * expm1(1e-20); // 1e-20
 */
export function expm1(x: number): number {
  if (!(x > -2 && x < 2)) return exp(x) - 1;
  const k = Math.round(x * Math.LOG2E);
  if (k === 0) return x === 0 ? x : reducedExpm1(x, 0);
  const scale = powerOfTwo(k);
  return scale * reducedExpm1(x, k) + (scale - 1);
}

/** (ln((1 + s)/(1 − s)) − 2s) / s³ = 2/3 + 2z/5 + 2z²/7 + … with z = s². */
function logTail(z: number): number {
  const y = z * z;
  const even = 2 / 3 + y * (2 / 7 + y * (2 / 11 + y * (2 / 15 + y * (2 / 19 + (y * 2) / 23))));
  const odd = 2 / 5 + y * (2 / 9 + y * (2 / 13 + y * (2 / 17 + (y * 2) / 21)));
  return even + z * odd;
}

/**
 * ln x; −Infinity of 0, NaN below.
 *
 * With x = 2^k m, m from √½ to √2, and s = (m − 1)/(m + 1): ln x = k ln 2 + 2s + s³ (2/3 + 2s²/5 + …).
 *
 * @example
 * log(10); // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x > 0) || x === Infinity) return x === 0 ? -Infinity : x === Infinity ? x : Number.NaN;
  if (x < 1e-300) return scaledLog(x * 2 ** 100, -100);
  return x > 1e300 ? scaledLog(x / 2 ** 100, 100) : scaledLog(x, 0);
}

/** ln x + power · ln 2, x neither very large nor very small. */
function scaledLog(x: number, power: number): number {
  double[0] = x;
  const top = halves[TOP];
  // a mantissa above √2 counts for the next power of two
  const k = (top >> 20) - 1023 + ((top & 0xfffff) > 0x6a09e ? 1 : 0);
  return logOf(x * powerOfTwo(-k) - 1, 0, k + power);
}

/** k ln 2 + ln(1 + f) + c, f from √½ − 1 to √2 − 1; with s = f/(2 + f), 2s is f − (½f² − s·½f²), f exact. */
function logOf(f: number, c: number, k: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const half = 0.5 * f * f;
  const rest = s * (half + z * logTail(z)) - half;
  return k * LN2_HIGH + (f + (rest + (c + k * LN2_LOW)));
}

/**
 * ln(1 + x), accurate where x is small; −Infinity of −1, NaN below.
 *
 * @example
 * log1p(1e-20); // 1e-20
 */
export function log1p(x: number): number {
  if (x > -0.29 && x < 0.41) return x === 0 ? x : logOf(x, 0, 0);
  const u = 1 + x;
  if (!(u > 0) || u === Infinity) return log(u);
  // 1 + x is u and what rounding left; ln u is corrected by the quotient
  const left = x >= 1 ? 1 - (u - x) : x - (u - 1);
  return log(u) + left / u;
}

/**
 * ln(1 + e^x), finite for every finite x.
 *
 * @example
 * softplus(1000); // 1000
 */
export const softplus = (x: number): number => Math.max(x, 0) + log1p(exp(-Math.abs(x)));

/**
 * x^y for x ≥ 0: whole powers by products, others as e^(y ln x), within |y ln x| units in the last place.
 *
 * @example
 * pow(0.5, 3); // 0.125
 */
export function pow(x: number, y: number): number {
  if (!Number.isInteger(y) || Math.abs(y) > 1000) return exp(y * log(x));
  let product = 1;
  for (let power = Math.abs(y), square = x; power > 0; power = Math.floor(power / 2), square *= square)
    if (power % 2 === 1) product *= square;
  return y < 0 ? 1 / product : product;
}

const HALF_PI_HIGH = 1.5707963267341256;
const HALF_PI_LOW = 6.077100506506192e-11;

/** Of cos r = 1 + r² Σ c_k r^2k, and of sin r = r + r³ Σ c_k r^2k. */
const COS = series(0, 8, (k) => (k % 2 === 0 ? -1 : 1) / factorial(2 * k + 2));
const SIN = series(0, 8, (k) => (k % 2 === 0 ? -1 : 1) / factorial(2 * k + 3));

/**
 * cos x, x in radians, for |x| up to 100,000; with x = k π/2 + r, |r| ≤ π/4.
 *
 * @example
 * cos(Math.PI / 3).toFixed(12); // "0.500000000000"
 */
export const cos = (x: number): number => quarterTurned(x, 1);

/** sin x, as `cos`. */
export const sin = (x: number): number => quarterTurned(x, 0);

/** sin(x + shift · π/2). */
function quarterTurned(x: number, shift: number): number {
  const k = Math.round(x / (HALF_PI_HIGH + HALF_PI_LOW));
  const r = x - k * HALF_PI_HIGH - k * HALF_PI_LOW;
  const quarter = (((k + shift) % 4) + 4) % 4;
  const square = r * r;
  const value =
    quarter % 2 === 1 ? 1 + square * polynomial(square, COS) : r + r * square * polynomial(square, SIN);
  return quarter < 2 ? value : -value;
}
