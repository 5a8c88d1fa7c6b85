import { expect, it } from "vitest";
import { fitDrawing, type GrayImage } from "./fitDrawing.js";

/** A filled box on an empty ground. */
function box(size: number, left: number, top: number, width: number, height: number): GrayImage {
  const values = new Float64Array(size * size);
  for (let y = top; y < top + height; y++) values.fill(1, y * size + left, y * size + left + width);
  return { width: size, height: size, values };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

function center({ width, height, values }: GrayImage): [number, number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < width * height; i++) {
    x += values[i] * ((i % width) + 0.5);
    y += values[i] * (Math.floor(i / width) + 0.5);
  }
  return [x / sum(values), y / sum(values)];
}

it.each([
  [28, 20 / 28],
  [8, 1],
  [32, 0.5],
])("scales the longer side and centers by mass, at %i pixels", (size, extent) => {
  const fitted = fitDrawing(box(280, 10, 200, 30, 60), { width: size, height: size, extent })!;
  const longer = extent * size;
  expect(sum(fitted.values)).toBeCloseTo((longer * longer) / 2, 6);
  const [x, y] = center(fitted);
  expect(x).toBeCloseTo(size / 2, 6);
  expect(y).toBeCloseTo(size / 2, 6);
  const rows = Array.from({ length: size }, (_, r) =>
    Math.max(...fitted.values.subarray(r * size, (r + 1) * size)),
  );
  expect(rows.filter((most) => most > 1e-9).length).toBeCloseTo(longer, 0);
  expect(Math.max(...fitted.values)).toBeLessThanOrEqual(1 + 1e-12);
});

it("is the same wherever it was drawn and however large", () => {
  const shape = { width: 28, height: 28, extent: 20 / 28 };
  const near = fitDrawing(box(280, 0, 0, 40, 80), shape)!;
  const far = fitDrawing(box(280, 200, 120, 80, 160), shape)!;
  for (const [i, value] of near.values.entries()) expect(far.values[i]).toBeCloseTo(value, 9);
});

it("moves nothing out of the image to center it", () => {
  const drawn = box(80, 0, 0, 80, 10);
  for (let y = 10; y < 80; y++) drawn.values[80 * y + 40] = 1;
  const fitted = fitDrawing(drawn, { width: 8, height: 8, extent: 1 })!;
  expect(sum(fitted.values)).toBeCloseTo(sum(drawn.values) / 100, 9);
  expect(fitted.values[0]).toBeCloseTo(1, 12);
});

it("leaves an image that fits as it is", () => {
  const drawn = box(8, 3, 0, 2, 8);
  const same = fitDrawing(drawn, { width: 8, height: 8, extent: 1 })!;
  for (const [i, value] of same.values.entries()) expect(value).toBeCloseTo(drawn.values[i], 12);
});

it("is nothing where nothing is drawn", () => {
  expect(fitDrawing(box(280, 0, 0, 0, 0), { width: 28, height: 28, extent: 0.7 })).toBeUndefined();
});
