import { defaultKernels, denseFeatures, normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import {
  argmaxRows,
  createModel,
  linkOf,
  logitsOf,
  type ModelParts,
  predictedProbabilities,
  probabilitiesOf,
} from "./classifier.js";

const number = (column: string) => ({ kind: "number", column, median: 0, mean: 0, deviation: 1 }) as const;
const parts: ModelParts = {
  classes: ["a", "b", "c"],
  encoders: [number("x"), number("y")],
  weights: Float64Array.of(1, 0, 0, 1, -1, -1),
  bias: Float64Array.of(0, 0.5, 0),
  link: "softmax",
  training: {},
};
const naiveSoftmax = (z: number[]) => {
  const sum = z.reduce((total, zc) => total + Math.exp(zc), 0);
  return z.map((zc) => Math.exp(zc) / sum);
};
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

describe("a model", () => {
  const model = createModel(parts);

  it("scores, weighs and decides by the formulas", () => {
    const [x, y] = [0.3, -1.2];
    const z = [x, y + 0.5, -x - y];
    expect([...model.logits([[x, y]])]).toEqual(z.map((zc) => expect.closeTo(zc, 14)));
    expect([...model.predictProbabilities([[x, y]])]).toEqual(
      naiveSoftmax(z).map((p) => expect.closeTo(p, 14)),
    );
    expect(
      model.predict([
        [x, y],
        [5, 0],
        [0, 5],
      ]),
    ).toEqual(["c", "a", "b"]);
  });

  it("decides ties for the lowest class", () => {
    const even = createModel({ ...parts, weights: new Float64Array(6), bias: new Float64Array(3) });
    expect(even.predict([[1, 2]])).toEqual(["a"]);
    expect(
      createModel({ ...parts, weights: new Float64Array(6), bias: Float64Array.of(0, 1, 1) }).predict([
        [1, 2],
      ]),
    ).toEqual(["b"]);
  });

  it("keeps the type of the labels", () => {
    expect(createModel({ ...parts, classes: [2, 10, 30] }).predict([[5, 0]])).toEqual([2]);
  });

  it("has nothing to say about no samples", () => {
    expect(model.predict([])).toEqual([]);
    expect(model.logits([])).toHaveLength(0);
    expect(model.predictProbabilities([])).toHaveLength(0);
  });

  it("multiplies with the kernels it is given", () => {
    const rows = Array.from({ length: 17 }, (_, i) => [...normal(random(i), 2)]);
    const fast = createModel(parts, defaultKernels()).logits(rows);
    expect([...fast]).toEqual([...model.logits(rows)].map((z) => expect.closeTo(z, 13)));
  });

  it.each<[Partial<ModelParts>, string]>([
    [{ bias: new Float64Array(2) }, "3 classes and 2 features need 6 weights and 3 biases; found 6 and 2"],
    [{ weights: new Float64Array(7) }, "3 classes and 2 features need 6 weights and 3 biases; found 7 and 3"],
    [{ encoders: [number("x")] }, "3 classes and 1 features need 3 weights and 3 biases; found 6 and 3"],
    [
      { classes: [], weights: new Float64Array(0), bias: new Float64Array(0) },
      "0 classes and 2 features need 0 weights and 0 biases; found 0 and 0",
    ],
  ])("is not made of parts that do not fit together (%#)", (change, sentence) => {
    expect(() => createModel({ ...parts, ...change })).toThrow(new RangeError(`createModel: ${sentence}`));
  });
});

describe("probabilitiesOf", () => {
  const extreme = Float64Array.of(1e4, -1e4, 0, -1e4, -1e4, -1e4, 1e4, 1e4, 1e4, -1e4, -2e4, -1e4 + 1);

  it.each(["softmax", "sigmoid"] as const)("sums to 1 in every row, with logits of ±1e4 too (%s)", (link) => {
    const p = probabilitiesOf(extreme, 3, link);
    for (let row = 0; row < 4; row++) {
      const [a, b, c] = p.subarray(3 * row, 3 * row + 3);
      expect(a + b + c).toBeCloseTo(1, 14);
    }
    expect([...p.subarray(3, 9)]).toEqual(Array(6).fill(expect.closeTo(1 / 3, 14)));
  });

  it("of softmax does not see a constant added to a row", () => {
    const z = Float64Array.of(0.1, -2, 3);
    const shifted = probabilitiesOf(
      z.map((zc) => zc + 100),
      3,
      "softmax",
    );
    expect([...shifted]).toEqual([...probabilitiesOf(z, 3, "softmax")].map((p) => expect.closeTo(p, 13)));
  });

  it.each([
    [0.2, -1, 3],
    [-5, -3, -0.5],
    [-700, -701, -702],
    [0, 0, 0],
  ])("of sigmoids is each class's own, divided by their sum: %d %d %d", (...z) => {
    const own = z.map(sigmoid);
    const sum = own.reduce((a, b) => a + b);
    expect([...probabilitiesOf(Float64Array.from(z), 3, "sigmoid")]).toEqual(
      own.map((p) => expect.closeTo(p / sum, 12)),
    );
  });

  it("of sigmoids far below zero is their ratio, which e^z alone decides", () => {
    const [a, b] = probabilitiesOf(Float64Array.of(-1e4, -1e4 - 1), 2, "sigmoid");
    expect(a / b).toBeCloseTo(Math.E, 10);
  });
});

it.each(["softmax", "sigmoid"] as const)(
  "probabilities from one pass are those of the logits (%s)",
  (link) => {
    const X = denseFeatures(normal(random(3), 40), 10, 4);
    const predictor = defaultKernels().predictor(normal(random(4), 15), 4, "float64");
    const expected = probabilitiesOf(logitsOf(predictor, X), 3, link);
    expect([...predictedProbabilities(predictor, X, link)]).toEqual(
      [...expected].map((p) => expect.closeTo(p, 13)),
    );
  },
);

it("argmaxRows takes the first of equal entries", () => {
  expect([...argmaxRows(Float64Array.of(1, 1, 0, 3, 2, 3, -1, -1, -1), 3)]).toEqual([0, 0, 0]);
  expect([...argmaxRows(Float64Array.of(0, 1, 1), 3)]).toEqual([1]);
  expect(argmaxRows(new Float64Array(0), 3)).toHaveLength(0);
});

it("only one-vs-rest is read through sigmoids", () => {
  expect(["cross-entropy", "quadratic", "hinge", "focal"].map(linkOf)).toEqual(Array(4).fill("softmax"));
  expect(linkOf("sigmoid")).toBe("sigmoid");
});

it("logitsOf counts the scale of bytes in", () => {
  const X = denseFeatures(Uint8Array.of(0, 255), 2, 1, 1 / 255);
  const predictor = defaultKernels().predictor(Float64Array.of(2, -1, 0.5, 0), 1, "float64");
  const z = logitsOf(predictor, X);
  expect([...z]).toEqual([0.5, 0, 2.5, -1].map((zc) => expect.closeTo(zc, 14)));
});
