import { expect, it } from "vitest";
import { decisionRegions, overRawCoordinates, projection } from "./plane.js";
import { shadedCells } from "./regions.js";

const view = { x: [-4, 4], y: [-3, 3] } as const;

/** Twice the area, by the shoelace formula. */
function area(polygon: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i += 2) {
    const j = (i + 2) % polygon.length;
    sum += polygon[i] * polygon[j + 1] - polygon[j] * polygon[i + 1];
  }
  return sum / 2;
}

const argmax = (values: number[]) => values.indexOf(Math.max(...values));

it("divides the view among the classes by the largest logit", () => {
  const logits = { weights: [1, 0.5, -0.7, 1.1, 0.2, -1.3, 0.1, 0.1], bias: [0.3, -0.2, 0.1, 0.4] };
  const regions = decisionRegions(logits, view);
  const counts = [0, 0, 0, 0];
  const { toPlane } = projection(view, 400, 300);
  for (let row = 0; row < 300; row++)
    for (let column = 0; column < 400; column++) {
      const [x, y] = toPlane(column + 0.5, row + 0.5);
      counts[
        argmax(logits.bias.map((b, c) => logits.weights[2 * c] * x + logits.weights[2 * c + 1] * y + b))
      ]++;
    }
  expect(regions.reduce((sum, region) => sum + area(region), 0)).toBeCloseTo(48, 10);
  for (const [c, region] of regions.entries())
    expect(Math.abs(area(region) - (48 * counts[c]) / 120_000)).toBeLessThan(0.02);
});

it("gives everything to the lowest class where all logits are equal, and nothing to one that never leads", () => {
  const areas = (weights: number[], bias: number[]) => decisionRegions({ weights, bias }, view).map(area);
  expect(areas([0, 0, 0, 0], [0, 0])).toEqual([48, 0]);
  expect(areas([1, 0, -1, 0, 0, 0], [0, 0, -1])).toEqual([24, 24, 0]);
});

it("takes the standardization into weights and bias", () => {
  const [mean, deviation] = [
    [3, -2],
    [0.5, 4],
  ];
  const raw = overRawCoordinates({ weights: [1, 2, -3, 4], bias: [5, 6] }, mean, deviation);
  const [x, y] = [1.5, 2.5];
  const [a, b] = [(x - 3) / 0.5, (y + 2) / 4];
  expect(raw.weights[0] * x + raw.weights[1] * y + raw.bias[0]).toBeCloseTo(a + 2 * b + 5, 12);
  expect(raw.weights[2] * x + raw.weights[3] * y + raw.bias[1]).toBeCloseTo(-3 * a + 4 * b + 6, 12);
});

it("tints every cell by the probabilities at its center", () => {
  const palette = {
    surface: [255, 255, 255],
    classes: [
      [255, 0, 0],
      [0, 0, 255],
    ],
  } as const;
  const logits = { weights: [1, 0, -1, 0], bias: [0, 0] };
  const pixels = shadedCells({ logits, view, palette }, 8, 2);
  for (let column = 0; column < 8; column++) {
    const x = column - 3.5;
    const p = 1 / (1 + Math.exp(-2 * x));
    const at = 4 * (8 + column);
    expect(Array.from(pixels.subarray(at, at + 4))).toEqual([
      Math.round(255 * (1 - 0.36 * (1 - p))),
      Math.round(255 * (1 - 0.36)),
      Math.round(255 * (1 - 0.36 * p)),
      255,
    ]);
  }
  const extreme = shadedCells({ logits: { weights: [1e4, 0, -1e4, 0], bias: [0, 0] }, view, palette }, 2, 1);
  expect(Array.from(extreme)).toEqual([163, 163, 255, 255, 255, 163, 163, 255]);
});
