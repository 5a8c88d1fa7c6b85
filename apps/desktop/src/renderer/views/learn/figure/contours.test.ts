import { expect, it } from "vitest";
import { contour, landscape } from "./contours.js";

const view = { x: [-2, 3], y: [-1, 2] } as const;

it("draws a straight line of a linear function exactly", () => {
  const land = landscape((x, y) => x + 2 * y, view, 7);
  const segments = contour(land, 1.3);
  expect(segments.length).toBeGreaterThan(7);
  for (const [x0, y0, x1, y1] of segments)
    expect([x0 + 2 * y0, x1 + 2 * y1]).toEqual([expect.closeTo(1.3, 12), expect.closeTo(1.3, 12)]);
});

it("closes around a hollow: a circle as long as 2πr, at its distance", () => {
  const segments = contour(
    landscape((x, y) => x * x + y * y, { x: [-2, 2], y: [-2, 2] }, 80),
    1,
  );
  const length = segments.reduce((sum, [a, b, c, d]) => sum + Math.hypot(c - a, d - b), 0);
  expect(length).toBeCloseTo(2 * Math.PI, 2);
  for (const [x, y] of segments) expect(Math.hypot(x, y)).toBeCloseTo(1, 3);
});

it("is empty where the value is nowhere", () => {
  expect(
    contour(
      landscape((x) => x, view, 5),
      4,
    ),
  ).toEqual([]);
});
