import { expect, it } from "vitest";
import { fixed, roundToSum } from "./roundToSum.js";

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

it("makes thirds add up to a whole", () => {
  expect(roundToSum([1 / 3, 1 / 3, 1 / 3], 2)).toEqual([34, 33, 33]);
});

it.each([1, 2, 3, 17, 784])("adds up and moves none of %i values by a whole unit", (n) => {
  for (let seed = 1; seed <= 20; seed++) {
    const values = Array.from({ length: n }, (_, i) => 50 * Math.sin(seed * (i + 1) ** 2));
    const rounded = roundToSum(values, 3);
    expect(sum(rounded)).toBe(Math.round(sum(values.map((value) => value * 1000))));
    for (const [i, value] of values.entries()) expect(Math.abs(rounded[i] - value * 1000)).toBeLessThan(1);
  }
});

it("leaves alone what needs no rounding", () => {
  expect(roundToSum([1, 0.00015, 0.00017], 4)).toEqual([10000, 1, 2]);
  expect(roundToSum([0, 1, 0], 4)).toEqual([0, 10000, 0]);
});

it("is written with the decimals it was rounded to", () => {
  expect([fixed(-1234, 3), fixed(0, 3), fixed(10000, 4)]).toEqual(["−1.234", "0.000", "1.0000"]);
});
