import { denseFeatures, normal, random, referenceKernels, takeRows } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { certificateSums, targetSums } from "./certificatePass.js";

const [n, d, C] = [300, 7, 3];
const X = denseFeatures(normal(random(1), n * d), n, d);
const targets = Int32Array.from({ length: n }, (_, i) => i % C);
const weights = normal(random(2), n).map((x) => Math.abs(x));
const params = normal(random(3), C * (d + 1));
const scope = { nSamples: n, nColumns: d, nClasses: C, labelSmoothing: 0.1 };

/** Some rows; with their features, or without. */
function rowsOf(from: number, to: number, known: boolean) {
  const features = takeRows(
    X,
    Array.from({ length: to - from }, (_, k) => from + k),
  );
  const kernel = referenceKernels.linear(features, "float64");
  const logits = new Float64Array((to - from) * C);
  kernel.logits(params, { from: 0, to: to - from }, logits);
  const own = { targets: targets.subarray(from, to), weights: weights.subarray(from, to) };
  return { kernel, logits, ...own, features: known ? features : undefined };
}

function sumsOver(cuts: readonly number[], known: boolean) {
  const parts = cuts.slice(1).map((to, k) => rowsOf(cuts[k], to, known));
  const seen = targetSums(scope);
  for (const part of parts) seen.add(part);
  const sums = certificateSums(scope, seen.prior(), Float64Array.of(0.1, -0.2, 0.1));
  for (const part of parts) sums.add(part);
  return sums.sums();
}

describe("the sums behind a certificate", () => {
  const whole = sumsOver([0, n], true);

  it.each([[[0, 64, 128, 300]], [[0, 1, 299, 300]]])("are the same over blocks that end at %j", (cuts) => {
    const { nAdditions, ...sums } = sumsOver(cuts, true);
    expect(nAdditions).toBe(Math.max(...cuts.slice(1).map((to, k) => to - cuts[k])) + cuts.length - 1);
    for (const [name, value] of Object.entries(sums)) {
      const expected = whole[name as keyof typeof sums] as number | Float64Array;
      const flat = (some: number | Float64Array) => (typeof some === "number" ? [some] : [...some]);
      flat(value as number | Float64Array).forEach(
        (x, k) => void expect(x).toBeCloseTo(flat(expected)[k], 14),
      );
    }
  });

  it("bound the norms of rows that are known by their columns alone", () => {
    for (const cuts of [[0, n], [0, 64, 128, 300], Array.from({ length: n + 1 }, (_, i) => i)]) {
      const { meanNorm, ...sums } = sumsOver(cuts, false);
      const { meanNorm: exact, ...others } = sumsOver(cuts, true);
      expect(sums).toEqual(others);
      expect(meanNorm).toBeGreaterThanOrEqual(exact * (1 - 1e-14));
      expect(meanNorm).toBeLessThan(exact * (cuts.length > n ? 1 + 1e-14 : 1.1));
    }
  });
});
