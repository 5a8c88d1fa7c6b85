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

export const newField = (): Field => ({ start: 0, end: 0, escaped: false, problem: "" });

/**
 * Finds the field that begins at `at` and returns the position of what ends it: a delimiter, a line end or
 * the end of the text. Blanks around unquoted text do not belong to it; those within quotes do.
 */
export function scanField(
  bytes: Uint8Array,
  at: number,
  end: number,
  { delimiter, quotes }: CsvDialect,
  field: Field,
): number {
  field.escaped = false;
  field.problem = "";
  let start = at;
  while (start < end && isBlank(bytes[start], delimiter)) start++;
  if (quotes && start < end && bytes[start] === QUOTE)
    return scanQuoted(bytes, start + 1, end, delimiter, field);
  let k = start;
  while (k < end && !endsField(bytes[k], delimiter)) k++;
  field.start = start;
  field.end = k;
  while (field.end > start && isBlank(bytes[field.end - 1], delimiter)) field.end--;
  return k;
}

function scanQuoted(bytes: Uint8Array, start: number, end: number, delimiter: number, field: Field): number {
  let k = start;
  for (; k < end; k++) {
    if (bytes[k] !== QUOTE) continue;
    if (bytes[k + 1] !== QUOTE) break;
    field.escaped = true;
    k++;
  }
  field.start = start;
  field.end = Math.min(k, end);
  if (k >= end) {
    field.problem = 'a quoted field that is never closed, expected a closing "';
    return end;
  }
  k++;
  while (k < end && isBlank(bytes[k], delimiter)) k++;
  if (k < end && !endsField(bytes[k], delimiter))
    field.problem = 'text behind a closing quote, expected "" for a quote inside a quoted field';
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
