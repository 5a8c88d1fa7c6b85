import { DataError, type StringColumn } from "./dataset.js";
import { isNumeric } from "./numeric.js";

const ISO = /^\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?([T ]\d{1,2}:\d{2}.*)?$/;
const DAY_FIRST = /^\d{1,2}[-/.]\d{1,2}[-/.](\d{2}|\d{4})([T ,]+\d{1,2}:\d{2}.*)?$/;
const TIME = /^\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?$/i;
const MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const WITH_MONTH = new RegExp(
  `^(\\d{1,2}[-/. ]+${MONTH}[-/., ]+\\d{2,4}|${MONTH}[-/. ]+\\d{1,2}[-/., ]+\\d{2,4})(,? .*)?$`,
  "i",
);

/** Whether the text is a date or a time of day, in one of the usual notations. */
const isDate = (text: string): boolean =>
  ISO.test(text) || DAY_FIRST.test(text) || TIME.test(text) || WITH_MONTH.test(text);

/**
 * Refuses a column that holds nothing but dates and times in the training rows.
 *
 * @throws DataError that names row and column and says what to do
 */
export function refuseDates(place: string, column: StringColumn, rows: ArrayLike<number>): void {
  const { name, codes, categories } = column;
  const known = knownCodes(column, rows);
  if (known.length === 0 || !known.every((code) => isDate(categories[code]))) return;
  throw new DataError(
    `${place}, row ${codes.indexOf(known[0]) + 1}, column "${name}": "${categories[known[0]]}" is a date or time, expected a number or category; leave the column out or replace it by numbers such as year, month and weekday`,
  );
}

/**
 * Refuses numbers with stray text among them, which would make a category of each number: at least nine in
 * ten of the training values are numbers, but not all.
 *
 * @throws DataError that names row and column of the first such text
 */
export function refuseStrayText(place: string, column: StringColumn, rows: ArrayLike<number>): void {
  const { name, codes, categories } = column;
  const counts = countCodes(column, rows);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const stray = knownCodes(column, rows).filter((code) => !isNumeric(categories[code]));
  const strayCount = stray.reduce((sum, code) => sum + counts[code], 0);
  if (strayCount === 0 || strayCount > total / 10) return;
  throw new DataError(
    `${place}, row ${codes.indexOf(stray[0]) + 1}, column "${name}": "${categories[stray[0]]}", expected a number as in ${total - strayCount} of ${total} rows; write missing values as an empty field, ?, NA, NaN or null`,
  );
}

/** Codes of the categories that the training rows hold. */
function knownCodes(column: StringColumn, rows: ArrayLike<number>): number[] {
  const counts = countCodes(column, rows);
  return column.categories.flatMap((_, code) => (counts[code] > 0 ? [code] : []));
}

/** Rows holding each category. */
export function countCodes({ codes, categories }: StringColumn, rows: ArrayLike<number>): Int32Array {
  const counts = new Int32Array(categories.length);
  for (let r = 0; r < rows.length; r++) if (codes[rows[r]] !== -1) counts[codes[rows[r]]]++;
  return counts;
}

/**
 * Whether a string column reads as text rather than as categories: most of its distinct values have two
 * words or more, and it is the only feature or most of its rows hold different values.
 */
export function readsAsText(column: StringColumn, rows: ArrayLike<number>, nColumns: number): boolean {
  const counts = countCodes(column, rows);
  const distinct = column.categories.filter((_, code) => counts[code] > 0);
  const wordy = distinct.filter((text) => /\S\s+\S/.test(text)).length;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return wordy * 2 > distinct.length && (nColumns === 1 || distinct.length * 2 > total);
}
