import { expect, it } from "vitest";
import { heightsOf, offsetAt, rowsAt, scrollTopAt, within } from "./rowWindow.js";

it("scrolls as any element does where the rows fit into one", () => {
  const heights = heightsOf(28_044, 500);
  expect(heights.sheet).toBe(28_044);
  for (const top of [0, 1, 777, 27_544]) expect(offsetAt(top, heights)).toBe(top);
});

it("reaches the first and the last row of a billion, and every offset between by its own scroll position", () => {
  const rows = 1e9;
  const heights = heightsOf(28 * rows + 44, 500);
  expect(heights.sheet).toBeLessThan(2 ** 25);
  expect(offsetAt(0, heights)).toBe(0);
  expect(rowsAt(offsetAt(heights.sheet - 500, heights), heights, 28, rows).end).toBe(rows);
  for (const offset of [0, 28, 1e9, 27e9])
    expect(offsetAt(scrollTopAt(offset, heights), heights)).toBeCloseTo(offset, 3);
});

it("keeps to the rows that there are", () => {
  const heights = heightsOf(28 * 3 + 44, 500);
  expect(rowsAt(0, heights, 28, 3)).toEqual({ first: 0, end: 3 });
  expect(offsetAt(10, heights)).toBe(0);
  expect(scrollTopAt(10, heights)).toBe(0);
  expect(within(-5, heightsOf(1000, 100))).toBe(0);
  expect(within(5000, heightsOf(1000, 100))).toBe(900);
});
