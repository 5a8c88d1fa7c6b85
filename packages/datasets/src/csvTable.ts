import type { CsvDialect } from "./csvDialect.js";
import { endsField, type Field, isLineEnd, newField, scanField, undoubleQuotes, viewOf } from "./csvField.js";
import type { NumberArray } from "./dataset.js";
import { scanDecimal } from "./decimal.js";
import { byteOf, countDigits, digitsValue, wordAt } from "./digitWords.js";
import { type GrowingColumn, growingCodes, growingNumbers } from "./growingColumn.js";
import { isMissing } from "./missing.js";
import { type StringTable, stringTable } from "./stringTable.js";
import { columnOf, newValueBlock, settle, type ValueBlock } from "./valueBlock.js";

/** What to make of a column while its rows are read. */
export type ColumnKind = "number" | "string" | "skip";

/** Columns as they were read: values, or codes into a table of strings (the missing ones too), or nothing. */
export interface CsvTable {
  readonly nRows: number;
  readonly values: readonly (NumberArray | undefined)[];
  readonly codes: readonly (Int32Array | undefined)[];
  readonly strings: readonly (readonly string[] | undefined)[];
  /** Columns taken for numbers that turned out to hold other text too: they have to be read again. */
  readonly notNumbers: readonly number[];
}

/** Why a record cannot be read. */
export interface CsvProblem {
  /** Where the record, or its field, begins. */
  readonly position: number;
  /** The column of the field; −1 where it is the record that is wrong. */
  readonly column: number;
  readonly text: string;
  /** Whether it is about quotes, and none if they are ordinary text. */
  readonly quoting: boolean;
}

/** Reads records from text that comes in pieces. */
export interface TableReader {
  /**
   * Reads the whole records at the beginning of `bytes`: all of them where these are the last bytes of the
   * text, else those before the last, which may go on in the next piece.
   *
   * @returns the position behind them; or what is wrong with one
   */
  read(bytes: Uint8Array, last: boolean): number | CsvProblem;
  finish(): CsvTable;
}

/** Some rows after some rows, instead of all at once. */
export interface TableStripes {
  /** Whether no more rows are to be added to this many, from this many bytes of text. */
  isFull(nRows: number, nBytes: number): boolean;
  /** Rows that may be added between two questions. */
  readonly step: number;
  /** Takes the rows that were read since the last time. */
  take(table: CsvTable): void;
}

const LINE_FEED = 10;

/**
 * Reads records of `kinds.length` fields each straight from bytes into typed arrays: numbers and codes of
 * strings into a block of some rows, from there into one growing array a column. No row or field is an object.
 *
 * @param size bytes of the whole text, as far as known: makes room for as many rows
 * @param stripes takes the rows, but for the last ones, as soon as there are enough
 */
export function tableReader(
  dialect: CsvDialect,
  kinds: readonly ColumnKind[],
  size: number,
  stripes?: TableStripes,
): TableReader {
  const { delimiter, point } = dialect;
  const nColumns = kinds.length;
  const onlyNumbers = kinds.every((kind) => kind === "number");
  const block = newValueBlock(nColumns, stripes?.step);
  const { floats, isFloat, stride } = block;
  const isNumber = Uint8Array.from(kinds, (kind) => (kind === "number" ? 1 : 0));
  for (let c = 0; c < nColumns; c++) if (isNumber[c] === 0) isFloat[c] = 1;
  const newTables = () => kinds.map((kind) => (kind === "string" ? stringTable() : undefined));
  let tables = newTables();
  const notNumbers: number[] = [];
  let columns: (GrowingColumn<NumberArray> | GrowingColumn<Int32Array> | undefined)[] | undefined;
  let rowsInBlock = 0;
  let nRows = 0;
  let capacity = 0;
  let consumed = 0;
  let stripeStart = 0;
  let problem: CsvProblem | undefined;
  const field = newField();
  let unescaped = new Uint8Array(256);

  const flush = () => {
    for (let c = 0; c < nColumns; c++) columns![c]?.append(columnOf(block, c, rowsInBlock));
    nRows += rowsInBlock;
    rowsInBlock = 0;
  };

  const codeOf = (text: DataView, bytes: Uint8Array, table: StringTable): number => {
    if (!field.escaped) return table.code(text, field.start, field.end);
    if (field.end - field.start > unescaped.length) unescaped = new Uint8Array(2 * (field.end - field.start));
    const length = undoubleQuotes(bytes, field, unescaped);
    return table.code(new DataView(unescaped.buffer), 0, length);
  };

  /** A column that turned out not to be one of numbers. */
  const leaveOut = (c: number) => {
    isNumber[c] = 0;
    columns![c] = undefined;
    notNumbers.push(c);
  };

  /** Anything but a bare number: quotes, blanks, missing values, text. Returns where the field ends. */
  const readField = (text: DataView, bytes: Uint8Array, last: boolean, at: number, c: number): number => {
    const next = scanField(text, at, bytes.length, dialect, field);
    if (next === bytes.length && !last) return next;
    if (field.problem !== "") {
      problem = { position: at, column: c, text: field.problem, quoting: true };
      return next;
    }
    const cell = c * stride + rowsInBlock;
    if (isNumber[c] === 1) {
      if (scanDecimal(text, field.start, bytes.length, floats, cell, point) !== field.end) {
        floats[cell] = Number.NaN;
        if (!isMissing(shortText(bytes, field))) leaveOut(c);
      }
      settle(block, c, rowsInBlock);
    } else if (tables[c]) {
      floats[cell] = codeOf(text, bytes, tables[c]!);
      if (floats[cell] === -1) problem = { position: at, column: c, text: NOT_UTF8, quoting: false };
    }
    return next;
  };

  /** The record at `start`, whatever is in its fields; returns where it ends, −1 where that is not known yet. */
  const readRecord = (text: DataView, bytes: Uint8Array, last: boolean, start: number): number => {
    const end = bytes.length;
    let at = start;
    for (let c = 0; c < nColumns; c++) {
      if (c > 0 && (at === end || bytes[at++] !== delimiter)) {
        problem = raggedRecord(start, c, nColumns);
        return at;
      }
      const next =
        isNumber[c] === 1 ? scanDecimal(text, at, end, floats, c * stride + rowsInBlock, point) : -1;
      if (next !== -1 && next < end && endsField(bytes[next], delimiter)) {
        settle(block, c, rowsInBlock);
        at = next;
        continue;
      }
      at = readField(text, bytes, last, at, c);
      if (at === end && !last) return -1;
      if (problem) return at;
    }
    if (at < end && bytes[at] === delimiter) problem = raggedRecord(start, nColumns + 1, nColumns);
    return at;
  };

  const read = (bytes: Uint8Array, last: boolean): number | CsvProblem => {
    capacity ||= stripes ? stripes.step : estimateRows(bytes, size);
    columns ??= newColumns(kinds, capacity);
    const text = viewOf(bytes);
    let at = 0;
    while (at < bytes.length) {
      if (isLineEnd(bytes[at])) {
        at++;
        continue;
      }
      const allNumbers = notNumbers.length === 0 && onlyNumbers;
      let next = allNumbers ? scanNumbers(text, at, bytes.length, dialect, block, rowsInBlock) : -1;
      if (next === -1) next = readRecord(text, bytes, last, at);
      if (problem) return problem;
      if (next === -1) break;
      at = next;
      if (++rowsInBlock < block.rows) continue;
      flush();
      if (stripes?.isFull(nRows, consumed + at - stripeStart)) {
        stripes.take(taken());
        stripeStart = consumed + at;
      }
    }
    consumed += at;
    return at;
  };

  const table = (): CsvTable => {
    const finished = columns!.map((column) => column?.finish());
    return {
      nRows,
      values: finished.map((values, c) => (kinds[c] === "number" ? (values as NumberArray) : undefined)),
      codes: finished.map((codes, c) => (kinds[c] === "string" ? (codes as Int32Array) : undefined)),
      strings: tables.map((table) => table?.strings()),
      notNumbers,
    };
  };

  /** The rows so far; those that follow go to new columns. */
  const taken = (): CsvTable => {
    const rows = table();
    capacity = nRows;
    columns = newColumns(kinds, capacity, rows.values).map((column, c) => (columns![c] ? column : undefined));
    tables = newTables();
    nRows = 0;
    return rows;
  };

  return {
    read,
    finish() {
      flush();
      return table();
    },
  };
}

/** A record of nothing but bare numbers, into a row of the block; returns where it ends, −1 where it is another. */
function scanNumbers(
  text: DataView,
  start: number,
  end: number,
  { delimiter, point }: CsvDialect,
  block: ValueBlock,
  row: number,
): number {
  const { bytes, floats, isFloat, stride } = block;
  const lastColumn = isFloat.length - 1;
  let at = start;
  let cell = row;
  for (let c = 0; c < lastColumn; c++, cell += stride) {
    if (isFloat[c] === 0) {
      const word = wordAt(text, at, end);
      const digits = countDigits(word);
      if (digits !== 0 && digits !== 4 && byteOf(word, digits) === delimiter) {
        const value = digitsValue(word, digits);
        if (value < 256) {
          bytes[cell] = value;
          at += digits + 1;
          continue;
        }
      }
    }
    at = scanDecimal(text, at, end, floats, cell, point);
    if (at === -1 || at >= end || text.getUint8(at) !== delimiter) return -1;
    at++;
    if (isFloat[c] === 0) settle(block, c, row);
  }
  at = scanDecimal(text, at, end, floats, cell, point);
  if (at === -1 || at >= end || !isLineEnd(text.getUint8(at))) return -1;
  settle(block, lastColumn, row);
  return at;
}

const NOT_UTF8 = "text that is not UTF-8; save the file as UTF-8";

function raggedRecord(position: number, found: number, expected: number): CsvProblem {
  const text =
    found > expected
      ? `more than the expected ${fields(expected)}`
      : `${fields(found)}, expected ${expected}`;
  return { position, column: -1, text, quoting: false };
}

const fields = (count: number): string => (count === 1 ? "1 field" : `${count} fields`);

/** @param before columns whose types those of numbers begin with, since the whole will have to be of these */
const newColumns = (kinds: readonly ColumnKind[], capacity: number, before: CsvTable["values"] = []) =>
  kinds.map((kind, c) => {
    if (kind === "skip") return undefined;
    return kind === "number" ? growingNumbers(capacity, typeOf(before[c])) : growingCodes(capacity);
  });

const typeOf = (values: NumberArray | undefined) =>
  values?.constructor as (new (length: number) => NumberArray) | undefined;

/** The text of a field that is short enough to mean "missing", in ASCII as all those are. */
const shortText = (bytes: Uint8Array, { start, end }: Field): string =>
  end - start > 4 ? "longer" : String.fromCharCode(...bytes.subarray(start, end));

/** Rows to make room for, from the mean length of the first lines; a little too many rather than too few. */
function estimateRows(bytes: Uint8Array, size: number): number {
  let lines = 0;
  let at = 0;
  for (; lines < 1000; lines++) {
    const next = bytes.indexOf(LINE_FEED, at);
    if (next === -1) break;
    at = next + 1;
  }
  return lines === 0 ? 16 : Math.ceil((size / at) * lines * 1.02) + 16;
}
