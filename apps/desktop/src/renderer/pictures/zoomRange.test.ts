import { expect, it } from "vitest";
import { pannedRange, zoomedRange } from "./zoomRange.js";

const limits = [0, 100] as const;

it("zooms about a place, which keeps its share of the range", () => {
  const [low, high] = zoomedRange([0, 100], 0.5, 25, limits);
  expect([low, high]).toEqual([12.5, 62.5]);
  expect(zoomedRange([low, high], 2, 25, limits)).toEqual([0, 100]);
});

it("stays within the limits, at their whole length at most", () => {
  expect(zoomedRange([0, 50], 1.5, 50, limits)).toEqual([0, 75]);
  expect(zoomedRange([10, 90], 9, 50, limits)).toEqual([0, 100]);
  const [low, high] = zoomedRange([50, 50.005], 1e-9, 50, limits);
  expect(high - low).toBeCloseTo(0.01, 10);
});

it("moves by a share of what is seen, to the ends and no farther", () => {
  expect(pannedRange([20, 40], 0.5, limits)).toEqual([30, 50]);
  expect(pannedRange([20, 40], -2, limits)).toEqual([0, 20]);
  expect(pannedRange([20, 40], 9, limits)).toEqual([80, 100]);
});
