import { expect, it } from "vitest";
import { extentOf, home, including, zoomed } from "./extent.js";

it("zooms about a place, which stays where it is on the canvas", () => {
  const extent = { x: 1, y: -2, reach: 4 };
  const near = zoomed(extent, 0.5, 3, -1);
  expect(near.reach).toBe(2);
  expect((3 - near.x) / near.reach).toBe((3 - extent.x) / extent.reach);
  expect((-1 - near.y) / near.reach).toBe((-1 - extent.y) / extent.reach);
  expect(zoomed(near, 2, 3, -1)).toEqual(extent);
});

it("ends where coordinates would have no digits left, and moves nowhere then", () => {
  let extent = { ...home, x: 7 };
  for (let k = 0; k < 100; k++) extent = zoomed(extent, 0.5, 0, 0);
  expect(extent.reach).toBe(1e-4);
  expect(zoomed(extent, 0.5, 100, 100)).toEqual(extent);
});

it("moves only as far as a place is outside", () => {
  const window = { x: [-4, 4], y: [-2, 2] } as const;
  expect(including(home, window, 3, 1)).toEqual(home);
  expect(including(home, window, 5, -3.5)).toEqual({ x: 1, y: -1.5, reach: 5 });
});

it("shows all points with a margin, and the home of the plane without any", () => {
  expect(extentOf([])).toEqual(home);
  const { x, y, reach } = extentOf([
    { x: 0, y: 1, c: 0 },
    { x: 10, y: 3, c: 1 },
  ]);
  expect([x, y]).toEqual([5, 2]);
  expect(reach).toBeGreaterThan(5);
});
