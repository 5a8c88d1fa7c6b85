import type { Literal } from "./expressions.js";
import type { Expression_Literal } from "./generated/expressions_pb.js";
import { SparkError } from "./sparkError.js";

/** Parameters of an estimator as literals, by name. */
export const paramLiterals = (
  params: Readonly<Record<string, string | number | boolean>>,
  integers: readonly string[],
): Record<string, Literal> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, paramLiteral(value, integers.includes(name))]),
  );

function paramLiteral(value: string | number | boolean, isInteger: boolean): Literal {
  if (typeof value === "string") return { literalType: { case: "string", value } };
  if (typeof value === "boolean") return { literalType: { case: "boolean", value } };
  return { literalType: { case: isInteger ? "integer" : "double", value } };
}

/** A whole number. */
export function integerOf({ literalType: { case: kind, value } }: Expression_Literal): number {
  return kind === "integer" ? value : unexpected("a number", kind);
}

/** An array of numbers, or a list that Spark sends one by one. */
export function doublesOf({ literalType: { case: kind, value } }: Expression_Literal): Float64Array {
  if (kind === "specializedArray" && value.valueType.case === "doubles")
    return Float64Array.from(value.valueType.value.values);
  if (kind !== "array") return unexpected("numbers", kind);
  return Float64Array.from(value.elements, ({ literalType: element }) =>
    element.case === "double" ? element.value : unexpected("a number", element.case),
  );
}

/** Fields of MLlib's vectors: kind, size, indices, values; kind 0 is sparse. */
export function vectorOf(literal: Expression_Literal): Float64Array {
  const [kind, size, indices, values] = fieldsOf(literal, 4);
  if (byteOf(kind) === 1) return doublesOf(values);
  const vector = new Float64Array(integerOf(size));
  const found = doublesOf(values);
  for (const [k, index] of intsOf(indices).entries()) vector[index] = found[k];
  return vector;
}

/**
 * Fields of MLlib's matrices: kind, rows, columns, column starts, row indices, values, whether it is transposed; kind 0
 * is sparse. Dense values go by column, and a transposed matrix is stored as its transpose would be.
 *
 * @returns the matrix row-major
 */
export function matrixOf(literal: Expression_Literal): Float64Array {
  const [kind, rows, columns, starts, indices, values, transposed] = fieldsOf(literal, 7);
  const [m, n] = [integerOf(rows), integerOf(columns)];
  const found = doublesOf(values);
  const byRow = transposed.literalType.case === "boolean" && transposed.literalType.value;
  const matrix = new Float64Array(m * n);
  const put = (outer: number, inner: number, value: number) => {
    matrix[byRow ? outer * n + inner : inner * n + outer] = value;
  };
  const length = byRow ? n : m;
  if (byteOf(kind) === 1)
    for (const [k, value] of found.entries()) put(Math.floor(k / length), k % length, value);
  else {
    const [from, at] = [intsOf(starts), intsOf(indices)];
    for (let outer = 0; outer + 1 < from.length; outer++)
      for (let k = from[outer]; k < from[outer + 1]; k++) put(outer, at[k], found[k]);
  }
  return matrix;
}

function fieldsOf({ literalType: { case: kind, value } }: Expression_Literal, count: number) {
  return kind === "struct" && value.elements.length === count
    ? value.elements
    : unexpected(`a struct of ${count} fields`, kind);
}

const byteOf = ({ literalType: { case: kind, value } }: Expression_Literal): number =>
  kind === "byte" ? value : unexpected("a kind", kind);

function intsOf({ literalType: { case: kind, value } }: Expression_Literal): readonly number[] {
  return kind === "specializedArray" && value.valueType.case === "ints"
    ? value.valueType.value.values
    : unexpected("whole numbers", kind);
}

function unexpected(expected: string, kind: string | undefined): never {
  throw new SparkError(`Spark sent ${kind ?? "nothing"} as part of a model; expected ${expected}`);
}
