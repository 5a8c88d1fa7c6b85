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
  if (table.nRows === 0) throw new DataError(`${name}: no rows of data; expected at least one`);
  const columns = layout.names.flatMap((column, c) => columnOf(column, c, table, strings));
  const dataset = { name, nSamples: table.nRows, columns };
  return layout.sklearn ? withClassNames(dataset, layout.sklearn) : dataset;
}

/** The column as a dataset holds it; none for a nameless column without a single value. */
function columnOf(name: string, c: number, table: CsvTable, reread: CsvTable): Column[] {
  const values = table.values[c];
  if (values)
    return isNameless(name, c) && values.every(Number.isNaN) ? [] : [{ kind: "number", name, values }];
  const { codes, strings } = table.codes[c] ? table : reread;
  return [withGaps(name, codes[c]!, strings[c]!)];
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

function checkDelimiter({ delimiter, name }: CsvOptions): void {
  if (delimiter !== undefined && (delimiter.length !== 1 || delimiter > "~"))
    throw new DataError(`${name}: delimiter ${JSON.stringify(delimiter)}; expected one ASCII character`);
}
