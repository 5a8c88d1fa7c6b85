import { type Column, DataError } from "./dataset.js";
import { indexOfInfinite } from "./finite.js";
import { isMissing } from "./missing.js";

/**
 * A column from values that carry their own types. It is numeric when every value is a number or missing, else
 * it is strings, numbers and booleans written as text. `null`, NaN and the strings that `isMissing` knows are
 * missing.
 *
 * @throws DataError beginning with `place(row)` for values of other types, infinities, and integers beyond 2⁵³
 */
export function columnFromValues(
  name: string,
  values: readonly unknown[],
  place: (row: number) => string,
): Column {
  const { column, problem } = readColumn(name, values, place);
  if (problem) throw problem;
  return column;
}

/** A column, or some rows of one, and what is wrong with the first value that cannot be one of it. */
export interface ReadColumn {
  readonly column: Column;
  readonly problem?: DataError;
}

/** As `columnFromValues`; where there is a problem the column holds whatever it may. */
export function readColumn(
  name: string,
  values: ArrayLike<unknown>,
  place: (row: number) => string,
): ReadColumn {
  const wrong = indexOfNotPlain(values);
  const problem =
    wrong === -1
      ? undefined
      : new DataError(
          `${place(wrong)}, column "${name}": ${describe(values[wrong])}; expected a finite number, a string, a boolean or null`,
        );
  const column: Column = isNumbers(values)
    ? { kind: "number", name, values }
    : isEvery(values, isNumberOrMissing)
      ? { kind: "number", name, values: Float64Array.from(values, numberOf) }
      : stringColumn(name, values);
  return problem ? { column, problem } : { column };
}

const isNumbers = (values: ArrayLike<unknown>): values is Float32Array | Float64Array =>
  values instanceof Float32Array || values instanceof Float64Array;

function indexOfNotPlain(values: ArrayLike<unknown>): number {
  if (isNumbers(values)) return indexOfInfinite(values);
  for (let i = 0; i < values.length; i++) if (!isPlain(values[i])) return i;
  return -1;
}

function isEvery(values: ArrayLike<unknown>, is: (value: unknown) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (!is(values[i])) return false;
  return true;
}

function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case "number":
      return Math.abs(value) !== Infinity;
    case "bigint":
      return value <= 2n ** 53n && value >= -(2n ** 53n);
    case "object":
      return value === null;
    default:
      return typeof value === "string" || typeof value === "boolean" || value === undefined;
  }
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${value}`;
}

function isNumberOrMissing(value: unknown): boolean {
  if (typeof value === "string") return isMissing(value);
  return typeof value !== "boolean";
}

function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
}

function stringColumn(name: string, values: ArrayLike<unknown>): Column {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const text = values[i] === null || values[i] === undefined ? "" : String(values[i]);
    let code = isMissing(text) ? -1 : codeOf.get(text);
    if (code === undefined) codeOf.set(text, (code = codeOf.size));
    codes[i] = code;
  }
  return { kind: "string", name, codes, categories: [...codeOf.keys()] };
}
