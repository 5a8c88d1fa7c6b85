import { expect, test } from "vitest";
import { type CertificateSums, gapOf, totalOf } from "./sums.js";

test("totalOf adds up what plain sums lose", () => {
  expect([
    ...totalOf([Float64Array.of(1e16, 1), Float64Array.of(1, 2), Float64Array.of(-1e16, 3)], 2),
  ]).toEqual([2, 12]);
  expect(totalOf([])).toHaveLength(0);
});

/** Two rows x = ∓1, one of each class, at W = 0, b = 0. */
const sums: CertificateSums = {
  mass: 1,
  prior: Float64Array.of(0.5, 0.5),
  excess: Float64Array.of(0, 0),
  surprise: Float64Array.of(Math.LN2, Math.LN2),
  loss: Math.LN2,
  targetDivergence: Math.LN2,
  shiftDivergence: 0,
  residualMoment: Float64Array.of(0.5, -0.5),
  targetMoment: Float64Array.of(-0.5, 0.5),
  meanNorm: 1,
  nAdditions: 2,
};

test("sums that were made without compensation widen the certificate by what they may have lost", () => {
  const certificate = (rowAdditions?: number) => {
    const found = gapOf({ params: new Float64Array(4), l2: 0.1 }, { ...sums, rowAdditions });
    if (found.gap === null) throw new Error(found.reason);
    return found;
  };
  expect(certificate(0)).toEqual(certificate());
  const lost = 1e6 * Number.EPSILON * Math.LN2;
  expect(certificate(1e6).rounding).toBeGreaterThan(certificate().rounding + lost * (1 - 1e-9));
  expect(certificate(1e6).gap).toBeGreaterThan(certificate().gap);
});
