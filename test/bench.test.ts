import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ratios } from "../bench/harness/format.mjs";
import { lineChart } from "../bench/harness/plot.mjs";
import { alternate, median, quantile, spread } from "../bench/harness/samples.mjs";
import { createTrace } from "../bench/subjects/trace.mjs";

describe("a solver's trace", () => {
  /** F(x) = 1 + x, so that F* = 1 and x is the relative suboptimality. */
  const objective = (params: Float64Array) => 1 + params[0];
  const at = (x: number) => Float64Array.of(x);
  /** Milliseconds on a clock that stands still unless told. */
  let now = 0;
  beforeEach(() => vi.spyOn(performance, "now").mockImplementation(() => now));
  afterEach(() => vi.restoreAllMocks());

  test("the time to a level is that of the first parameters as good, whatever came between", () => {
    const trace = createTrace(objective, { optimum: 1, until: 1e-3, patience: 60 });
    for (const x of [0.5, 0.05, 0.2, 0.02, 5e-3]) {
      now += 1000;
      trace.record(1 + x, at(x));
    }
    const { reached, final } = trace.summary();
    expect(reached).toEqual({ "1e-1": 2, "1e-2": 5 });
    expect(final).toBeCloseTo(5e-3, 12);
  });

  test("ends a solver at the level that is asked for, judged in float64 and not by the solver's own value", () => {
    const trace = createTrace(objective, { optimum: 1, until: 1e-3, patience: 60 });
    expect(trace.record(1.0009, at(2e-3))).toBe(false);
    expect(trace.record(1.0008, at(9e-4))).toBe(true);
  });

  test("ends a solver that gets nowhere when its patience is over", () => {
    const trace = createTrace(objective, { optimum: 1, until: 1e-3, patience: 0 });
    trace.record(2, at(1));
    now += 1;
    expect(trace.record(3, at(2))).toBe(true);
    expect(trace.summary()).toMatchObject({ reached: {}, final: 1 });
  });

  test("stops the clock while it computes the objective", () => {
    const slow = (params: Float64Array) => {
      now += 40;
      return objective(params);
    };
    const trace = createTrace(slow, { optimum: 1, until: 0.5, patience: 60 });
    now += 5;
    trace.record(1.4, at(0.4));
    expect(trace.seconds()).toBeCloseTo(0.005, 12);
  });
});

describe("turns", () => {
  test("everybody is measured in every round, beginning with another one; who fails is an error and the rest go on", async () => {
    const order: string[] = [];
    const results = await alternate(["a", "b", "c"], { rounds: 2 }, (subject: string) => {
      order.push(subject);
      if (subject === "c") throw new Error("broken");
      return order.length;
    });
    expect(order).toEqual(["a", "b", "c", "b", "a"]);
    expect(results.get("a")).toEqual([1, 5]);
    expect(results.get("c")).toBeInstanceOf(Error);
  });

  test("whose sample suffices has no further turn", async () => {
    const results = await alternate(
      ["slow", "fast"],
      { rounds: 3, suffices: (sample: string) => sample === "slow" },
      async (subject: string) => subject,
    );
    expect([...results.values()]).toEqual([["slow"], ["fast", "fast", "fast"]]);
  });

  test("the median is the middle, the spread relative to it", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(spread([1, 2, 4])).toBe(1.5);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.95)).toBe(10);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.5)).toBe(5);
  });
});

test("a ratio shows what the least and the most lucky pair of runs would have said", () => {
  expect(ratios([20, 30, 24], [2, 3, 2.4])).toBe("10.0× (6.67 … 15.0)");
  expect(ratios([20], [2])).toBe("10.0× (1 run each)");
});

test("a chart draws every series once, with labels that do not overlap", () => {
  const series = ["a & b", "c", "d"].map((label) => ({
    label,
    ours: label === "c",
    points: [
      [1, 1],
      [10, 1e-6],
    ],
  }));
  const svg = lineChart({ title: "t", xLabel: "x", yLabel: "y", series });
  expect(svg.match(/<path class="line/g)).toHaveLength(3);
  expect(svg).toContain("a &#38; b");
  const heights = [...svg.matchAll(/<text x="[\d.]+" y="([\d.]+)" style/g)]
    .map(([, y]) => Number(y))
    .sort((a, b) => a - b);
  expect(heights).toHaveLength(3);
  for (let k = 1; k < heights.length; k++) expect(heights[k] - heights[k - 1]).toBeGreaterThanOrEqual(14);
});
