import { isMissing } from "./missing.js";
import { isNumeric } from "./numeric.js";

/** The first line of scikit-learn's bundled tables: `n,d,class name, …`. */
export interface SklearnLine {
  readonly nSamples: number;
  readonly nFeatures: number;
  readonly classNames: readonly string[];
}

/**
 * Reads `150,4,setosa,versicolor,virginica` as 150 samples of four features and a class code 0 … C−1; two
 * integers and at least one name, no name twice, followed by records of d + 1 fields. Undefined where it is not that.
 */
export function sklearnLine(records: readonly (readonly string[])[]): SklearnLine | undefined {
  const [first, ...rows] = records;
  const [nSamples, nFeatures] = [first[0], first[1]].map(Number);
  const classNames = first.slice(2);
  const sizes = isCount(first[0]) && isCount(first[1]) && nFeatures >= 1;
  const names = classNames.length > 0 && classNames.every((name) => !isNumericOrMissing(name, "."));
  const distinct = new Set(classNames).size === classNames.length;
  const fits = rows.length > 0 && rows.every((row) => row.length === nFeatures + 1);
  return sizes && names && distinct && fits ? { nSamples, nFeatures, classNames } : undefined;
}

/**
 * Whether the first record names the columns. It does when it has no numbers, the other records have some
 * or none of its fields is met again below it; and when its numbers count up by one (`Letter,1,2,3`,
 * `0,1,2,3`), at least three of them, beside text that is not met again.
 */
export function sniffHeader(records: readonly (readonly string[])[], point: string): boolean {
  const [first, ...rows] = records;
  const texts = first.flatMap((text, c) => (isNumericOrMissing(text, point) ? [] : [c]));
  const numbers = first.filter((text) => isNumeric(text, point)).map(Number);
  const fresh = texts.every((c) => rows.every((row) => row[c] !== first[c]));
  if (numbers.length > 0) return countsUp(numbers) && numbers.length >= 3 && fresh;
  const distinct = new Set(first).size === first.length;
  const numeric = first.some((_, c) => isNumericColumn(rows, c, point));
  return texts.length > 0 && (numeric || (distinct && fresh));
}

/** Whether no field of this column's sample is text; a column of nothing but gaps counts as numeric. */
export function isNumericColumn(records: readonly (readonly string[])[], c: number, point: string): boolean {
  return records.every((row) => row[c] === undefined || isNumericOrMissing(row[c], point));
}

const isNumericOrMissing = (text: string, point: string): boolean =>
  isMissing(text) || isNumeric(text, point);

const isCount = (text: string): boolean => /^\d+$/.test(text);

const countsUp = (numbers: readonly number[]): boolean =>
  numbers.every((number, i) => i === 0 || number === numbers[i - 1] + 1);
