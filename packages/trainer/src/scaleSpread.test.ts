import { type CsrFeatures, denseFeatures, normal, random } from "@softmax/tensor-core";
import { expect, it } from "vitest";
import { scaleSpread } from "./scaleSpread.js";

it("the spread of scales is that of the columns' root mean squares", () => {
  const scales = [1, 0, 30, 0.01]; // 0: a column of zeros has no scale
  const n = 5000;
  const features = normal(random(1, "features"), n * 4).map((v, k) => v * scales[k % 4]);
  const spread = scaleSpread(denseFeatures(features, n, 4));
  expect(spread).toBeGreaterThan(3000 / 1.3);
  expect(spread).toBeLessThan(3000 * 1.3);
});

it("no rows, no columns and nothing but zeros have no spread, nor have sparse features", () => {
  const sparse: CsrFeatures = {
    kind: "csr",
    values: Float64Array.of(1, 100),
    columns: Int32Array.of(0, 1),
    rowStarts: Int32Array.of(0, 2),
    nRows: 1,
    nColumns: 2,
  };
  const none = [denseFeatures(new Float64Array(), 0, 3), denseFeatures(new Float64Array(), 3, 0)];
  for (const features of [...none, denseFeatures(new Float64Array(6), 2, 3), sparse])
    expect(scaleSpread(features)).toBe(1);
});
