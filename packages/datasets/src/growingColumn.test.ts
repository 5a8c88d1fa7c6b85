import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growingCodes, growingNumbers } from "./growingColumn.js";

const grown = (...parts: number[][]) => {
  const column = growingNumbers(2);
  for (const part of parts) column.append(Float64Array.from(part));
  return column.finish();
};

describe("numbers", () => {
  it.each([
    ["bytes", [0, 1, 255], Uint8Array],
    ["a whole number above 255", [0, 256], Float32Array],
    ["a negative number", [3, -1], Float32Array],
    ["a gap", [3, Number.NaN], Float32Array],
    ["minus zero", [3, -0], Float32Array],
    ["a half", [3, 0.5], Float32Array],
    ["2²⁴", [2 ** 24], Float32Array],
    ["2²⁴ + 1", [2 ** 24 + 1], Float64Array],
    ["a tenth", [3, 0.1], Float64Array],
    ["nothing", [], Uint8Array],
  ])("%s: the first type that holds all of them exactly", (_, values, type) => {
    const column = grown(values);
    expect(column).toBeInstanceOf(type);
    expect(Array.from(column)).toEqual(values);
  });

  it("are kept as they are, however they come", () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.float(), fc.double());
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 9 })), (parts) => {
        expect(Array.from(grown(...parts))).toEqual(parts.flat());
        expect(grown(...parts)).toEqual(grown(parts.flat()));
      }),
    );
  });

  it("may come as bytes", () => {
    const column = growingNumbers(0);
    column.append(Float64Array.of(0.1));
    column.append(Uint8Array.of(7, 8));
    expect(column.finish()).toEqual(Float64Array.of(0.1, 7, 8));
  });
});

it("codes are kept as they are", () => {
  const column = growingCodes(1);
  for (const part of [[5], [], [-1, 2 ** 30]]) column.append(Float64Array.from(part));
  expect(column.finish()).toEqual(Int32Array.of(5, -1, 2 ** 30));
});
