import type { SklearnLine } from "./csvHeader.js";
import { type CsvContents, csvReader } from "./csvReader.js";
import type { CsvTable } from "./csvTable.js";
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
  checkDelimiter(options);
  const reader = csvReader({ ...options, size: bytes.length });
  for (;;) {
    reader.push(bytes);
    const contents = reader.end();
    if (contents) return datasetOf(contents, options.name);
  }
}

/**
 * Reads delimited text that comes in pieces, so that it need not be in memory as a whole.
 *
 * @param pieces starts the text from its beginning; called again for every pass that reading takes
 * @param size bytes of the whole text, as far as known
 * @throws DataError (the promise rejects) as `parseCsv`
 */
export async function parseCsvPieces(
  pieces: () => AsyncIterable<Uint8Array>,
  size: number,
  options: CsvOptions,
): Promise<Dataset> {
  checkDelimiter(options);
  const reader = csvReader({ ...options, size });
  for (;;) {
    for await (const piece of pieces()) reader.push(piece);
    const contents = reader.end();
    if (contents) return datasetOf(contents, options.name);
  }
}

function datasetOf({ layout, table, strings }: CsvContents, name: string): Dataset {
  refuseEmpty(table.nRows, name);
  const columns = layout.names.flatMap((column, c) => columnOf(column, c, table, strings));
  const dataset = { name, nSamples: table.nRows, columns };
  return layout.sklearn ? withClassNames(dataset, layout.sklearn) : dataset;
}

export function refuseEmpty(nRows: number, name: string): void {
  if (nRows === 0) throw new DataError(`${name}: no rows of data; expected at least one`);
}

/** The column as a dataset holds it; none for a nameless column without a single value. */
function columnOf(name: string, c: number, table: CsvTable, reread: CsvTable): Column[] {
  const column = tableColumn(name, c, table) ?? tableColumn(name, c, reread)!;
  return isNameless(name, c) && isBlank(column) ? [] : [column];
}

/** Column c of a table; undefined where it turned out not to be one of numbers. */
export function tableColumn(
  name: string,
  c: number,
  { values, codes, strings }: CsvTable,
): Column | undefined {
  if (values[c]) return { kind: "number", name, values: values[c] };
  return codes[c] && withGaps(name, codes[c], strings[c]!);
}

/** Whether nothing but gaps are in a column of numbers. */
const isBlank = (column: Column): boolean => column.kind === "number" && column.values.every(Number.isNaN);

/** A string column, with −1 for the strings that mean "missing". */
function withGaps(name: string, codes: Int32Array, strings: readonly string[]): StringColumn {
  const categories = strings.filter((text) => !isMissing(text));
  if (categories.length === strings.length) return { kind: "string", name, codes, categories };
  let next = 0;
  const moved = Int32Array.from(strings, (text) => (isMissing(text) ? -1 : next++));
  return { kind: "string", name, codes: codes.map((code) => moved[code]), categories };
}

export const isNameless = (name: string, c: number): boolean => name === `column${c + 1}`;

/** The last column's codes 0 … C−1 as the class names of scikit-learn's first line. */
function withClassNames(dataset: Dataset, line: SklearnLine): Dataset {
  const { name, columns, nSamples } = dataset;
  refuseOtherCount(name, nSamples, line);
  const label = classColumn(name, columns.at(-1)!, line, 0);
  return { ...dataset, columns: [...columns.slice(0, -1), label], label: label.name };
}

export function refuseOtherCount(name: string, nRows: number, { nSamples }: SklearnLine): void {
  if (nRows !== nSamples)
    throw new DataError(`${name}, line 1: ${nSamples} samples announced, but ${nRows} rows follow`);
}

/** @param firstRow where the column begins in the dataset */
export function classColumn(
  place: string,
  column: Column,
  { classNames }: SklearnLine,
  firstRow: number,
): StringColumn {
  const wrong =
    column.kind === "number" ? column.values.findIndex((code) => classNames[code] === undefined) : 0;
  if (column.kind !== "number" || wrong !== -1)
    throw new DataError(
      `${place}, row ${firstRow + wrong + 1}: the label is not a class code, expected 0 … ${classNames.length - 1}`,
    );
  return { kind: "string", name: column.name, codes: Int32Array.from(column.values), categories: classNames };
}

export function checkDelimiter({ delimiter, name }: CsvOptions): void {
  if (delimiter !== undefined && (delimiter.length !== 1 || delimiter > "~"))
    throw new DataError(`${name}: delimiter ${JSON.stringify(delimiter)}; expected one ASCII character`);
}
