import { isLineEnd, newField, scanField } from "./csvField.js";
import { type CsvSample, sampleRecords } from "./csvSample.js";

/** How a file of delimited text is written. Bytes, not characters: every mark is one ASCII byte. */
export interface CsvDialect {
  readonly delimiter: number;
  /** Whether a `"` at the start of a field opens a quoted field; otherwise quotes are ordinary text. */
  readonly quotes: boolean;
  /** The decimal mark, `.` or `,`. */
  readonly point: number;
}

const TAB = 9;
const QUOTE = 34;
const COMMA = 44;
const POINT = 46;

/** Candidates for the delimiter; where two divide the text equally well, the earlier one is meant. */
const DELIMITERS = "\t;|,";

/**
 * The delimiter (tab, `;`, `|` or `,`) that divides the first hundred records most evenly, whether quotes
 * are used, and the decimal mark: `,` where fields are divided by something else, at least one sampled
 * field is a number only with a decimal comma, and none only with a point.
 */
export function sniffDialect(bytes: Uint8Array, delimiter?: string): CsvDialect {
  const candidates = delimiter === undefined ? DELIMITERS : delimiter;
  let best: CsvDialect | undefined;
  let bestScore = -1;
  for (const candidate of candidates) {
    const code = candidate.charCodeAt(0);
    const dialect = { delimiter: code, quotes: usesQuotes(bytes, code), point: POINT };
    const score = evenness(sampleRecords(bytes, dialect).records);
    if (score > bestScore) [best, bestScore] = [dialect, score];
  }
  const chosen =
    bestScore === 0 && delimiter === undefined ? { ...best!, delimiter: COMMA, quotes: true } : best!;
  return { ...chosen, point: sniffDecimalMark(bytes, chosen) };
}

/**
 * Whether quotes delimit fields. They always do in comma-separated text (RFC 4180). Tab-separated text
 * comes both ways, so there every field that opens with a quote must close with one, doubled inside, or the
 * quotes of the whole file are ordinary text, as in the media type text/tab-separated-values.
 */
function usesQuotes(bytes: Uint8Array, delimiter: number): boolean {
  if (delimiter !== TAB) return true;
  const field = newField();
  const dialect = { delimiter, quotes: true, point: POINT };
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at)) {
    const opens = at === 0 || bytes[at - 1] === delimiter || isLineEnd(bytes[at - 1]);
    at = opens ? scanField(bytes, at, bytes.length, dialect, field) : at + 1;
    if (field.problem !== "") return false;
  }
  return true;
}

/**
 * The share of records with the most frequent number of fields, 0 where that is one. The first record is
 * not counted when there are others: it may be scikit-learn's line of sizes and class names.
 */
function evenness(records: CsvSample["records"]): number {
  const counted = records.length > 1 ? records.slice(1) : records;
  const counts = new Map<number, number>();
  for (const { length } of counted) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [width, count] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [1, 0]);
  return width === 1 ? 0 : count / counted.length;
}

function sniffDecimalMark(bytes: Uint8Array, dialect: CsvDialect): number {
  if (dialect.delimiter === COMMA) return POINT;
  const fields = sampleRecords(bytes, dialect).records.flat();
  const commas = fields.some((text) => /^\s*[+-]?\d+,\d+\s*$/.test(text));
  const points = fields.some((text) => /^\s*[+-]?\d*\.\d+(e[+-]?\d+)?\s*$/i.test(text));
  return commas && !points ? COMMA : POINT;
}
