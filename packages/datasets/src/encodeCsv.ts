/** A column to write: values in order, `null` and NaN left empty. */
export interface CsvColumn {
  readonly name: string;
  readonly values: ArrayLike<string | number | boolean | null>;
}

/**
 * Columns as comma-separated text (RFC 4180, lines end in LF), names first. Numbers are written so that they
 * read back to the last bit. A field is quoted where it holds a comma, a quote or a line end, begins or ends
 * with a blank, or is an empty string (an empty field is a missing value; alone on its line it is quoted too,
 * since blank lines do not count).
 *
 * @throws RangeError for columns of unequal length
 * @example
 * encodeCsv([{ name: "prediction", values: ["a, b", "c"] }]); // 'prediction\n"a, b"\nc\n'
 */
export function encodeCsv(columns: readonly CsvColumn[]): string {
  const nRows = columns[0]?.values.length ?? 0;
  const uneven = columns.find(({ values }) => values.length !== nRows);
  if (uneven)
    throw new RangeError(`encodeCsv: "${uneven.name}" has ${uneven.values.length} values, expected ${nRows}`);
  const line = (fields: readonly (string | number | boolean | null)[]) =>
    fields.map(encodeField).join(",") || '""';
  const lines = [line(columns.map(({ name }) => name))];
  for (let i = 0; i < nRows; i++) lines.push(line(columns.map(({ values }) => values[i])));
  return `${lines.join("\n")}\n`;
}

function encodeField(value: string | number | boolean | null): string {
  if (value === null || Number.isNaN(value)) return "";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
