import { largestBefore, selectInPlace } from "./median.js";

/** Finds the median of values that come in pieces and need not fit into memory. */
export interface MedianFitter {
  /** Takes the next values: no NaN, no −0. Nothing of the array is kept. */
  add(values: Float64Array): void;
  /** At the end of all values: their median, NaN of none; undefined where all have to be added once more. */
  finish(): number | undefined;
}

/** The values that are still in question: those from `least` to `most`, whose first `digits` digits are the same. */
interface Bracket {
  readonly digits: number;
  readonly least: number;
  readonly most: number;
}

const ALL: Bracket = { digits: 0, least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/**
 * The exact median (as `medianInPlace`, to the last bit) in passes. Up to `room` values are kept and selected from.
 * Of more, a pass counts how many there are of each first digit, which tells the digit of the median, and so on with the
 * digits behind that, until no more than `room` values, or values that are all equal, are left. Digits are those of
 * the number's 64 bits as a whole number, 16 bits each, so that there are at most five passes; mostly it is three.
 *
 * @param room values that may be kept
 */
export function medianFitter(room: number): MedianFitter {
  let bracket = ALL;
  let kept = new Float64Array(0);
  /** How many of each digit; absent as long as values are kept. */
  let counts: Uint32Array | undefined;
  let length = 0;
  let rank = -1;
  let isEven = false;
  let [smallest, largest, below] = [Infinity, -Infinity, -Infinity];

  const keep = (values: Float64Array): void => {
    if (length + values.length > kept.length) {
      const larger = new Float64Array(Math.max(length + values.length, Math.min(room, 2 * length)));
      larger.set(kept.subarray(0, length));
      kept = larger;
    }
    const { least, most } = bracket;
    let [at, under] = [length, below];
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) {
        if (value > under) under = value;
      } else if (value <= most) kept[at++] = value;
    }
    [length, below] = [at, under];
  };

  const count = (values: Float64Array): void => {
    const { digits, least, most } = bracket;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
    let [low, high, under] = [smallest, largest, below];
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) {
        if (value > under) under = value;
        continue;
      }
      if (value > most) continue;
      if (value < low) low = value;
      if (value > high) high = value;
      counts![digitOf(words[2 * i + 1], words[2 * i], digits)]++;
      length++;
    }
    [smallest, largest, below] = [low, high, under];
  };

  /** Goes on with the values that have the same digit as the one of this rank. */
  const narrow = (): void => {
    let digit = 0;
    for (; rank >= counts![digit]; digit++) rank -= counts![digit];
    bracket = within(bracket, digit);
    counts = counts![digit] > room ? new Uint32Array(DIGITS) : undefined;
    length = 0;
    [smallest, largest, below] = [Infinity, -Infinity, -Infinity];
  };

  return {
    add(values) {
      if (!counts && length + values.length > room && bracket === ALL) {
        counts = new Uint32Array(DIGITS);
        const before = kept.subarray(0, length);
        length = 0;
        count(before);
        kept = new Float64Array(0);
      }
      if (counts) count(values);
      else keep(values);
    },
    finish() {
      if (length === 0) return Number.NaN;
      if (rank === -1) [rank, isEven] = [length >> 1, length % 2 === 0];
      if (counts && smallest < largest) return void narrow();
      const upper = counts ? smallest : selectInPlace(kept.subarray(0, length), rank);
      if (!isEven) return upper;
      if (rank === 0) return (below + upper) / 2;
      return ((counts ? smallest : largestBefore(kept, rank)) + upper) / 2;
    },
  };
}

const DIGITS = 2 ** 16;

/** The digit at this place of a number with these 64 bits, larger ones for larger numbers. */
function digitOf(high: number, low: number, place: number): number {
  const negative = high >> 31;
  const word = place < 2 ? high ^ (negative | 0x80000000) : low ^ negative;
  return place % 2 === 0 ? word >>> 16 : word & 0xffff;
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** Those values of the bracket that have this digit next. */
function within({ digits, least }: Bracket, digit: number): Bracket {
  const place = (fill: number) =>
    numberWith((k) => (k < digits ? digitAt(least, k) : k === digits ? digit : fill));
  const [first, last] = [place(0), place(0xffff)];
  return {
    digits: digits + 1,
    least: Number.isNaN(first) ? Number.NEGATIVE_INFINITY : first,
    most: Number.isNaN(last) ? Number.POSITIVE_INFINITY : largestUpTo(last),
  };
}

/** −0, which no value is, would compare as equal to 0, whose digits are others. */
const largestUpTo = (last: number): number => (Object.is(last, -0) ? -Number.MIN_VALUE : last);

function digitAt(value: number, place: number): number {
  float[0] = value;
  return digitOf(words[1], words[0], place);
}

function numberWith(digit: (place: number) => number): number {
  const high = (digit(0) << 16) | digit(1);
  const low = (digit(2) << 16) | digit(3);
  const positive = high < 0;
  words[1] = positive ? high ^ 0x80000000 : ~high;
  words[0] = positive ? low : ~low;
  return float[0];
}
