import { expect, it } from "vitest";
import {
  clouds,
  descended,
  measured,
  objectiveOf,
  probabilities,
  score,
  steepness,
  type Weights,
  withSteepness,
} from "./twoClasses.js";

const points = clouds({ nSamples: 60, noise: 1.3, seed: 3 });
const w: Weights = [0.4, -0.8, 0.3];

/** The loss by its definition. */
const loss = (weights: Weights) =>
  points.reduce((sum, point) => {
    const red = 1 / (1 + Math.exp(-score(weights, point)));
    return sum - Math.log(point.c === 1 ? red : 1 - red);
  }, 0) / points.length;

it("is the mean of −ln of the right class's probability", () => {
  expect(measured(objectiveOf(points), w, 1).value).toBeCloseTo(loss(w), 12);
});

it("has the gradient of finite differences, and a step goes η times against it", () => {
  const h = 1e-6;
  const gradient = w.map((_, k) => {
    const moved = (by: number) =>
      loss(w.map((each, j) => (j === k ? each + by : each)) as unknown as Weights);
    return (moved(h) - moved(-h)) / (2 * h);
  });
  const next = descended(objectiveOf(points), w, 0.5);
  for (const k of [0, 1, 2]) expect(next[k]).toBeCloseTo(w[k] - 0.5 * gradient[k], 8);
});

it("gives σ, ½ on the line, as sure as the slope is steep", () => {
  expect(probabilities([0, Math.log(3), -Math.log(3)])).toEqual([
    0.5,
    expect.closeTo(0.75),
    expect.closeTo(0.25),
  ]);
  const steep = withSteepness(w, 7);
  expect(steepness(steep)).toBeCloseTo(7, 12);
  expect(steep[0] / steep[1]).toBeCloseTo(w[0] / w[1], 12);
});

it("draws as many green points as red ones, in sight, the same ones every time", () => {
  expect(points.filter(({ c }) => c === 0)).toHaveLength(30);
  expect(points).toHaveLength(60);
  expect(points.every(({ x, y }) => Math.abs(x) < 6 && Math.abs(y) < 6)).toBe(true);
  expect(clouds({ nSamples: 60, noise: 1.3, seed: 3 })).toEqual(points);
});
