import { expect, it } from "vitest";
import { isNumeric } from "./numeric.js";

it.each(["1", "-1", "+1", "1.", ".5", "1.5", "1e5", "1.e-5", "00"])("%s is a number", (text) => {
  expect(isNumeric(text)).toBe(true);
});

it.each(["", ".", "-", "1e", "e5", "1.5.2", "1 2", "0x10", "NaN", "1_0"])("%s is none", (text) => {
  expect(isNumeric(text)).toBe(false);
});

it("takes any decimal mark", () => {
  expect([isNumeric("1,5", ","), isNumeric("1.5", ","), isNumeric("1,5")]).toEqual([true, true, false]);
});
