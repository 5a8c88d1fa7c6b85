import { describe, expect, test } from "vitest";
import { describeValue, parseList, parseNumber, parseValue } from "./values.js";

test.each([
  ["0.01", 0.01],
  ["1e-4", 1e-4],
  ["1/255", 1 / 255],
  [" 1 / 16 ", 1 / 16],
  ["-3", -3],
  [".5", 0.5],
  ["2.", 2],
])("%j is the number %d", (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each(["", " ", "abc", "1/2/3", "1/", "/2", "0x10", "1,5", "1e", "Infinity", "NaN", "1 2"])(
  "%j is no number",
  (text) => {
    expect(parseNumber(text)).toBeNaN();
  },
);

test.each([
  ["a,b", ["a", "b"]],
  ["a", ["a"]],
  [" a , b ", ["a", "b"]],
  ['"a, b",c', ["a, b", "c"]],
  ["a,,b,", ["a", "b"]],
  ["", []],
])("%j is a list", (text, names) => {
  expect(parseList(text)).toEqual(names);
});

test("a list of numbers takes fractions too", () => {
  expect(parseValue("1,1/4,1e-2", { type: "array", items: { type: "number" } })).toEqual([1, 0.25, 0.01]);
});

describe("describeValue says what to type", () => {
  test.each([
    [{ type: "number" }, "a number"],
    [{ type: "number", minimum: 0, exclusiveMaximum: 1 }, "a number ≥ 0 and < 1"],
    [{ type: "number", exclusiveMinimum: 0 }, "a number > 0"],
    [{ type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER }, "a whole number ≥ 1"],
    [{ type: "string", enum: ["a", "b"] }, "one of a, b"],
    [{ type: "string", const: "balanced" }, "balanced"],
    [{ type: "array", items: { type: "string" } }, "names separated by commas"],
    [{ type: "array", items: { type: "number" } }, "numbers separated by commas"],
    [{ type: "string" }, "a text"],
  ])("%j: %s", (schema, words) => {
    expect(describeValue(schema)).toBe(words);
  });
});
