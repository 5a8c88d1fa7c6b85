/**
 * Decimal numbers read from bytes, correctly rounded to float64, without making a string of them.
 *
 * An integer m < 2⁵³ times or over 10^e, e ≤ 22, needs one rounding and is exact (Clinger, "How to read
 * floating point numbers accurately", 1990). Up to 30 digits are divided in double-double arithmetic
 * (Dekker, "A floating-point technique for extending the available precision", 1971) and kept where the
 * rounding is beyond doubt; whatever is left goes to `Number`.
 */

const ZERO = 48;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const EXPONENT = 101;
const UPPER_TO_LOWER = 32;

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, e) => Number(`1e${e}`));

/**
 * Reads the longest decimal number at `bytes[at]` (`-12`, `+.5`, `1.`, `6.02e23`) into `values[index]` and
 * returns the position behind it, or −1 where no number begins there. `point` is the decimal mark.
 */
export function scanDecimal(
  bytes: Uint8Array,
  at: number,
  end: number,
  values: Float64Array,
  index: number,
  point: number = POINT,
): number {
  let k = at;
  const negative = bytes[k] === MINUS;
  if (negative || bytes[k] === PLUS) k++;
  const first = k;
  let m = 0;
  let digit = 0;
  while (k < end && (digit = bytes[k] - ZERO) >= 0 && digit <= 9) {
    m = m * 10 + digit;
    k++;
  }
  let digits = k - first;
  let exponent = 0;
  if (k < end && bytes[k] === point) {
    const fraction = ++k;
    while (k < end && (digit = bytes[k] - ZERO) >= 0 && digit <= 9) {
      m = m * 10 + digit;
      k++;
    }
    exponent = fraction - k;
    digits -= exponent;
  }
  if (digits === 0) return -1;
  const mantissaEnd = k;
  if (k < end && (bytes[k] | UPPER_TO_LOWER) === EXPONENT) {
    const from = exponentDigits(bytes, k + 1, end);
    if (from !== -1) {
      let e = 0;
      k = from;
      while (k < end && (digit = bytes[k] - ZERO) >= 0 && digit <= 9) {
        if (e < 1e6) e = e * 10 + digit;
        k++;
      }
      exponent += bytes[from - 1] === MINUS ? -e : e;
    }
  }
  let value: number;
  if (m < 2 ** 53 && exponent >= -22 && exponent <= 22)
    value = exponent < 0 ? m / POWERS_OF_TEN[-exponent] : m * POWERS_OF_TEN[exponent];
  else value = longDecimal(bytes, first, mantissaEnd, exponent, point);
  values[index] = negative ? -value : value;
  return k;
}

/** Where the digits of an exponent begin, behind its sign; −1 where there are none. */
function exponentDigits(bytes: Uint8Array, at: number, end: number): number {
  const from = at < end && (bytes[at] === MINUS || bytes[at] === PLUS) ? at + 1 : at;
  return from < end && bytes[from] >= ZERO && bytes[from] <= ZERO + 9 ? from : -1;
}

/** (high · 10^k + low) · 10^exponent, of a mantissa with more than fifteen digits. */
function longDecimal(bytes: Uint8Array, from: number, to: number, exponent: number, point: number): number {
  let high = 0;
  let low = 0;
  let digits = 0;
  for (let i = from; i < to; i++) {
    if (bytes[i] === point) continue;
    const digit = bytes[i] - ZERO;
    if (digits === 0 && digit === 0) continue;
    if (++digits <= 15) high = high * 10 + digit;
    else if (digits <= 30) low = low * 10 + digit;
  }
  if (digits > 15 && digits <= 30 && exponent <= 0 && exponent >= -22) {
    const value = roundedQuotient(high, POWERS_OF_TEN[digits - 15], low, POWERS_OF_TEN[-exponent]);
    if (!Number.isNaN(value)) return value;
  }
  const mantissa = new TextDecoder().decode(bytes.subarray(from, to)).replace(String.fromCharCode(point), "");
  return Number(`${mantissa}e${exponent}`);
}

/** (a·b + c) / d rounded to nearest, for integers a, c < 2⁵⁰ and exact powers b, d; NaN where in doubt. */
function roundedQuotient(a: number, b: number, c: number, d: number): number {
  const product = a * b;
  const sum = product + c;
  const added = sum - product;
  const sumError = product - (sum - added) + (c - added) + productError(a, b, product);
  const quotient = sum / d;
  const back = quotient * d;
  const correction = (sum - back - productError(quotient, d, back) + sumError) / d;
  const doubt = quotient * 2 ** -98;
  const rounded = quotient + (correction - doubt);
  return rounded === quotient + (correction + doubt) ? rounded : Number.NaN;
}

/** a·b − fl(a·b), exactly, by splitting both factors into halves of 26 bits. */
function productError(a: number, b: number, product: number): number {
  const aHigh = a * 134217729 - (a * 134217729 - a);
  const bHigh = b * 134217729 - (b * 134217729 - b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
