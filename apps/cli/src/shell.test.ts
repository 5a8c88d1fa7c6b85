import { expect, test } from "vitest";
import { shellQuoted } from "./shell.js";

test.each([
  ["runs/iris-1", "runs/iris-1"],
  ["my data.csv", "'my data.csv'"],
  ["it's", "'it'\\''s'"],
  ["a*b", "'a*b'"],
  ["", "''"],
])("%s", (word, quoted) => {
  expect(shellQuoted(word)).toBe(quoted);
});
