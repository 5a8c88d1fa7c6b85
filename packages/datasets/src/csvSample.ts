import type { CsvDialect } from "./csvDialect.js";
import { type Field, isLineEnd, newField, scanField } from "./csvField.js";

/** The first records of delimited text, as strings. */
export interface CsvSample {
  readonly records: readonly (readonly string[])[];
  /** Where each record begins, and where the one behind the last would. */
  readonly starts: readonly number[];
  /** Why the record behind the last cannot be read; `""` where there is none such. */
  readonly problem: string;
}

/** The first hundred records, blank lines left out; stops before a record that cannot be read. */
export function sampleRecords(bytes: Uint8Array, dialect: CsvDialect): CsvSample {
  const field = newField();
  const records: string[][] = [];
  const starts: number[] = [];
  let at = skipLineEnds(bytes, 0);
  while (at < bytes.length && records.length < 100) {
    starts.push(at);
    const record: string[] = [];
    at = readRecord(bytes, at, dialect, field, record);
    if (field.problem !== "") return { records, starts, problem: field.problem };
    records.push(record);
    at = skipLineEnds(bytes, at);
  }
  starts.push(at);
  return { records, starts, problem: "" };
}

/** Appends the fields of the record at `at`; returns the position of its line end. */
function readRecord(
  bytes: Uint8Array,
  at: number,
  dialect: CsvDialect,
  field: Field,
  record: string[],
): number {
  for (let k = at; ; k++) {
    k = scanField(bytes, k, bytes.length, dialect, field);
    const text = new TextDecoder().decode(bytes.subarray(field.start, field.end));
    record.push(field.escaped ? text.replaceAll('""', '"') : text);
    if (field.problem !== "" || bytes[k] !== dialect.delimiter) return k;
  }
}

function skipLineEnds(bytes: Uint8Array, at: number): number {
  let k = at;
  while (k < bytes.length && isLineEnd(bytes[k])) k++;
  return k;
}
