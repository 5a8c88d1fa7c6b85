import { describe, expect, it } from "vitest";
import { type LinePoint, strongWolfe } from "./lineSearch.js";

type Curve = (step: number) => LinePoint;

const curve =
  (value: (x: number) => number, slope: (x: number) => number): Curve =>
  (step) => ({ step, value: value(step), slope: slope(step) });

/** Descending at 0 and bounded below on the line; the last two are undefined beyond 1 and 2. */
const curves: Record<string, Curve> = {
  parabola: curve(
    (x) => (x - 3) ** 2,
    (x) => 2 * (x - 3),
  ),
  "flat quartic": curve(
    (x) => (x - 10) ** 4,
    (x) => 4 * (x - 10) ** 3,
  ),
  "logistic losses": curve(
    (x) => Math.log1p(Math.exp(-x)) + Math.log1p(Math.exp(0.2 * x)),
    (x) => -1 / (1 + Math.exp(x)) + 0.2 / (1 + Math.exp(-0.2 * x)),
  ),
  "concave, then flat": curve(
    (x) => -x / (x * x + 2),
    (x) => (x * x - 2) / (x * x + 2) ** 2,
  ),
  "waves on a bowl": curve(
    (x) => x * x - x - Math.sin(9 * x),
    (x) => 2 * x - 1 - 9 * Math.cos(9 * x),
  ),
  "NaN from 1": curve(
    (x) => -x - Math.log(1 - x) / 9,
    (x) => -1 + 1 / (9 * (1 - x)),
  ),
  "infinite from 2": curve(
    (x) => (x >= 2 ? Infinity : 1 / (2 - x) - x),
    (x) => (x >= 2 ? Number.NaN : 1 / (2 - x) ** 2 - 1),
  ),
};

describe.each(Object.entries(curves))("on %s", (_, phi) => {
  const start = phi(0);
  describe.each([0.9, 0.1, 1e-3])("with curvature condition %d", (curvature) => {
    it.each([1e-4, 1e-2, 1, 3, 1e2, 1e4])(
      "satisfies both strong Wolfe conditions from first step %d",
      (first) => {
        let last = Number.NaN;
        const watched = (step: number) => {
          last = step;
          return phi(step);
        };
        const found = strongWolfe(watched, start, first, { curvature })!;
        expect(found.value).toBeLessThanOrEqual(start.value + 1e-4 * found.step * start.slope);
        expect(Math.abs(found.slope)).toBeLessThanOrEqual(curvature * Math.abs(start.slope));
        expect(found.step).toBe(last);
      },
    );
  });
});

describe("where rounding hides the decrease", () => {
  const [height, minimum] = [1e6, 0.7];
  const noisy: Curve = (step) => ({
    step,
    value: Math.fround(height + 1e-6 * (step - minimum) ** 2),
    slope: 2e-6 * (step - minimum),
  });

  it.each([1e-3, 0.5, 1, 20])("goes by the slopes from first step %d", (first) => {
    const found = strongWolfe(noisy, noisy(0), first, { curvature: 0.1 })!;
    expect(Math.abs(found.slope)).toBeLessThanOrEqual(0.1 * Math.abs(noisy(0).slope));
  });
});

describe("without an answer", () => {
  it("returns undefined uphill, on the level and for a NaN slope", () => {
    for (const slope of [1, 0, Number.NaN])
      expect(strongWolfe(curves.parabola, { step: 0, value: 9, slope }, 1)).toBeUndefined();
  });

  it("returns undefined where every step is NaN, within the evaluations it is allowed", () => {
    let evaluations = 0;
    const nowhere = (step: number) => {
      evaluations++;
      return { step, value: Number.NaN, slope: Number.NaN };
    };
    expect(strongWolfe(nowhere, { step: 0, value: 1, slope: -1 }, 1, { maxEvaluations: 12 })).toBeUndefined();
    expect(evaluations).toBeLessThanOrEqual(12);
  });

  it("settles for a decrease where the slope never flattens, going tenfold further each time", () => {
    const ramp = curve(
      (x) => -x,
      () => -1,
    );
    const steps: number[] = [];
    const found = strongWolfe((step) => ramp(steps[steps.push(step) - 1]), ramp(0), 1, {
      maxEvaluations: 5,
    })!;
    expect(found.value).toBe(-1000);
    expect(steps).toEqual([1, 10, 100, 1000, 1000]);
  });
});
