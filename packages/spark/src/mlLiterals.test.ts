import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import type { Literal } from "./expressions.js";
import { Expression_LiteralSchema } from "./generated/expressions_pb.js";
import { matrixOf, paramLiterals, vectorOf } from "./mlLiterals.js";

const none: Literal = { literalType: { case: "null", value: { kind: { case: "null", value: {} } } } };
const byte = (value: number): Literal => ({ literalType: { case: "byte", value } });
const int = (value: number): Literal => ({ literalType: { case: "integer", value } });
const bool = (value: boolean): Literal => ({ literalType: { case: "boolean", value } });
const ints = (...values: number[]): Literal => ({
  literalType: { case: "specializedArray", value: { valueType: { case: "ints", value: { values } } } },
});
const doubles = (...values: number[]): Literal => ({
  literalType: { case: "specializedArray", value: { valueType: { case: "doubles", value: { values } } } },
});
const struct = (...elements: Literal[]) =>
  create(Expression_LiteralSchema, { literalType: { case: "struct", value: { elements } } });

describe("matrixOf reads [[1, 0, 2], [0, 3, 4]]", () => {
  const expected = [1, 0, 2, 0, 3, 4];
  it.each([
    ["by column", struct(byte(1), int(2), int(3), none, none, doubles(1, 0, 0, 3, 2, 4), bool(false))],
    ["transposed", struct(byte(1), int(2), int(3), none, none, doubles(1, 0, 2, 0, 3, 4), bool(true))],
    [
      "sparse by column",
      struct(byte(0), int(2), int(3), ints(0, 1, 2, 4), ints(0, 1, 0, 1), doubles(1, 3, 2, 4), bool(false)),
    ],
    [
      "sparse and transposed",
      struct(byte(0), int(2), int(3), ints(0, 2, 4), ints(0, 2, 1, 2), doubles(1, 2, 3, 4), bool(true)),
    ],
  ])("%s", (_, literal) => {
    expect([...matrixOf(literal)]).toEqual(expected);
  });
});

describe("vectorOf reads [0, 5, 0]", () => {
  it.each([
    ["dense", struct(byte(1), none, none, doubles(0, 5, 0))],
    ["sparse", struct(byte(0), int(3), ints(1), doubles(5))],
  ])("%s", (_, literal) => {
    expect([...vectorOf(literal)]).toEqual([0, 5, 0]);
  });

  it("refuses what is no vector", () => {
    expect(() => vectorOf(create(Expression_LiteralSchema, int(3)))).toThrow(/Spark sent integer/);
  });
});

it("sends whole numbers as such where Spark wants them", () => {
  expect(paramLiterals({ maxIter: 5, tol: 5 }, ["maxIter"])).toEqual({
    maxIter: int(5),
    tol: { literalType: { case: "double", value: 5 } },
  });
});
