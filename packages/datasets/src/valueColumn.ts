import { type Column, DataError } from "./dataset.js";
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
  const wrong = values.findIndex((value) => !isPlain(value));
  if (wrong >= 0)
    throw new DataError(
      `${place(wrong)}, column "${name}": ${describe(values[wrong])}; expected a finite number, a string, a boolean or null`,
    );
  return values.every(isNumberOrMissing)
    ? { kind: "number", name, values: Float64Array.from(values, numberOf) }
    : stringColumn(name, values);
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

function stringColumn(name: string, values: readonly unknown[]): Column {
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
