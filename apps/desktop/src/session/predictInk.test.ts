import { expect, it } from "vitest";
import { inkOf, meanExtent } from "./predictInk.js";

const picture = (rows: readonly string[], ground: number, ink: number) => ({
  width: rows[0].length,
  height: rows.length,
  channels: 1,
  pixels: Uint8Array.from(rows.join(""), (cell) => (cell === "#" ? ink : ground)),
});
const bar = ["......", "..##..", "..##..", "..##..", "......", "......"];

it("is as large as the longer side of what differs from the ground, whichever is brighter", () => {
  expect(inkOf(picture(bar, 0, 255))).toEqual({ extent: 0.5, bright: true });
  expect(inkOf(picture(bar, 255, 0))).toEqual({ extent: 0.5, bright: false });
});

it("is nothing where the picture is empty", () => {
  expect(inkOf(picture(["..", ".."], 0, 255)).extent).toBe(0);
  expect(meanExtent([])).toBe(0);
});
