import fc from "fast-check";
import { expect, it } from "vitest";
import { medianInPlace } from "./median.js";

it("is the middle of the sorted values, or the mean of the two middle ones", () => {
  const values = fc.array(
    fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -1e9, max: 1e9, noNaN: true })),
    {
      minLength: 1,
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(values, (xs) => {
      const sorted = xs.slice().sort((a, b) => a - b);
      const half = xs.length >> 1;
      const expected = xs.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      expect(medianInPlace(Float64Array.from(xs)) === expected).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

it("of nothing is NaN", () => {
  expect(medianInPlace(new Float64Array(0))).toBeNaN();
});
