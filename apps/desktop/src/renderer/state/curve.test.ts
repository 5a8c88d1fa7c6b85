import { expect, it } from "vitest";
import { type Progress, runIdSchema } from "../../shared/ipc/train.js";
import { emptyCurve, extendCurve } from "./curve.js";

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
