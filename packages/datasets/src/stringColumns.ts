import type { CategoryCounts } from "./categoryCounts.js";
import { DataError } from "./dataset.js";
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
export function refuseDates(place: string, name: string, met: CategoryCounts): void {
  const known = trained(met);
  if (known.length === 0 || !known.every((c) => isDate(met.texts[c]))) return;
  throw new DataError(
    `${place}, row ${met.firstRows[known[0]] + 1}, column "${name}": "${met.texts[known[0]]}" is a date or time, expected a number or category; leave the column out or replace it by numbers such as year, month and weekday`,
  );
}

/**
 * Refuses numbers with stray text among them, which would make a category of each number: at least nine in
 * ten of the training values are numbers, but not all.
 *
 * @throws DataError that names row and column of the first such text
 */
export function refuseStrayText(place: string, name: string, met: CategoryCounts): void {
  const { texts, firstRows } = met;
  const total = rowsIn(met, texts.keys());
  const stray = trained(met).filter((c) => !isNumeric(texts[c]));
  const strayCount = rowsIn(met, stray);
  if (strayCount === 0 || strayCount > total / 10) return;
  throw new DataError(
    `${place}, row ${firstRows[stray[0]] + 1}, column "${name}": "${texts[stray[0]]}", expected a number as in ${total - strayCount} of ${total} rows; write missing values as an empty field, ?, NA, NaN or null`,
  );
}

/** The categories that the training rows hold. */
export function trained({ counts }: CategoryCounts): number[] {
  return [...counts.keys()].filter((c) => counts[c] > 0);
}

function rowsIn({ counts }: CategoryCounts, categories: Iterable<number>): number {
  let sum = 0;
  for (const c of categories) sum += counts[c];
  return sum;
}

/**
 * Whether a string column reads as text rather than as categories: most of its distinct values have two
 * words or more, and it is the only feature or most of its rows hold different values.
 */
export function readsAsText(met: CategoryCounts, nColumns: number): boolean {
  const distinct = trained(met);
  const wordy = distinct.filter((c) => /\S\s+\S/.test(met.texts[c])).length;
  return (
    wordy * 2 > distinct.length && (nColumns === 1 || distinct.length * 2 > rowsIn(met, met.texts.keys()))
  );
}
