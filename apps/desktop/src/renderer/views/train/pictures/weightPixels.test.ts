import { expect, it } from "vitest";
import { fullColor, weightPixels } from "./weightPixels.js";

const colors = { zero: [100, 100, 100], positive: [0, 0, 255], negative: [255, 0, 0] } as const;
const gray = { height: 1, width: 3, channels: 1, order: "planar" } as const;

it("shades by sign and size", () => {
  expect([...weightPixels([2, 0, -1], gray, 2, colors)]).toEqual([
    0, 0, 255, 255, 100, 100, 100, 255, 178, 50, 50, 255,
  ]);
});

it("finds the channels of a pixel in either order", () => {
  const size = { height: 1, width: 2, channels: 3 };
  const planar = weightPixels([1, -1, 0, 0, -1, 1], { ...size, order: "planar" }, 1, colors);
  const interleaved = weightPixels([1, 0, -1, -1, 0, 1], { ...size, order: "interleaved" }, 1, colors);
  expect([...planar]).toEqual([...interleaved]);
  expect([...planar.subarray(0, 4)]).toEqual([255, 128, 0, 255]);
});

it("gives the full color to all but a few, and has a scale even where all are zero", () => {
  const weights = Array.from({ length: 100 }, (_, k) => (k % 2 ? k + 1 : -k - 1));
  expect(fullColor([...weights.slice(0, 99), 1e9])).toBe(95);
  expect(weightPixels([0, 0, 0], gray, fullColor([0, 0, 0]), colors)[0]).toBe(100);
  expect([...weightPixels([1e9, 0, -1e9], gray, 95, colors)].slice(0, 3)).toEqual([0, 0, 255]);
});
