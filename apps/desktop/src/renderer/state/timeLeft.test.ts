import { expect, it } from "vitest";
import { emptyCurve } from "./curve.js";
import { stepsLeft } from "./timeLeft.js";

function curve(norms: readonly number[]) {
  const columns = emptyCurve();
  for (const [k, norm] of norms.entries()) {
    columns.steps.push(k + 1);
    columns.gradientNorm.push(norm);
  }
  return columns;
}

it("counts to the tolerance where the gradient falls by the same factor each step", () => {
  const norms = Array.from({ length: 20 }, (_, k) => 10 ** (-k / 10));
  expect(stepsLeft({ maxSteps: 1e4, tolerance: 10 ** -5.05 }, curve(norms))).toBe(32);
  expect(stepsLeft({ maxSteps: 25, tolerance: 1e-5 }, curve(norms))).toBe(5);
});

it("does not promise an end where the gradient does not fall, or nothing is known yet", () => {
  expect(
    stepsLeft({ maxSteps: 1e4, tolerance: 1e-6 }, curve([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])),
  ).toBeUndefined();
  expect(stepsLeft({ maxSteps: 1e4, tolerance: 1e-6 }, curve([1, 0.5]))).toBeUndefined();
  expect(stepsLeft({ maxSteps: 1e4, tolerance: 1e-6 }, curve([]))).toBeUndefined();
});

it("counts the steps of mini-batch solvers", () => {
  expect(stepsLeft({ maxSteps: 100, tolerance: 1e-6, epochs: 5 }, curve([Number.NaN, Number.NaN]))).toBe(98);
});
