import { byteOf, countDigits, digitsValue, fourDigits, wordAt } from "./digitWords.js";

/**
 * Decimal numbers read from bytes, correctly rounded to float64, without making a string of them.
 *
 * An integer m < 2⁵³ times or over 10^e, e ≤ 22, needs one rounding and is exact (Clinger, "How to read
 * floating point numbers accurately", 1990). Longer ones, up to 2⁷⁸, are divided in double-double arithmetic
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
/** For the integer unit, which would have to convert the others. */
const SMALL_POWERS_OF_TEN = Int32Array.of(1, 10, 100, 1000);

/**
 * Reads the longest decimal number at byte `at` (`-12`, `+.5`, `1.`, `6.02e23`) into `values[index]` and
 * returns the position behind it, or −1 where no number begins there. `end` is that of the text, `point` the
 * decimal mark.
 *
 * All digits make the integer m · 10^exponent, m in float64 and, since that rounds, its low 32 bits too.
 */
export function scanDecimal(
  text: DataView,
  at: number,
  end: number,
  values: Float64Array,
  index: number,
  point: number = POINT,
): number {
  const sign = byteAt(text, at, end);
  const minus = Math.clz32(sign ^ MINUS) >>> 5; // 1 or 0, without a branch: signs come as they like
  let k = at + minus;
  if (sign === PLUS) k++;
  const first = k;
  let m = 0;
  let low = 0;
  let word = wordAt(text, k, end);
  let count = countDigits(word);
  for (; count === 4; count = countDigits(word)) {
    const four = fourDigits(word);
    m = m * 1e4 + four;
    low = (Math.imul(low, 1e4) + four) | 0;
    word = wordAt(text, (k += 4), end);
  }
  let rest = digitsValue(word, count);
  m = m * POWERS_OF_TEN[count] + rest;
  low = (Math.imul(low, SMALL_POWERS_OF_TEN[count]) + rest) | 0;
  k += count;
  let digits = k - first;
  let exponent = 0;
  if (byteOf(word, count) === point) {
    const fraction = ++k;
    word = wordAt(text, k, end);
    for (count = countDigits(word); count === 4; count = countDigits(word)) {
      const four = fourDigits(word);
      m = m * 1e4 + four;
      low = (Math.imul(low, 1e4) + four) | 0;
      word = wordAt(text, (k += 4), end);
    }
    rest = digitsValue(word, count);
    m = m * POWERS_OF_TEN[count] + rest;
    low = (Math.imul(low, SMALL_POWERS_OF_TEN[count]) + rest) | 0;
    k += count;
    exponent = fraction - k;
    digits -= exponent;
  }
  if (digits === 0) return -1;
  const mantissaEnd = k;
  if ((byteOf(word, count) | UPPER_TO_LOWER) === EXPONENT) {
    const from = exponentDigits(text, k + 1, end);
    if (from !== -1) {
      let e = 0;
      for (k = from; isDigit(byteAt(text, k, end)); k++)
        if (e < 1e6) e = e * 10 + byteAt(text, k, end) - ZERO;
      exponent += byteAt(text, from - 1, end) === MINUS ? -e : e;
    }
  }
  let value: number;
  if (m < 2 ** 53 && exponent >= -22 && exponent <= 22)
    value = exponent < 0 ? m / POWERS_OF_TEN[-exponent] : m * POWERS_OF_TEN[exponent];
  else {
    value = m < 2 ** 78 && exponent >= -22 && exponent <= 0 ? longDecimal(m, low, exponent) : Number.NaN;
    if (Number.isNaN(value)) value = anyDecimal(text, first, mantissaEnd, exponent, point);
  }
  values[index] = (1 - 2 * minus) * value;
  return k;
}

/** Reads the digits at byte `at`, if any, into `value[0]`, and returns the position behind them. */
export function scanDigits(text: DataView, at: number, end: number, value: Float64Array): number {
  let k = at;
  let m = 0;
  let word = wordAt(text, k, end);
  let count = countDigits(word);
  for (; count === 4; count = countDigits(word)) {
    m = m * 1e4 + fourDigits(word);
    word = wordAt(text, (k += 4), end);
  }
  value[0] = m * POWERS_OF_TEN[count] + digitsValue(word, count);
  return k + count;
}

const byteAt = (text: DataView, at: number, end: number): number => (at < end ? text.getUint8(at) : 0);

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= ZERO + 9;

/** Where the digits of an exponent begin, behind its sign; −1 where there are none. */
function exponentDigits(text: DataView, at: number, end: number): number {
  const sign = byteAt(text, at, end);
  const from = sign === MINUS || sign === PLUS ? at + 1 : at;
  return isDigit(byteAt(text, from, end)) ? from : -1;
}

/**
 * m · 10^exponent, m being rounded and `low` the low 32 bits of what it should be; NaN where in doubt. The sum of
 * all roundings in m is below 2³¹, so that these bits tell it.
 */
const longDecimal = (m: number, low: number, exponent: number): number =>
  roundedQuotient(m, (low - (m | 0)) | 0, POWERS_OF_TEN[-exponent]);

function anyDecimal(text: DataView, from: number, to: number, exponent: number, point: number): number {
  let mantissa = "";
  for (let i = from; i < to; i++)
    if (text.getUint8(i) !== point) mantissa += String.fromCharCode(text.getUint8(i));
  return Number(`${mantissa}e${exponent}`);
}

/** (m + rest) / d rounded to nearest, for an exact power d and |rest| < m; NaN where in doubt. */
function roundedQuotient(m: number, rest: number, d: number): number {
  const sum = m + rest;
  const sumError = rest - (sum - m);
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
