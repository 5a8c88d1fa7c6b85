import { expect, test } from "vitest";
import { moments } from "./moments.js";

test("the moments are 1, 3, 10, 30 … seconds, each of them once, and those that were missed are one", () => {
  const come = moments();
  const asked = [0, 0.9, 1, 1.1, 2.9, 3.2, 9, 10, 11, 45, 60, 99, 100, 5000, 5001];
  expect(asked.filter(come)).toEqual([1, 3.2, 10, 45, 100, 5000]);
});
