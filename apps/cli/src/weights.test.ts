import { expect, test } from "vitest";
import { largestWeights } from "./weights.js";

test("the weights farthest from zero, with their features, and never a zero", () => {
  const number = (column: string) => ({ kind: "number", column, median: 0, mean: 0, deviation: 1 }) as const;
  const model = {
    classes: ["no", "yes"],
    encoders: [number("a"), number("b"), number("c")],
    weights: Float64Array.of(1, -3, 2, 0, 0, 0.5),
    bias: Float64Array.of(-1, 1),
    link: "softmax",
    training: {},
  } as const;
  expect(largestWeights(model, 2)).toEqual([
    {
      class: "no",
      bias: -1,
      weights: [
        { feature: "b", weight: -3 },
        { feature: "c", weight: 2 },
      ],
    },
    { class: "yes", bias: 1, weights: [{ feature: "c", weight: 0.5 }] },
  ]);
});
