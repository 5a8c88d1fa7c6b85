import { expect, test } from "vitest";
import { confusionTable } from "./confusion.js";
import { style } from "./style.js";

const confusion = [
  [50, 0],
  [3, 1200],
];

test("rows are true classes, columns predictions, zeros are dots", () => {
  expect(confusionTable(confusion, ["cat", "東京"], 80, style(false))).toEqual([
    "      cat   東京",
    "cat    50      ·",
    "東京    3  1,200",
  ]);
});

test("a table that does not fit is left out", () => {
  expect(confusionTable(confusion, ["cat", "dog"], 12, style(false))).toEqual([]);
});

test("names too long are cut, control characters shown", () => {
  const lines = confusionTable(
    confusion,
    ["a\x1b[2J", "an unusually long name of a class"],
    80,
    style(false),
  );
  expect(lines.join("\n")).not.toContain("\x1b");
  expect(lines.join("\n")).toContain("an unusually lo…");
});

test("weights that are not whole are rounded", () => {
  expect(confusionTable([[0.12345]], ["a"], 80, style(false))[1]).toBe("a  0.123");
});
