import type { CsrFeatures } from "@softmax/tensor-core";
import { type Column, DataError, type Dataset } from "./dataset.js";
import { scanDecimal, scanDigits } from "./decimal.js";
import { withRoom } from "./growingColumn.js";
import { plainText } from "./textPieces.js";

export interface SvmlightOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
  /** Whether the first feature has index 0; default false, the format's own 1. */
  readonly zeroBased?: boolean;
  /** How many features there are; default: up to the highest index met. A test file needs training's number. */
  readonly nFeatures?: number;
  /** Hears a sentence about what was ignored: query ids. */
  readonly onWarning?: (sentence: string) => void;
}

const LINE_FEED = 10;
const RETURN = 13;
const TAB = 9;
const SPACE = 32;
const HASH = 35;
const COLON = 58;
const MOST_FEATURES = 2 ** 31 - 1;

/**
 * Reads svmlight (libsvm) text: a line `label index:value index:value … # comment` a sample, indices ascending,
 * absent features zero. A query id (`qid:3`) is ignored, and `onWarning` told so.
 *
 * The dataset has the sparse block `x` [n, nFeatures] and the number column `label`. The text is scanned once;
 * no row ever becomes an object.
 *
 * @throws DataError naming line and column: a label, index or value that is no number, indices that do not
 *   ascend, an index 0 without `zeroBased`, an index above `nFeatures`, no samples.
 * @see https://www.cs.cornell.edu/people/tj/svm_light/
 * @example
 * const bytes = new TextEncoder().encode("+1 1:0.5 3:2\n-1 2:1 # a comment\n");
 * parseSvmlight(bytes, { name: "train.svm" }).nSamples; // 2
 */
export function parseSvmlight(bytes: Uint8Array, options: SvmlightOptions): Dataset {
  const { name, onWarning } = options;
  const { columns, nSamples, queryIds } = readSamples(plainText(bytes, name), options, 1);
  tellOfSamples(name, nSamples, queryIds, onWarning);
  return { name, nSamples, columns, label: "label" };
}

/** @throws DataError where there are none */
export function tellOfSamples(
  name: string,
  nSamples: number,
  queryIds: number,
  onWarning: SvmlightOptions["onWarning"],
): void {
  if (nSamples === 0) throw new DataError(`${name}: no samples; expected lines like "1 3:0.5 7:2"`);
  if (queryIds > 0) onWarning?.(`${name}: the query ids (qid) of ${queryIds} lines were ignored`);
}

export interface Samples {
  readonly nSamples: number;
  /** The block `x` and the numbers `label`. */
  readonly columns: readonly Column[];
  readonly queryIds: number;
}

/** @param firstLine the number of the first of these lines in the text */
export function readSamples(bytes: Uint8Array, options: SvmlightOptions, firstLine: number): Samples {
  let { labels, rowStarts, columns, values } = roomFor(bytes);
  const first = options.zeroBased ? 0 : 1;
  const last = options.nFeatures === undefined ? MOST_FEATURES : options.nFeatures - 1 + first;
  const scan = scanner(bytes, options.name, firstLine);
  let nRows = 0;
  let nEntries = 0;
  let nColumns = 0;
  let queryIds = 0;
  for (let at = skipToSample(bytes, 0); at < bytes.length; at = skipToSample(bytes, at)) {
    labels = withRoom(labels, nRows + 1);
    rowStarts = withRoom(rowStarts, nRows + 2);
    at = scan.number(at, labels, nRows, "the label");
    let previous = first - 1;
    while (!endsSample(bytes, (at = skipBlanks(bytes, at)))) {
      if (isQueryId(bytes, at)) {
        queryIds++;
        at = scan.skipToken(at);
        continue;
      }
      columns = withRoom(columns, nEntries + 1);
      values = withRoom(values, nEntries + 1);
      at = scan.index(at, previous, first, last);
      previous = scan.found[0];
      columns[nEntries] = previous - first;
      at = scan.number(at, values, nEntries++, "the value");
    }
    rowStarts[++nRows] = nEntries;
    nColumns = Math.max(nColumns, previous - first + 1);
  }
  const features: CsrFeatures = {
    kind: "csr",
    values: values.subarray(0, nEntries),
    columns: columns.subarray(0, nEntries),
    rowStarts: rowStarts.subarray(0, nRows + 1),
    nRows,
    nColumns: options.nFeatures ?? nColumns,
  };
  return {
    nSamples: nRows,
    columns: [
      { kind: "block", name: "x", features },
      { kind: "number", name: "label", values: labels.subarray(0, nRows) },
    ],
    queryIds,
  };
}

/** Arrays for about as many samples and entries as the first lines let expect. */
function roomFor(bytes: Uint8Array) {
  let rows = 1;
  let entries = 1;
  const head = bytes.subarray(0, 2 ** 16);
  for (const byte of head)
    if (byte === COLON) entries++;
    else if (byte === LINE_FEED) rows++;
  const share = (1.1 * bytes.length) / Math.max(1, head.length);
  return {
    labels: new Float64Array(Math.ceil(rows * share)),
    rowStarts: new Int32Array(Math.ceil(rows * share) + 1),
    columns: new Int32Array(Math.ceil(entries * share)),
    values: new Float64Array(Math.ceil(entries * share)),
  };
}

/** Reads the parts of a line; each complains at the place where it stands. */
function scanner(bytes: Uint8Array, name: string, firstLine: number) {
  const text = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Float64Array(1);
  const fail = (at: number, problem: string): never => {
    throw new DataError(`${name}, ${place(bytes, at, firstLine)}: ${problem}`);
  };
  return {
    found,
    /** Puts the number at `at` into `into[slot]` and returns where it ends. */
    number(at: number, into: Float64Array, slot: number, what: string): number {
      const end = scanDecimal(text, at, bytes.length, into, slot);
      if (end < 0 || !endsToken(bytes, end) || !Number.isFinite(into[slot]))
        fail(at, `${what} is "${token(bytes, at)}"; expected a finite number`);
      return end;
    },
    /** Puts the index, which must be above the previous one, into `found` and returns where its value begins. */
    index(at: number, previous: number, first: number, last: number): number {
      const end = scanDigits(text, at, bytes.length, found);
      const index = found[0];
      if (end === at || bytes[end] !== COLON) fail(at, `found "${token(bytes, at)}"; expected index:value`);
      if (index < first) fail(at, "index 0; expected 1 or more (zeroBased reads files that count from 0)");
      if (index <= previous) fail(at, `index ${index} follows ${previous}; expected ascending indices`);
      if (index > last) fail(at, `index ${index}; expected at most ${last}`);
      return end + 1;
    },
    skipToken(at: number): number {
      while (!endsToken(bytes, at)) at++;
      return at;
    },
  };
}

/** Where the next label is: past blanks, line ends and comments. */
function skipToSample(bytes: Uint8Array, at: number): number {
  for (; at < bytes.length; at++) {
    if (bytes[at] === HASH) at = endOfLine(bytes, at);
    else if (!isBlank(bytes[at]) && bytes[at] !== LINE_FEED) return at;
  }
  return at;
}

function skipBlanks(bytes: Uint8Array, at: number): number {
  while (isBlank(bytes[at])) at++;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === RETURN;
}

function endsSample(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.length || bytes[at] === LINE_FEED || bytes[at] === HASH;
}

function endsToken(bytes: Uint8Array, at: number): boolean {
  return endsSample(bytes, at) || isBlank(bytes[at]);
}

/** `qid:`, in ASCII. */
function isQueryId(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 113 && bytes[at + 1] === 105 && bytes[at + 2] === 100 && bytes[at + 3] === COLON;
}

function endOfLine(bytes: Uint8Array, at: number): number {
  const end = bytes.indexOf(LINE_FEED, at);
  return end < 0 ? bytes.length : end;
}

function place(bytes: Uint8Array, at: number, firstLine: number): string {
  let line = firstLine;
  let start = 0;
  for (let end = endOfLine(bytes, 0); end < at; end = endOfLine(bytes, start)) {
    line++;
    start = end + 1;
  }
  return `line ${line}, column ${at - start + 1}`;
}

function token(bytes: Uint8Array, at: number): string {
  let end = at;
  while (!endsToken(bytes, end) && end < at + 40) end++;
  return new TextDecoder().decode(bytes.subarray(at, end));
}
