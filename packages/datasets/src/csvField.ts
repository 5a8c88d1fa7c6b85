import type { CsvDialect } from "./csvDialect.js";

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;

/** Where a field's text lies: `bytes[start … end − 1]`, without its quotes or the blanks around it. */
export interface Field {
  start: number;
  end: number;
  /** Holds doubled quotes, each of which stands for one. */
  escaped: boolean;
  /** Why the field cannot be read; `""` where it can. */
  problem: string;
}

/** The same bytes, to be read a word at a time. */
export const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): DataView =>
  new DataView(buffer, byteOffset, byteLength);

export const newField = (): Field => ({ start: 0, end: 0, escaped: false, problem: "" });

/**
 * Finds the field of `text` that begins at `at` and returns the position of what ends it: a delimiter, a line end or
 * the end of the text. Blanks around unquoted text do not belong to it; those within quotes do.
 */
export function scanField(
  text: DataView,
  at: number,
  end: number,
  { delimiter, quotes }: CsvDialect,
  field: Field,
): number {
  field.escaped = false;
  field.problem = "";
  let start = at;
  while (start < end && isBlank(text.getUint8(start), delimiter)) start++;
  if (quotes && start < end && text.getUint8(start) === QUOTE)
    return scanQuoted(text, start + 1, end, delimiter, field);
  const next = fieldEnd(text, start, end, delimiter);
  field.start = start;
  field.end = next;
  while (field.end > start && isBlank(text.getUint8(field.end - 1), delimiter)) field.end--;
  return next;
}

function scanQuoted(text: DataView, start: number, end: number, delimiter: number, field: Field): number {
  let k = quoteFrom(text, start, end);
  while (k + 1 < end && text.getUint8(k + 1) === QUOTE) {
    field.escaped = true;
    k = quoteFrom(text, k + 2, end);
  }
  field.start = start;
  field.end = Math.min(k, end);
  if (k >= end) {
    field.problem = 'a quoted field that is never closed, expected a closing "';
    return end;
  }
  k++;
  while (k < end && isBlank(text.getUint8(k), delimiter)) k++;
  if (k < end && !endsField(text.getUint8(k), delimiter))
    field.problem = 'text behind a closing quote, expected "" for a quote inside a quoted field';
  return k;
}

const ONES = 0x01010101;
const HIGH_BITS = 0x80808080;

/** Has a high bit set where one of the word's bytes is that of the pattern, four times the same; else none. */
const matches = (word: number, pattern: number): number => {
  const difference = word ^ pattern;
  return (difference - ONES) & ~difference & HIGH_BITS;
};

/** Has a high bit set where one of the word's bytes is below 16, as line ends are; else none. */
const lowBytes = (word: number): number => (word - 16 * ONES) & ~word & HIGH_BITS;

/** The position from `at` on of the delimiter or line end, or `end`; four bytes at a time as long as none of them is. */
function fieldEnd(text: DataView, at: number, end: number, delimiter: number): number {
  const delimiters = Math.imul(delimiter, ONES);
  let k = at;
  for (; k <= end - 4; k += 4) {
    const word = text.getInt32(k, true);
    if ((matches(word, delimiters) | lowBytes(word)) !== 0) break;
  }
  while (k < end && !endsField(text.getUint8(k), delimiter)) k++;
  return k;
}

/** The position from `at` on of a quote, or `end` and beyond. */
function quoteFrom(text: DataView, at: number, end: number): number {
  let k = at;
  while (k <= end - 4 && matches(text.getInt32(k, true), QUOTE * ONES) === 0) k += 4;
  while (k < end && text.getUint8(k) !== QUOTE) k++;
  return k;
}

/** Writes the field's text with one quote for each two to the start of `into`, and returns its length. */
export function undoubleQuotes(bytes: Uint8Array, { start, end }: Field, into: Uint8Array): number {
  let length = 0;
  for (let k = start; k < end; k++) {
    into[length++] = bytes[k];
    if (bytes[k] === QUOTE) k++;
  }
  return length;
}

const isBlank = (byte: number, delimiter: number): boolean =>
  byte === SPACE || (byte === TAB && delimiter !== TAB);

export const isLineEnd = (byte: number): boolean => byte === LINE_FEED || byte === CARRIAGE_RETURN;

export const endsField = (byte: number, delimiter: number): boolean => byte === delimiter || isLineEnd(byte);
