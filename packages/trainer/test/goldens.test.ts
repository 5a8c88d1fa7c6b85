import { existsSync, readFileSync } from "node:fs";
import { readDataset } from "@softmax/datasets/node";
import { fit, type RunOptions } from "@softmax/trainer";
import { describe, expect, it } from "vitest";

const shared = new URL("../../../../shared/", import.meta.url);
const pathOf = (name: string) => new URL(name, shared).pathname;

/** Reference optima, and the options that pose the same problem. */
const cases: { golden: string; data: string; options: RunOptions }[] = [
  { golden: "iris-raw", data: "iris.csv", options: { C: 1, standardize: false } },
  { golden: "iris-standardized", data: "iris.csv", options: { l2: 1e-3 } },
  { golden: "wine-raw", data: "wine_data.csv", options: { C: 1, standardize: false } },
  { golden: "wine-standardized", data: "wine_data.csv", options: { l2: 1e-2 } },
  {
    golden: "digits-16",
    data: "digits.csv.gz",
    options: { l2: 1e-3, scale: 1 / 16, standardize: false, label: "last" },
  },
  { golden: "letter-standardized", data: "letter-recognition.csv", options: { l2: 1e-4, label: "Letter" } },
];

describe.skipIf(!existsSync(shared))("the optimum of each golden (skipped without ../shared)", () => {
  it.each(cases)("$golden in float64", { timeout: 120_000 }, async ({ golden, data, options }) => {
    const expected = JSON.parse(readFileSync(pathOf(`goldens/${golden}.json`), "utf8"));
    const result = await fit(await readDataset(pathOf(`data/${data}`)), {
      ...options,
      precision: "float64",
      tolerance: 1e-11,
    });
    expect(result.objective.value / expected.objective - 1).toBeLessThan(1e-9);
    expect(result.objective.value / expected.objective - 1).toBeGreaterThan(-1e-9);
    expect(largestDifference(result.model.weights, expected.weights.flat())).toBeLessThan(1e-6);
    expect(largestDifference(result.model.bias, expected.bias)).toBeLessThan(1e-6);
    expect(result.certificate.gap).toBeLessThanOrEqual(1e-9);
    expect(result.train.accuracy).toBeCloseTo(expected.trainAccuracy, 12);
  });

  it.each(cases)("$golden in float32", { timeout: 120_000 }, async ({ golden, data, options }) => {
    const expected = JSON.parse(readFileSync(pathOf(`goldens/${golden}.json`), "utf8"));
    const result = await fit(await readDataset(pathOf(`data/${data}`)), { ...options, precision: "float32" });
    expect(Math.abs(result.objective.value / expected.objective - 1)).toBeLessThan(1e-6);
  });
});

function largestDifference(found: Float64Array, expected: readonly number[]): number {
  expect(found.length).toBe(expected.length);
  return found.reduce((largest, value, j) => Math.max(largest, Math.abs(value - expected[j])), 0);
}
