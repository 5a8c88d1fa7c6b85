import { expect, it } from "vitest";
import { type Progress, runIdSchema } from "../../shared/ipc/train.js";
import { emptyCurve, extendCurve, smoothed } from "./curve.js";

const progress = (steps: readonly number[]): Progress => ({
  run: runIdSchema.parse("a-1"),
  steps,
  objective: steps.map((step) => 1 / step),
  gradientNorm: steps,
  validationLoss: steps,
  validationAccuracy: steps,
  measured: [],
  seconds: 0,
  speed: 0,
});

it("stays short however long the run, with columns that belong together and the last step in them", () => {
  const curve = emptyCurve();
  for (let step = 1; step <= 100_001; step += 2) {
    extendCurve(curve, progress([step, step + 1]));
    expect(curve.steps.at(-1)).toBe(step + 1);
  }
  expect(curve.steps.length).toBeLessThanOrEqual(20_000);
  expect(curve.steps.length).toBeGreaterThan(9_000);
  expect(curve.objective).toEqual(curve.steps.map((step) => 1 / step));
  expect(curve.steps).toEqual([...new Set(curve.steps)].sort((a, b) => a - b));
});

it("smooths a constant to itself, noise to its mean, and passes over what was not measured", () => {
  for (const value of smoothed([2, 2, 2], 0.9)) expect(value).toBeCloseTo(2, 12);
  const noise = Array.from({ length: 400 }, (_, k) => 1 + (k % 2 ? 0.5 : -0.5));
  expect(Math.abs(smoothed(noise, 0.95).at(-1)! - 1)).toBeLessThan(0.02);
  expect(smoothed([1, Number.NaN, 1], 0.5).map((value) => value.toFixed(6))).toEqual([
    "1.000000",
    "NaN",
    "1.000000",
  ]);
});
