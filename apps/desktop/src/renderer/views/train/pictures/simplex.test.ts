import { expect, it } from "vitest";
import { corners, simplexPoint } from "./simplex.js";

it("has certainty at the corners, indifference in the middle, and two classes on an edge", () => {
  expect(simplexPoint(1, 0, 0)).toEqual(corners[0]);
  expect(simplexPoint(0, 0, 1)).toEqual(corners[2]);
  const [x, y] = simplexPoint(1 / 3, 1 / 3, 1 / 3);
  expect(x).toBeCloseTo(0.5, 12);
  for (const [a, b] of corners) expect(Math.hypot(x - a, y - b)).toBeCloseTo(1 / Math.sqrt(3), 12);
  expect(simplexPoint(0.5, 0.5, 0)[1]).toBe(corners[0][1]);
});
