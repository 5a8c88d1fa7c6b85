import { datasetFromRecords, fitEncoders } from "@softmax/datasets";
import { effectiveWeights } from "@softmax/losses";
import { describe, expect, it } from "vitest";
import { gradientNormOf } from "./certificateOnSpark.js";
import { numberStatistics } from "./fitEncoders.js";
import { effectiveFactors } from "./fitOnSpark.js";
import { penaltyParams } from "./logisticRegression.js";

/** What Spark answers of a column: statistics of the values that are there. */
function answerOf(values: readonly (number | null)[]) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  const half = known.length / 2;
  return {
    ...{ n: values.length, known: known.length, mean, deviation: Math.sqrt(variance) },
    median: (known[Math.ceil(half) - 1] + known[Math.floor(half)]) / 2,
    largest: Math.max(...known.map(Math.abs)),
  };
}

describe("numberStatistics", () => {
  it.each([
    ["numbers", [1, 2, 4, 9]],
    ["gaps", [3, null, -5, null, 8, 1e3]],
    ["one value", [7, null, 7]],
  ])("of %s are those that the local encoders learn", (_, values) => {
    const dataset = datasetFromRecords(values.map((x) => ({ x })));
    const [local] = fitEncoders(dataset, Int32Array.from(values.keys()), { columns: ["x"] });
    if (local.kind !== "number") throw new Error(local.kind);
    const { median, mean, deviation, gaps } = numberStatistics("t", "x", answerOf(values));
    expect(median).toBe(local.median);
    expect(mean).toBeCloseTo(local.mean, 12);
    expect(deviation).toBeCloseTo(local.deviation, 12);
    expect(gaps).toBe(values.filter((value) => value === null).length);
  });

  it("refuses a column without a value, and infinite ones", () => {
    expect(() => numberStatistics("t", "x", { n: 2, known: 0 })).toThrow(/"x" has no value/);
    expect(() => numberStatistics("t", "x", { n: 2, known: 2, largest: Infinity })).toThrow(/infinite/);
  });
});

describe("effectiveFactors", () => {
  const targets = Int32Array.of(0, 1, 1, 2, 2, 2);
  const sampleWeight = Float64Array.of(2, 1, 0.5, 3, 0, 1);
  const perClass = (of: (i: number) => number) =>
    Float64Array.from({ length: 3 }, (_, c) => targets.reduce((sum, t, i) => sum + (t === c ? of(i) : 0), 0));
  const counts = { classes: [0, 1, 2], counts: perClass(() => 1), weights: perClass((i) => sampleWeight[i]) };

  it.each([undefined, "balanced"] as const)(
    "with classWeight %s makes the local engine's weights",
    (classWeight) => {
      const { weights, sum } = effectiveWeights({ targets, nClasses: 3, sampleWeight, classWeight });
      const { factors, weightSum, nRows } = effectiveFactors(counts, classWeight);
      expect(nRows).toBe(6);
      expect(weightSum).toBeCloseTo(sum, 12);
      for (const [i, t] of targets.entries())
        expect(sampleWeight[i] * factors[t]).toBeCloseTo(weights![i], 12);
    },
  );
});

describe("penaltyParams", () => {
  it.each([
    { l2: 0.01, l1: 0 },
    { l2: 0, l1: 0.02 },
    { l2: 0.3, l1: 0.1 },
  ])("of %j make Spark's penalty ours", ({ l2, l1 }) => {
    const { regParam, elasticNetParam } = penaltyParams({ l2, l1 });
    expect(regParam * (1 - elasticNetParam)).toBeCloseTo(l2, 15);
    expect(regParam * elasticNetParam).toBeCloseTo(l1, 15);
  });

  it("mix nothing where there is no penalty", () => {
    expect(penaltyParams({ l2: 0, l1: 0 })).toEqual({ regParam: 0, elasticNetParam: 0 });
  });
});

describe("gradientNormOf", () => {
  const params = { weights: Float64Array.of(0.5, 0, -2, 0), bias: Float64Array.of(0, 0) };
  const moments = [
    [0.1, 0.3],
    [-0.2, 0.05],
  ];
  it("adds l2 W, and at 0 takes away up to l1", () => {
    const norm = (l1: number) =>
      gradientNormOf(params, { l2: 0.1, l1 }, (j, c) => moments[j][c], Float64Array.of(0.01, -0.01));
    expect(norm(0)).toBeCloseTo(0.2, 15); // |−0.2|, at the weight that is 0
    expect(norm(0.15)).toBeCloseTo(0.3, 15); // 0.1 + 0.1·0.5 + 0.15, at the weight that is 0.5
  });
});
