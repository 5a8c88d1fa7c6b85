import type { CsvDialect } from "./csvDialect.js";
import { type Field, isLineEnd, newField, scanField, viewOf } from "./csvField.js";

/** The first records of delimited text, as strings. */
export interface CsvSample {
  readonly records: readonly (readonly string[])[];
  /** Where each record begins, and where the one behind the last would. */
  readonly starts: readonly number[];
  /** Why the record behind the last cannot be read; `""` where there is none such. */
  readonly problem: string;
}

/**
 * The first hundred records, blank lines left out; stops before a record that cannot be read, and before one
 * that may be cut off.
 *
 * @param whole whether nothing comes behind these bytes
 */
export function sampleRecords(bytes: Uint8Array, whole: boolean, dialect: CsvDialect): CsvSample {
  const records: string[][] = [];
  const starts: number[] = [];
  let at = skipLineEnds(bytes, 0);
  while (at < bytes.length && records.length < 100) {
    starts.push(at);
    const fields: Field[] = [];
    const end = scanRecord(bytes, at, dialect, fields);
    if (end === bytes.length && !whole) return { records, starts, problem: "" };
    const problem = fields.at(-1)!.problem;
    if (problem !== "") return { records, starts, problem };
    records.push(fieldTexts(bytes.subarray(at, end), at, fields));
    at = end;
    at = skipLineEnds(bytes, at);
  }
  starts.push(at);
  return { records, starts, problem: "" };
}

/** How many fields each of the first hundred records has; as `sampleRecords`, without a string made. */
export function sampleWidths(bytes: Uint8Array, whole: boolean, dialect: CsvDialect): number[] {
  const field = newField();
  const widths: number[] = [];
  const text = viewOf(bytes);
  let at = skipLineEnds(bytes, 0);
  while (at < bytes.length && widths.length < 100) {
    let width = 0;
    do {
      at = scanField(text, width === 0 ? at : at + 1, bytes.length, dialect, field);
      width++;
    } while (field.problem === "" && bytes[at] === dialect.delimiter);
    if (field.problem !== "" || (at === bytes.length && !whole)) break;
    widths.push(width);
    at = skipLineEnds(bytes, at);
  }
  return widths;
}

/** Finds the fields of the record at `at`; returns the position of its line end. */
function scanRecord(bytes: Uint8Array, at: number, dialect: CsvDialect, fields: Field[]): number {
  const text = viewOf(bytes);
  for (let k = at; ; k++) {
    const field = newField();
    fields.push(field);
    k = scanField(text, k, bytes.length, dialect, field);
    if (field.problem !== "" || bytes[k] !== dialect.delimiter) return k;
  }
}

const decoder = new TextDecoder();

/** The texts of the fields of a record that begins at `from`; decoded at once where all of it is ASCII. */
function fieldTexts(record: Uint8Array, from: number, fields: readonly Field[]): string[] {
  const whole = decoder.decode(record);
  const isAscii = whole.length === record.length;
  return fields.map(({ start, end, escaped }) => {
    const text = isAscii
      ? whole.slice(start - from, end - from)
      : decoder.decode(record.subarray(start - from, end - from));
    return escaped ? text.replaceAll('""', '"') : text;
  });
}

function skipLineEnds(bytes: Uint8Array, at: number): number {
  let k = at;
  while (k < bytes.length && isLineEnd(bytes[k])) k++;
  return k;
}
