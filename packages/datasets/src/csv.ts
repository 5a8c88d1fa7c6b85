import { type CsvDialect, sniffDialect } from "./csvDialect.js";
import { isNumericColumn, type SklearnLine, sklearnLine, sniffHeader } from "./csvHeader.js";
import { sampleRecords } from "./csvSample.js";
import { type ColumnKind, type CsvTable, type Fail, readTable } from "./csvTable.js";
import { type Column, DataError, type Dataset, type StringColumn } from "./dataset.js";
import { isMissing } from "./missing.js";

export interface CsvOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
  /** One of tab, `;`, `|`, `,` or any other ASCII character; sniffed where absent. */
  readonly delimiter?: string;
  /** Whether the first line names the columns; sniffed where absent. */
  readonly header?: boolean;
}

/** What the first lines say about the rest. */
interface Layout {
  readonly names: readonly string[];
  /** Where the first record of data begins. */
  readonly from: number;
  readonly kinds: readonly ColumnKind[];
  readonly sklearn?: SklearnLine;
}

/**
 * Reads delimited text (CSV, TSV) into columns of numbers and strings.
 *
 * - Quotes as in RFC 4180: `"a, ""b"""` is `a, "b"`, line ends may stand within. Tab-separated text in which
 *   some field opens with a quote and does not properly close it has no quoted fields at all.
 * - Lines end in LF, CRLF or CR; blank lines are skipped; a byte order mark is too. UTF-8, or UTF-16 with a
 *   byte order mark.
 * - Blanks around unquoted fields do not count. A column is numeric when every field of it is a number or
 *   missing (empty, `?`, `NA`, `N/A`, `NaN`, `null`, in any case); otherwise it is strings.
 * - Without a header the columns are called `column1`, `column2`, …; so is a column whose name is empty.
 *   Columns without a name and without a value (a delimiter at the end of every line) are left out.
 * - scikit-learn's first line `n,d,class names…` makes the last column the label, called `label`, and its
 *   codes 0 … C−1 the class names.
 *
 * Numbers are read to the last bit, as `Number` would, straight from the bytes.
 *
 * @throws DataError for ragged rows, bad quoting, text that is not UTF-8, duplicate names, no rows; the
 *   message has the line
 * @example
 * const bytes = new TextEncoder().encode("length,species\n5.1,setosa\n6.3,virginica\n");
 * parseCsv(bytes, { name: "flowers.csv" }).nSamples; // 2
 */
export function parseCsv(bytes: Uint8Array, options: CsvOptions): Dataset {
  const { name } = options;
  const text = utf8WithoutMark(bytes, name);
  const dialect = sniffDialect(text, delimiterOf(options));
  const layout = layoutOf(text, dialect, options);
  const fail: Fail = (position, column, problem) => {
    const place = column === -1 ? "" : `, column "${layout.names[column]}"`;
    throw new DataError(`${name}, line ${lineAt(text, position)}${place}: ${problem}`);
  };
  const table = readTable(text, layout.from, dialect, layout.kinds, fail);
  if (table.nRows === 0) throw new DataError(`${name}: no rows of data; expected at least one`);
  const strings = table.notNumbers.length > 0 ? rereadAsStrings(text, dialect, layout, table, fail) : table;
  const columns = layout.names.flatMap((column, c) => columnOf(column, c, table, strings));
  const dataset = { name, nSamples: table.nRows, columns };
  return layout.sklearn ? withClassNames(dataset, layout.sklearn) : dataset;
}

function layoutOf(text: Uint8Array, dialect: CsvDialect, { name, header }: CsvOptions): Layout {
  const { records, starts, problem } = sampleRecords(text, dialect);
  if (records.length === 0)
    throw new DataError(
      problem
        ? `${name}, line ${lineAt(text, starts[0])}: ${problem}`
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
  return { names, kinds, sklearn, from: starts[hasHeader ? 1 : 0] };
}

const numberedNames = (count: number): string[] => Array.from({ length: count }, (_, c) => `column${c + 1}`);

function headerNames(record: readonly string[], name: string): string[] {
  const names = record.map((text, c) => (text === "" ? `column${c + 1}` : text));
  const twice = names.find((text, c) => names.indexOf(text) !== c);
  if (twice !== undefined)
    throw new DataError(`${name}, line 1: two columns are called "${twice}"; expected distinct names`);
  return names;
}

/** Columns that turned out not to be numeric beyond the sample, read as strings in a second pass. */
function rereadAsStrings(
  text: Uint8Array,
  dialect: CsvDialect,
  layout: Layout,
  table: CsvTable,
  fail: Fail,
): CsvTable {
  const kinds = layout.kinds.map((_, c) => (table.notNumbers.includes(c) ? "string" : "skip"));
  return readTable(text, layout.from, dialect, kinds as ColumnKind[], fail);
}

/** The column as a dataset holds it; none for a nameless column without a single value. */
function columnOf(name: string, c: number, table: CsvTable, reread: CsvTable): Column[] {
  const values = table.values[c];
  if (values)
    return isNameless(name, c) && values.every(Number.isNaN) ? [] : [{ kind: "number", name, values }];
  const { codes, strings } = table.codes[c] ? table : reread;
  return [withGaps(name, codes[c]!, strings[c]!.strings)];
}

/** A string column, with −1 for the strings that mean "missing". */
function withGaps(name: string, codes: Int32Array, strings: readonly string[]): StringColumn {
  const categories = strings.filter((text) => !isMissing(text));
  if (categories.length === strings.length) return { kind: "string", name, codes, categories };
  let next = 0;
  const moved = Int32Array.from(strings, (text) => (isMissing(text) ? -1 : next++));
  return { kind: "string", name, codes: codes.map((code) => moved[code]), categories };
}

const isNameless = (name: string, c: number): boolean => name === `column${c + 1}`;

/** The last column's codes 0 … C−1 as the class names of scikit-learn's first line. */
function withClassNames(dataset: Dataset, { nSamples, classNames }: SklearnLine): Dataset {
  const { name, columns } = dataset;
  if (dataset.nSamples !== nSamples)
    throw new DataError(
      `${name}, line 1: ${nSamples} samples announced, but ${dataset.nSamples} rows follow`,
    );
  const codes = columns.at(-1)!;
  const wrong =
    codes.kind === "number" ? codes.values.findIndex((code) => classNames[code] === undefined) : 0;
  if (codes.kind !== "number" || wrong !== -1)
    throw new DataError(
      `${name}, row ${wrong + 1}: the label is not a class code, expected 0 … ${classNames.length - 1}`,
    );
  const label: StringColumn = {
    kind: "string",
    name: codes.name,
    codes: Int32Array.from(codes.values),
    categories: classNames,
  };
  return { ...dataset, columns: [...columns.slice(0, -1), label], label: label.name };
}

function delimiterOf({ delimiter, name }: CsvOptions): string | undefined {
  if (delimiter !== undefined && (delimiter.length !== 1 || delimiter > "~"))
    throw new DataError(`${name}: delimiter ${JSON.stringify(delimiter)}; expected one ASCII character`);
  return delimiter;
}

/** The text as UTF-8 without a byte order mark; refuses what is compressed. */
function utf8WithoutMark(bytes: Uint8Array, name: string): Uint8Array {
  const [a, b, c] = bytes;
  if (a === 0x1f && b === 0x8b)
    throw new DataError(`${name}: gzip-compressed bytes; expected text (decompress it first)`);
  if (a === 0xef && b === 0xbb && c === 0xbf) return bytes.subarray(3);
  const utf16 = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined;
  return utf16 ? new TextEncoder().encode(new TextDecoder(utf16).decode(bytes)) : bytes;
}

/** The line, from 1, of the byte at this position. */
function lineAt(text: Uint8Array, position: number): number {
  const before = new TextDecoder().decode(text.subarray(0, position));
  return (before.match(/\r\n|\r|\n/g)?.length ?? 0) + 1;
}
