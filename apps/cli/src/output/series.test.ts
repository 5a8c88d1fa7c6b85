import { expect, test } from "vitest";
import { series } from "./series.js";

test("keeps every point of a short curve and leaves out what is not finite", () => {
  const curve = series();
  for (const y of [3, Number.NaN, 2, Infinity, 1]) curve.add(curve.points.length, y);
  expect(curve.points.map(({ y }) => y)).toEqual([3, 2, 1]);
});

test("is bounded in memory, keeps its ends and its mean", () => {
  const curve = series();
  const n = 100_000;
  for (let x = 0; x < n; x++) curve.add(x, x);
  const { points } = curve;
  expect(points.length).toBeLessThanOrEqual(2049);
  expect(points[0].x).toBeLessThan(n / 1000);
  expect(points.at(-1)!.x).toBeGreaterThan(n - n / 1000);
  for (const { x, y } of points) expect(y).toBe(x);
});
