import { expect, it } from "vitest";
import { History, type StoredStep } from "./history.js";

const stored = (step: number, params = Float64Array.of(step)): StoredStep => ({
  step,
  params,
  objective: 1 / step,
  gradientNorm: step,
  seconds: step,
});

it("keeps the parameters themselves, the first and the last among them, evenly spread within the budget", () => {
  const history = new History(0, 8 * 100);
  for (let step = 1; step <= 12_345; step++) {
    history.add(stored(step));
    expect(history.steps.length).toBeLessThanOrEqual(101);
  }
  const { steps } = history;
  expect(steps.length).toBeGreaterThan(50);
  expect(steps[0]).toBe(1);
  expect(steps.at(-1)).toBe(12_345);
  const gaps = new Set(steps.slice(1, -1).map((step, k) => step - steps[k]));
  expect(gaps.size).toBe(1);
  for (const step of steps) expect(history.get(step)!.params).toEqual(Float64Array.of(step));
});

it("has nothing for a step between two that are kept", () => {
  const history = new History(3 * 8, 4 * 8 * 4);
  for (let step = 1; step <= 9; step++) history.add(stored(step));
  expect(history.steps).toEqual([1, 5, 9]);
  expect(history.get(4)).toBeUndefined();
});

it("takes a step's later measurement instead of the first", () => {
  const history = new History();
  history.add(stored(1));
  history.add(stored(2));
  history.add({ ...stored(2), objective: 7 });
  expect(history.steps).toEqual([1, 2]);
  expect(history.get(2)!.objective).toBe(7);
});
