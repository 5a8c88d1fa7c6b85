/**
 * Digits four at a time, as the bytes of one word (Lemire, "Number parsing at a gigabyte per second", 2021, does
 * eight). The word's lowest byte is the first of the text.
 */

/** The four bytes from `at` on; zeros behind the end of the text. */
export function wordAt(text: DataView, at: number, end: number): number {
  if (at <= end - 4) return text.getInt32(at, true);
  let word = 0;
  for (let k = end - 1; k >= at; k--) word = (word << 8) | text.getUint8(k);
  return word;
}

/** How many of the word's bytes, from the lowest on, are digits before one is not: that one's high bit is set. */
export function countDigits(word: number): number {
  const others = (word | (word + 0x46464646) | (word - 0x30303030)) & 0x80808080;
  return others === 0 ? 4 : (31 - Math.clz32(others & -others)) >> 3;
}

/** The number that four digits write: first in pairs, then the pairs. */
export function fourDigits(word: number): number {
  const pairs = (Math.imul(word & 0x0f0f0f0f, 2561) >>> 8) & 0x00ff00ff;
  return Math.imul(pairs, 6553601) >>> 16;
}

/** The number that the first `count` ≤ 3 digits of a word write. */
export const digitsValue = (word: number, count: number): number =>
  count === 0 ? 0 : fourDigits(word << (32 - 8 * count));

export const byteOf = (word: number, index: number): number => (word >>> (8 * index)) & 0xff;
