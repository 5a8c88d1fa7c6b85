import { type CsvDialect, sniffDialect } from "./csvDialect.js";
import { isNumericColumn, type SklearnLine, sklearnLine, sniffHeader } from "./csvHeader.js";
import { sampleRecords } from "./csvSample.js";
import type { ColumnKind } from "./csvTable.js";
import { DataError } from "./dataset.js";
import { countLineEnds } from "./lineEnds.js";

/** What the first lines of delimited text say about the rest. */
export interface CsvLayout {
  readonly dialect: CsvDialect;
  readonly names: readonly string[];
  /** Where the first record of data begins. */
  readonly from: number;
  readonly kinds: readonly ColumnKind[];
  readonly sklearn?: SklearnLine;
}

export interface LayoutOptions {
  readonly name: string;
  readonly delimiter?: string;
  readonly header?: boolean;
  /** Whether quotes are ordinary text. */
  readonly unquoted: boolean;
}

/**
 * The layout of the text that begins with `head`; undefined where more of it is needed.
 *
 * @param whole whether there is no more
 * @throws DataError for a first record that cannot be read, and for duplicate names
 */
export function layoutOf(head: Uint8Array, whole: boolean, options: LayoutOptions): CsvLayout | undefined {
  const { name, header } = options;
  const dialect = sniffDialect(head, whole, options);
  const { records, starts, problem } = sampleRecords(head, whole, dialect);
  if (!whole && records.length < 2 && problem === "") return undefined;
  if (records.length === 0)
    throw new DataError(
      problem
        ? `${name}, line ${countLineEnds(head.subarray(0, starts[0])) + 1}: ${problem}`
        : `${name}: no records; expected delimited text`,
    );
  const point = String.fromCharCode(dialect.point);
  const sklearn = header === undefined ? sklearnLine(records) : undefined;
  const hasHeader = header ?? (sklearn !== undefined || sniffHeader(records, point));
  const names = sklearn
    ? [...numberedNames(sklearn.nFeatures), "label"]
    : hasHeader
      ? headerNames(records[0], name)
      : numberedNames(records[0].length);
  const rows = hasHeader ? records.slice(1) : records;
  const kinds = names.map((_, c) => (isNumericColumn(rows, c, point) ? "number" : "string"));
  return { dialect, names, kinds, sklearn, from: starts[hasHeader ? 1 : 0] };
}

const numberedNames = (count: number): string[] => Array.from({ length: count }, (_, c) => `column${c + 1}`);

function headerNames(record: readonly string[], name: string): string[] {
  const names = record.map((text, c) => (text === "" ? `column${c + 1}` : text));
  const met = new Set<string>();
  for (const text of names) {
    if (met.has(text))
      throw new DataError(`${name}, line 1: two columns are called "${text}"; expected distinct names`);
    met.add(text);
  }
  return names;
}
