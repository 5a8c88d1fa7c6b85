import { describe, expect, it } from "vitest";
import {
  constant,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  linearWarmup,
  scheduleByName,
  stepDecay,
} from "./schedules.js";

describe("schedules", () => {
  it("constant stays", () => expect([0, 1, 1e9].map(constant(0.3))).toEqual([0.3, 0.3, 0.3]));

  it("step drops by its factor every so many steps", () => {
    const schedule = stepDecay(8, { every: 3, factor: 0.5 });
    expect([0, 2, 3, 5, 6, 9].map(schedule)).toEqual([8, 8, 4, 4, 2, 1]);
  });

  it("exponential loses the same share every step", () => {
    const schedule = exponentialDecay(2, { steps: 10, factor: 0.3 });
    expect(schedule(10)).toBeCloseTo(0.6, 14);
    for (const t of [0, 4, 17]) expect(schedule(t + 1) / schedule(t)).toBeCloseTo(0.3 ** 0.1, 14);
  });

  it("cosine falls symmetrically about its middle, and stays at its end", () => {
    const schedule = cosineDecay(3, { steps: 8, final: 1 });
    expect(schedule(0)).toBe(3);
    expect(schedule(4)).toBeCloseTo(2, 14);
    for (const t of [1, 2, 3]) expect(schedule(t) + schedule(8 - t)).toBeCloseTo(4, 14);
    expect([8, 9, 1000].map(schedule)).toEqual([1, 1, 1]);
  });

  it("inverse time satisfies Robbins and Monro: Σ η grows like ln t, Σ η² is bounded", () => {
    const schedule = inverseTimeDecay(1, { steps: 1 });
    const sums = (n: number) => {
      let [sum, squares] = [0, 0];
      for (let t = 0; t < n; t++) {
        sum += schedule(t);
        squares += schedule(t) ** 2;
      }
      return { sum, squares };
    };
    expect(sums(4e5).sum - sums(1e5).sum).toBeCloseTo(Math.log(4), 4);
    expect(sums(4e5).squares).toBeLessThan(Math.PI ** 2 / 6);
    expect(inverseTimeDecay(1, { steps: 3, power: 0.5 })(9)).toBeCloseTo(0.5, 14);
  });

  it("warm-up rises evenly to the schedule's first value and then follows it", () => {
    const schedule = linearWarmup(4, stepDecay(8, { every: 2, factor: 0.5 }));
    expect([0, 1, 2, 3, 4, 5, 6, 8].map(schedule)).toEqual([2, 4, 6, 8, 8, 8, 4, 2]);
  });
});

describe("scheduleByName", () => {
  it.each([
    ["constant", 1, 1],
    ["step", 1, 0.01],
    ["exponential", 1, 0.01],
    ["cosine", 1, 0],
    ["inverse-time", 1, 0.1],
  ] as const)("%s goes from %d to %d times the rate over the run, never upwards", (name, from, to) => {
    const schedule = scheduleByName(name, 0.5, 90);
    expect(schedule(0)).toBeCloseTo(0.5 * from, 14);
    expect(schedule(name === "step" ? 89 : 90)).toBeCloseTo(0.5 * to, 14);
    for (let t = 0; t < 90; t++) expect(schedule(t + 1)).toBeLessThanOrEqual(schedule(t));
  });

  it("refuses other names, listing its own", () => {
    expect(() => scheduleByName("sqrt" as "cosine", 1, 10)).toThrow(
      "scheduleByName: sqrt is not one of constant, step, exponential, cosine, inverse-time",
    );
  });
});
