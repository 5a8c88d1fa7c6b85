import { isLineEnd, newField, scanField, viewOf } from "./csvField.js";
import { sampleRecords, sampleWidths } from "./csvSample.js";

/** As much of the text as tells whether it has quoted fields, unless reading it shows otherwise. */
const HEAD_BYTES = 2 ** 22;

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
export function sniffDialect(
  head: Uint8Array,
  whole: boolean,
  { delimiter, unquoted }: { readonly delimiter?: string; readonly unquoted: boolean },
): CsvDialect {
  const candidates = delimiter === undefined ? DELIMITERS : delimiter;
  let best: CsvDialect | undefined;
  let bestScore = -1;
  for (const candidate of candidates) {
    const code = candidate.charCodeAt(0);
    const quotes =
      !unquoted && usesQuotes(head.subarray(0, HEAD_BYTES), whole && head.length <= HEAD_BYTES, code);
    const dialect = { delimiter: code, quotes, point: POINT };
    const score = evenness(sampleWidths(head, whole, dialect));
    if (score > bestScore) [best, bestScore] = [dialect, score];
  }
  const chosen =
    bestScore === 0 && delimiter === undefined ? { ...best!, delimiter: COMMA, quotes: true } : best!;
  return { ...chosen, point: sniffDecimalMark(head, whole, chosen) };
}

/**
 * Whether quotes delimit fields. They always do in comma-separated text (RFC 4180). Tab-separated text
 * comes both ways, so there every field that opens with a quote must close with one, doubled inside, or the
 * quotes of the whole file are ordinary text, as in the media type text/tab-separated-values.
 */
function usesQuotes(bytes: Uint8Array, whole: boolean, delimiter: number): boolean {
  if (delimiter !== TAB) return true;
  const field = newField();
  const text = viewOf(bytes);
  const dialect = { delimiter, quotes: true, point: POINT };
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at)) {
    const opens = at === 0 || bytes[at - 1] === delimiter || isLineEnd(bytes[at - 1]);
    at = opens ? scanField(text, at, bytes.length, dialect, field) : at + 1;
    if (at === bytes.length && !whole) return true;
    if (field.problem !== "") return false;
  }
  return true;
}

/**
 * The share of records with the most frequent number of fields, 0 where that is one. The first record is
 * not counted when there are others: it may be scikit-learn's line of sizes and class names.
 */
function evenness(widths: readonly number[]): number {
  const counted = widths.length > 1 ? widths.slice(1) : widths;
  const counts = new Map<number, number>();
  for (const width of counted) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, count] = [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [1, 0]);
  return width === 1 ? 0 : count / counted.length;
}

function sniffDecimalMark(bytes: Uint8Array, whole: boolean, dialect: CsvDialect): number {
  if (dialect.delimiter === COMMA) return POINT;
  const fields = sampleRecords(bytes, whole, dialect).records.flat();
  const commas = fields.some((text) => /^\s*[+-]?\d+,\d+\s*$/.test(text));
  const points = fields.some((text) => /^\s*[+-]?\d*\.\d+(e[+-]?\d+)?\s*$/i.test(text));
  return commas && !points ? COMMA : POINT;
}
