import { describe, expect, it } from "vitest";
import { type FoldFit, tunedPath } from "./tunedPath.js";

const fold = (logLoss: number, weight = 1, accuracy = 1): FoldFit => ({
  logLoss,
  accuracy,
  weight,
  status: "converged",
  steps: 1,
});
const strengths = (count: number) =>
  Array.from({ length: count }, (_, k) => ({ penalty: 2 ** -k, l2: 2 ** -k, l1: 0 }));

describe("tunedPath", () => {
  it("is the textbook's mean and standard error where all folds weigh the same", () => {
    const { path } = tunedPath(strengths(1), [[fold(1, 5, 0.5), fold(2, 5, 0.75), fold(6, 5, 1)]]);
    expect(path[0].logLoss).toBeCloseTo(3, 14);
    const deviation = Math.sqrt((4 + 1 + 9) / 2);
    expect(path[0].standardError).toBeCloseTo(deviation / Math.sqrt(3), 14);
    expect(path[0].accuracy).toBeCloseTo(0.75, 14);
  });

  it("weights the folds by what they hold out", () => {
    const { path } = tunedPath(strengths(1), [[fold(1, 3, 0), fold(5, 1, 1)]]);
    expect(path[0].logLoss).toBe(2);
    expect(path[0].standardError).toBeCloseTo(Math.sqrt((3 * 1 + 1 * 9) / 4), 14);
    expect(path[0].accuracy).toBe(0.25);
  });

  it("chooses the lowest mean, and the strongest penalty within one standard error of it", () => {
    const at = (mean: number, spread: number) => [fold(mean - spread), fold(mean + spread)];
    const path = tunedPath(strengths(5), [at(9, 0), at(3.25, 0), at(2.9, 5), at(2, 1), at(2.5, 0)]);
    expect(path.path[3].standardError).toBe(1);
    expect(path.best).toBe(3);
    expect(path.oneStandardError).toBe(2);
  });

  it("counts a mean that is exactly one standard error away as within", () => {
    const path = tunedPath(strengths(2), [
      [fold(3), fold(3)],
      [fold(1), fold(3)],
    ]);
    expect(path).toMatchObject({ best: 1, oneStandardError: 0 });
  });

  it("prefers the stronger of penalties that are equally good", () => {
    const same = [fold(2), fold(2)];
    expect(tunedPath(strengths(3), [[fold(7), fold(7)], same, same])).toMatchObject({
      best: 1,
      oneStandardError: 1,
    });
  });

  it("passes over penalties whose fits diverged", () => {
    const diverged = [fold(Number.NaN), fold(1)];
    const path = tunedPath(strengths(3), [diverged, [fold(2), fold(4)], [fold(Infinity), fold(1)]]);
    expect(path).toMatchObject({ best: 1, oneStandardError: 1 });
    expect(() => tunedPath(strengths(1), [diverged])).toThrow(
      "tune: no penalty has a finite held-out loss; lower the learning rate or standardize the features",
    );
  });
});
