import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { maxDifference } from "./finiteDifferences.js";
import { penalized } from "./penalized.js";

describe.each([0, 1, 3, 4, 5, 17, 511, 512, 513, 1100])("penalized, of %i features", (d) => {
  const [C, factor, l2] = [3, 0.25, 0.1];
  const gradient = normal(random(1), C * d + C);
  const params = normal(random(2), C * d + C);
  const finish = (center: boolean) => {
    const finished = gradient.slice();
    const squares = penalized(finished, params, { factor, l2, nClasses: C, center });
    return { finished, squares };
  };
  const weights = params.subarray(0, C * d);

  it.each([true, false])("is the formula, entry by entry (center %s)", (center) => {
    const expected = gradient.map((value, k) => {
      const others = k < C * d ? [0, 1, 2].map((c) => c * d + (k % d)) : [0, 1, 2].map((c) => C * d + c);
      const mean = center ? others.reduce((sum, at) => sum + gradient[at], 0) / C : 0;
      return factor * (value - mean) + (k < C * d ? l2 * params[k] : 0);
    });
    expect(maxDifference(finish(center).finished, expected)).toBeLessThan(1e-15);
  });

  it("returns the squares of the weights, not of the bias", () => {
    expect(finish(true).squares).toBeCloseTo(
      weights.reduce((sum, w) => sum + w * w, 0),
      10,
    );
  });

  it("what the penalty adds aside, a centered gradient sums to 0 over classes", () => {
    const finished = gradient.slice();
    penalized(finished, params, { factor, l2: 0, nClasses: C, center: true });
    for (let j = 0; j < d; j++)
      expect(Math.abs(finished[j] + finished[d + j] + finished[2 * d + j])).toBeLessThan(1e-15);
  });
});
