import { describe, expect, it } from "vitest";
import type { Dataset, NumberColumn } from "./dataset.js";
import { blobs, colorMatching, moons, rings, spirals, xor } from "./generators.js";
import { encodeLabels } from "./labels.js";

const values = (dataset: Dataset, name: string) =>
  (dataset.columns.find((column) => column.name === name) as NumberColumn).values;

/** Points without noise, one object a sample. */
const points = (dataset: Dataset) => {
  const [x1, x2, label] = ["x1", "x2", "label"].map((name) => values(dataset, name));
  return Array.from(label, (c, i) => ({ c, x: x1[i], y: x2[i], radius: Math.hypot(x1[i], x2[i]) }));
};

const generators = { blobs, rings, moons, spirals, xor, colorMatching };

describe.each(Object.entries(generators))("%s", (_, generate) => {
  it("is the same for the same seed and another for another", () => {
    expect(generate({ seed: 4 })).toEqual(generate({ seed: 4 }));
    expect(generate({ seed: 4 })).not.toEqual(generate({ seed: 5 }));
  });

  it.each([0, 1, 3, 17])("deals %d samples to the classes in turn", (nSamples) => {
    const dataset = generate({ nSamples });
    expect(dataset.nSamples).toBe(nSamples);
    const { targets, classes } = encodeLabels(dataset, dataset.label!);
    const sizes = classes.map((_class, c) => targets.filter((target) => target === c).length);
    if (nSamples > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  it("begins alike whatever the number of samples", () => {
    const [few, many] = [generate({ nSamples: 5 }), generate({ nSamples: 50 })];
    for (const [k, column] of few.columns.entries())
      if (column.kind === "number")
        expect(column.values).toEqual((many.columns[k] as NumberColumn).values.subarray(0, 5));
  });
});

describe("places without noise", () => {
  it("blobs: four from the origin, evenly around it", () => {
    for (const { c, x, y } of points(blobs({ nClasses: 4, noise: 0 }))) {
      expect(x).toBeCloseTo([4, 0, -4, 0][c], 12);
      expect(y).toBeCloseTo([0, 4, 0, -4][c], 12);
    }
  });

  it("rings: class c at distance c + 1", () => {
    for (const { c, radius } of points(rings({ nClasses: 3, noise: 0 })))
      expect(radius).toBeCloseTo(c + 1, 12);
  });

  it("moons: half circles of radius 1 around (0, 0) and (1, ½)", () => {
    for (const { c, x, y, radius } of points(moons({ noise: 0 }))) {
      expect(c === 0 ? radius : Math.hypot(x - 1, y - 0.5)).toBeCloseTo(1, 12);
      expect(c === 0 ? y : 0.5 - y).toBeGreaterThanOrEqual(0);
    }
  });

  it("spirals: the angle is the arm's plus three quarters of a turn a unit of radius", () => {
    for (const { c, x, y, radius } of points(spirals({ noise: 0 }))) {
      const turns = Math.atan2(y, x) / (2 * Math.PI) - c / 3 - 0.75 * radius;
      expect(turns - Math.round(turns)).toBeCloseTo(0, 9);
    }
  });

  it("xor: class 1 where the signs agree", () => {
    for (const { c, x, y } of points(xor())) {
      expect(x * y > 0 ? 1 : 0).toBe(c);
      expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(1);
    }
  });
});

it("noise is normal with the deviation asked for", () => {
  const noisy = points(blobs({ nClasses: 1, noise: 2, nSamples: 4000 }));
  const deviation = Math.sqrt(noisy.reduce((sum, { x, y }) => sum + (x - 4) ** 2 + y ** 2, 0) / 8000);
  expect(Math.abs(deviation - 2)).toBeLessThan(0.1);
});

it("violet excites the short cones most, red the long ones", () => {
  const dataset = colorMatching();
  const [long, medium, short] = ["long", "medium", "short"].map((name) => values(dataset, name));
  const { targets, classes } = encodeLabels(dataset, "color");
  for (const [i, c] of targets.entries()) {
    if (classes[c] === "violet") expect(short[i]).toBeGreaterThan(Math.max(long[i], medium[i]));
    if (classes[c] === "red") expect(long[i]).toBeGreaterThan(Math.max(medium[i], short[i]));
  }
});
