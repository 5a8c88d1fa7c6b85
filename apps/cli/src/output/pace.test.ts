import { expect, test } from "vitest";
import { pacer } from "./pace.js";

const rule = { maxSteps: 1000, tolerance: 1e-8, stochastic: false, startStep: 0 };

test("a mini-batch run ends with its last step", () => {
  const paceOf = pacer({ ...rule, stochastic: true });
  const pace = paceOf({ step: 250, gradientNorm: Number.NaN, seconds: 5 });
  expect(pace).toEqual({ stepsPerSecond: 50, share: 0.25, secondsLeft: 15 });
});

test("a gradient that falls by a decade a second has as many seconds left as decades", () => {
  const paceOf = pacer(rule);
  paceOf({ step: 0, gradientNorm: 1, seconds: 0 });
  for (let k = 1; k <= 3; k++) paceOf({ step: k, gradientNorm: 10 ** -k, seconds: k });
  const { secondsLeft, share } = paceOf({ step: 4, gradientNorm: 1e-4, seconds: 4 });
  expect(secondsLeft).toBeCloseTo(4);
  expect(share).toBeCloseTo(0.5);
});

test("steps come to an end before a gradient that hardly falls", () => {
  const paceOf = pacer({ ...rule, maxSteps: 10 });
  paceOf({ step: 1, gradientNorm: 1, seconds: 1 });
  expect(paceOf({ step: 5, gradientNorm: 0.999, seconds: 5 }).secondsLeft).toBeCloseTo(5);
});

test("nothing is promised after a single step", () => {
  expect(pacer(rule)({ step: 1, gradientNorm: 1, seconds: 1 })).toEqual({ stepsPerSecond: 1 });
});

test("a gradient that stands still leaves the steps to count", () => {
  const paceOf = pacer({ ...rule, maxSteps: 10 });
  for (let step = 1; step < 5; step++) paceOf({ step, gradientNorm: 1, seconds: step });
  expect(paceOf({ step: 5, gradientNorm: 1, seconds: 5 }).secondsLeft).toBeCloseTo(5);
});

test("the share never falls, whatever the gradient does", () => {
  const paceOf = pacer(rule);
  let last = 0;
  for (let step = 0; step < 50; step++) {
    const { share = 0 } = paceOf({ step, gradientNorm: 0.5 ** step * (1.5 + Math.sin(step)), seconds: step });
    expect(share).toBeGreaterThanOrEqual(last);
    last = share;
  }
});

test("steps before a resume do not count for the speed", () => {
  const paceOf = pacer({ ...rule, startStep: 100 });
  expect(paceOf({ step: 120, gradientNorm: 1, seconds: 2 }).stepsPerSecond).toBe(10);
});
