import { type Column, DataError, type Dataset } from "./dataset.js";
import { type TextPieces, textPieces } from "./textPieces.js";
import { type ReadColumn, readColumn } from "./valueColumn.js";

export interface NdjsonOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
}

const LINE_FEED = 10;

/**
 * Reads newline-delimited JSON (JSON Lines), an object a line: `{"length": 5.1, "species": "setosa"}`. Blank
 * lines are skipped.
 *
 * Columns are the keys, in the order they are met; a key that an object lacks is missing there, as `null` is,
 * and the strings `""`, `?`, `NA`, `N/A`, `NaN`, `null` in any case. A column is numeric when it holds nothing
 * but numbers, else strings, where `true` and `7` are the texts "true" and "7".
 *
 * @throws DataError naming the line: text that is not UTF-8 or not JSON, a line that is no object, lists or
 *   objects within one, no lines at all.
 * @example
 * const bytes = new TextEncoder().encode('{"x": 1, "label": "a"}\n{"x": null, "label": "b"}\n');
 * parseNdjson(bytes, { name: "points.ndjson" }).nSamples; // 2
 */
export function parseNdjson(bytes: Uint8Array, { name }: NdjsonOptions): Dataset {
  const columns: Column[] = [];
  let nSamples = 0;
  const reader = ndjsonReader(name, {
    isFull: () => false,
    take(rows) {
      nSamples = rows.nRows;
      for (const { column } of rows.columns) columns.push(column);
    },
  });
  reader.push(bytes);
  reader.end();
  return { name, nSamples, columns };
}

/** Some objects, as columns of the keys that they have. */
export interface NdjsonRows {
  readonly nRows: number;
  readonly columns: readonly ReadColumn[];
}

/** Some rows after some rows, instead of all at once. */
export interface NdjsonStripes {
  /** Whether no more rows are to be added to this many, of this many keys, from this many bytes of text. */
  isFull(nRows: number, nKeys: number, nBytes: number): boolean;
  take(rows: NdjsonRows): void;
}

/**
 * Reads newline-delimited JSON that is pushed in pieces.
 *
 * @throws DataError as `parseNdjson`; what is wrong with values at the end only
 */
export function ndjsonReader(name: string, { isFull, take }: NdjsonStripes): TextPieces {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const problems = new Map<string, DataError | undefined>();
  let columns = new Map<string, KeyValues>();
  let lines: number[] = [];
  let line = 0;
  let nBytes = 0;

  const add = (record: object): void => {
    for (const [key, value] of Object.entries(record)) {
      let values = columns.get(key);
      if (!values) columns.set(key, (values = { numbers: new Float64Array(16).fill(Number.NaN) }));
      putValue(values, lines.length, value);
    }
    lines.push(line);
  };

  const flush = (): void => {
    const place = (row: number) => `${name}, line ${lines[row]}`;
    const read = Array.from(columns, ([key, values]) => columnOf(key, values, lines.length, place));
    for (const { column, problem } of read) problems.set(column.name, problems.get(column.name) ?? problem);
    if (lines.length > 0) take({ nRows: lines.length, columns: read });
    columns = new Map();
    lines = [];
    nBytes = 0;
  };

  const takeLines = (bytes: Uint8Array, last: boolean): number => {
    for (let at = 0; ; ) {
      const feed = bytes.indexOf(LINE_FEED, at);
      if (at === bytes.length || (feed < 0 && !last)) return at;
      const end = feed < 0 ? bytes.length : feed;
      line++;
      const record = parseLine(decoder, bytes.subarray(at, end), `${name}, line ${line}`);
      if (record) add(record);
      nBytes += end - at;
      at = Math.min(bytes.length, end + 1);
      if (isFull(lines.length, columns.size, nBytes)) flush();
    }
  };

  const text = textPieces(name, takeLines);
  return {
    push: text.push,
    end() {
      text.end();
      flush();
      if (problems.size === 0) throw new DataError(`${name}: no values; expected a JSON object a line`);
      for (const problem of problems.values()) if (problem) throw problem;
    },
  };
}

/** What the objects hold under one key, by row: an array of doubles as long as they are numbers and nulls. */
interface KeyValues {
  numbers: Float64Array;
  mixed?: unknown[];
}

function putValue(values: KeyValues, row: number, value: unknown): void {
  if (row >= values.numbers.length) values.numbers = withRoom(values.numbers, row + 1);
  if (!values.mixed && (value === null || Number.isFinite(value))) {
    if (value !== null) values.numbers[row] = value as number;
    return;
  }
  values.mixed ??= Array.from(values.numbers.subarray(0, row));
  values.mixed[row] = value;
}

function withRoom(numbers: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(Math.max(length, 2 * numbers.length)).fill(Number.NaN, numbers.length);
  larger.set(numbers);
  return larger;
}

function columnOf(
  name: string,
  { numbers, mixed }: KeyValues,
  nRows: number,
  place: (row: number) => string,
): ReadColumn {
  if (mixed)
    return readColumn(
      name,
      Array.from({ length: nRows }, (_, row) => mixed[row]),
      place,
    );
  return { column: { kind: "number", name, values: withRoom(numbers, nRows).slice(0, nRows) } };
}

function parseLine(decoder: TextDecoder, bytes: Uint8Array, place: string): object | undefined {
  let value: unknown;
  try {
    const text = decoder.decode(bytes);
    if (text.trim() === "") return undefined;
    value = JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${place}: not JSON in UTF-8: ${(cause as Error).message}`, { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new DataError(
      `${place}: found ${JSON.stringify(value).slice(0, 40)}; expected a JSON object a line`,
    );
  return value;
}
