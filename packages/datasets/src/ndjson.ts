import { type Column, DataError, type Dataset } from "./dataset.js";
import { columnFromValues } from "./valueColumn.js";

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
  const columns = new Map<string, KeyValues>();
  const lines: number[] = [];
  for (const { record, line } of records(bytes, name)) {
    for (const [key, value] of Object.entries(record)) {
      let values = columns.get(key);
      if (!values) columns.set(key, (values = { numbers: new Float64Array(16).fill(Number.NaN) }));
      putValue(values, lines.length, value);
    }
    lines.push(line);
  }
  const nSamples = lines.length;
  if (columns.size === 0) throw new DataError(`${name}: no values; expected a JSON object a line`);
  const place = (row: number) => `${name}, line ${lines[row]}`;
  return {
    name,
    nSamples,
    columns: Array.from(columns, ([key, values]) => columnOf(key, values, nSamples, place)),
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
  nSamples: number,
  place: (row: number) => string,
): Column {
  if (mixed)
    return columnFromValues(
      name,
      Array.from({ length: nSamples }, (_, row) => mixed[row]),
      place,
    );
  return { kind: "number", name, values: withRoom(numbers, nSamples).slice(0, nSamples) };
}

function* records(bytes: Uint8Array, name: string): Generator<{ record: object; line: number }> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0, line = 1; at < bytes.length; line++) {
    const feed = bytes.indexOf(LINE_FEED, at);
    const end = feed < 0 ? bytes.length : feed;
    const record = parseLine(decoder, bytes.subarray(at, end), `${name}, line ${line}`);
    if (record) yield { record, line };
    at = end + 1;
  }
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
