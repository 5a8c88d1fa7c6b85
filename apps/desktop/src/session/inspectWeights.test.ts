import { expect, it } from "vitest";
import { weightsOf } from "./inspectWeights.js";

const parts = {
  label: "y",
  bias: Float64Array.of(0, 1),
  link: "softmax",
  training: {},
  classes: ["a", "b"],
} as const;

it.each([
  ["planar", [1 + 3 + 5, 2 + 4 + 6]],
  ["interleaved", [1 + 2 + 3, 4 + 5 + 6]],
] as const)("adds up the color channels of %s images", (order, expected) => {
  const image = { width: 2, height: 1, channels: 3, order };
  const { image: shown } = weightsOf({
    ...parts,
    encoders: [{ kind: "block", column: "pixel", nFeatures: 6, image, scale: 1 }],
    weights: Float64Array.of(1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0),
  });
  expect([...shown!.grids]).toEqual([...expected, 0, 0]);
});

it("gives every weight by its feature's name, and says whether features were standardized", () => {
  const weights = Float64Array.of(1, 2, 3, -1, -2, -3);
  const number = { kind: "number", column: "x", median: 0, mean: 0, deviation: 1 } as const;
  const color = { kind: "one-hot", column: "color", categories: ["blue", "red"] } as const;
  const found = weightsOf({ ...parts, encoders: [number, color], weights });
  expect(found.names).toEqual(["x", "color=blue", "color=red"]);
  expect([...found.weights]).toEqual([...weights]);
  expect(found.standardized).toBe(false);
  expect(weightsOf({ ...parts, encoders: [{ ...number, mean: 2 }, color], weights }).standardized).toBe(true);
});

it("keeps the features with the largest weights when there are too many to read", () => {
  const d = 30_000;
  const weights = Float64Array.from({ length: 2 * d }, (_, k) => (k < d ? k / d : 0));
  const found = weightsOf({
    ...parts,
    encoders: [{ kind: "block", column: "x", nFeatures: d, scale: 1 }],
    weights,
  });
  expect(found.nFeatures).toBe(d);
  expect(found.names).toHaveLength(20_000);
  expect(found.names[0]).toBe("x[29999]");
  expect(found.weights[0]).toBe((d - 1) / d);
  expect(found.weights[20_000]).toBe(0);
});
