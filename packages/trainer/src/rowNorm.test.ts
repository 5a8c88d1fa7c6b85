import { denseFeatures, normal, random, tensor, toCsr } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { rowNorm } from "./rowNorm.js";

describe("rowNorm", () => {
  it.each([0, 1, 3, 4, 5, 17])("is the length of each of two rows of %i", (d) => {
    const data = Float64Array.from(normal(random(1, "rows"), 2 * d), (x, k) => (k % 3 === 1 ? 0 : x));
    const X = denseFeatures(data, 2, d, -2);
    const sparse = toCsr(tensor([[...data.subarray(0, d)], [...data.subarray(d)]]));
    for (const i of [0, 1]) {
      const length = Math.hypot(...data.subarray(i * d, (i + 1) * d));
      expect(rowNorm(X, i)).toBeCloseTo(2 * length, 13);
      if (d > 0) expect(rowNorm(sparse, i)).toBeCloseTo(length, 13);
    }
  });
});
