import { expect, test } from "vitest";
import { runName } from "./trainJob.js";

test.each([
  ["iris", "iris"],
  ["data/flowers.csv", "flowers"],
  ["data/flowers.csv.gz", "flowers"],
  ["my.data.v2.csv", "my.data.v2"],
  ["images/", "images"],
  ["../..", "run"],
  ["parts/*.csv", "parts"],
  ["parts-*.csv", "parts"],
  ["données 1.csv", "données-1"],
  [".hidden", "hidden"],
  ["-", "stdin"],
])("a run on %s is called %s", (data, name) => {
  expect(runName(data)).toBe(name);
});
