import type { CsvDialect } from "./csvDialect.js";
import { endsField, type Field, isLineEnd, newField, scanField } from "./csvField.js";
import { scanDecimal } from "./decimal.js";
import { isMissing } from "./missing.js";
import { type StringTable, stringTable } from "./stringTable.js";

/** What to make of a column while its rows are read. */
export type ColumnKind = "number" | "string" | "skip";

/** Columns as they were read: values, or codes into a table of strings (the missing ones too), or nothing. */
export interface CsvTable {
  readonly nRows: number;
  readonly values: readonly (Float64Array | undefined)[];
  readonly codes: readonly (Int32Array | undefined)[];
  readonly strings: readonly (StringTable | undefined)[];
  /** Columns taken for numbers that turned out to hold other text too: they have to be read again. */
  readonly notNumbers: readonly number[];
}

/** Throws an error about the field or record at this position. */
export type Fail = (position: number, column: number, problem: string) => never;

const LINE_FEED = 10;

/**
 * Reads every record from `from` on, each of `kinds.length` fields, straight from bytes into typed arrays:
 * one growing array a column and no object a row or field.
 */
export function readTable(
  bytes: Uint8Array,
  from: number,
  dialect: CsvDialect,
  kinds: readonly ColumnKind[],
  fail: Fail,
): CsvTable {
  const { delimiter, point } = dialect;
  const end = bytes.length;
  const nColumns = kinds.length;
  let capacity = estimateRows(bytes, from);
  const values = kinds.map((kind) => (kind === "number" ? new Float64Array(capacity) : undefined));
  const codes = kinds.map((kind) => (kind === "string" ? new Int32Array(capacity) : undefined));
  const strings = kinds.map((kind) => (kind === "string" ? stringTable(bytes) : undefined));
  const notNumbers: number[] = [];
  const field = newField();

  const grow = () => {
    capacity = Math.ceil(capacity * 1.5);
    for (let c = 0; c < nColumns; c++) {
      if (values[c]) values[c] = resized(values[c]!, new Float64Array(capacity));
      if (codes[c]) codes[c] = resized(codes[c]!, new Int32Array(capacity));
    }
  };

  /** Anything but a bare number: quotes, blanks, missing values, text. Returns where the field ends. */
  const readField = (at: number, c: number, row: number): number => {
    const next = scanField(bytes, at, end, dialect, field);
    if (field.problem !== "") fail(at, c, field.problem);
    const numbers = values[c];
    if (numbers) {
      const behind = scanDecimal(bytes, field.start, field.end, numbers, row, point);
      if (behind === field.end) return next;
      numbers[row] = Number.NaN;
      if (isMissing(shortText(bytes, field))) return next;
      values[c] = undefined;
      notNumbers.push(c);
    } else if (codes[c]) {
      codes[c]![row] = strings[c]!.code(field.start, field.end, field.escaped);
      if (codes[c]![row] === -1) fail(at, c, "text that is not UTF-8; save the file as UTF-8");
    }
    return next;
  };

  let row = 0;
  let at = from;
  while (at < end) {
    if (isLineEnd(bytes[at])) {
      at++;
      continue;
    }
    if (row === capacity) grow();
    const start = at;
    for (let c = 0; c < nColumns; c++) {
      const numbers = values[c];
      const next = numbers ? scanDecimal(bytes, at, end, numbers, row, point) : -1;
      at = next !== -1 && (next === end || endsField(bytes[next], delimiter)) ? next : readField(at, c, row);
      if (c === nColumns - 1) break;
      if (at === end || bytes[at] !== delimiter) fail(start, -1, `${fields(c + 1)}, expected ${nColumns}`);
      at++;
    }
    if (at < end && bytes[at] === delimiter) fail(start, -1, `more than the expected ${fields(nColumns)}`);
    row++;
  }
  const cut = <A extends Float64Array | Int32Array>(array: A | undefined) => array && trimmed(array, row);
  return { nRows: row, values: values.map(cut), codes: codes.map(cut), strings, notNumbers };
}

const fields = (count: number): string => (count === 1 ? "1 field" : `${count} fields`);

/** The text of a field that is short enough to mean "missing", in ASCII as all those are. */
const shortText = (bytes: Uint8Array, { start, end }: Field): string =>
  end - start > 4 ? "longer" : String.fromCharCode(...bytes.subarray(start, end));

/** Rows to make room for, from the mean length of the first lines; a little too many rather than too few. */
function estimateRows(bytes: Uint8Array, from: number): number {
  let lines = 0;
  let at = from;
  for (; lines < 1000; lines++) {
    const next = bytes.indexOf(LINE_FEED, at);
    if (next === -1) break;
    at = next + 1;
  }
  if (at === from) return 16;
  return Math.ceil(((bytes.length - from) / (at - from)) * lines * 1.02) + 16;
}

function resized<A extends Float64Array | Int32Array>(array: A, larger: A): A {
  larger.set(array);
  return larger;
}

/** The first n elements, without holding on to much more memory than they take. */
function trimmed<A extends Float64Array | Int32Array>(array: A, n: number): A {
  return (array.length - n > n / 8 + 64 ? array.slice(0, n) : array.subarray(0, n)) as A;
}
