import { datasetFromRecords, type Encoder } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { createModel } from "./classifier.js";
import { asDataset, type Samples } from "./samples.js";

const number = (column: string): Encoder => ({ kind: "number", column, median: 0, mean: 0, deviation: 1 });
const block: Encoder = { kind: "block", column: "pixels", nFeatures: 2, scale: 1 };

describe("samples", () => {
  const model = createModel({
    classes: [0, 1],
    encoders: [number("x"), block, number("y")],
    weights: Float64Array.of(1, 10, 100, 1000, 0, 0, 0, 0),
    bias: new Float64Array(2),
    link: "softmax",
    training: {},
  });
  const scores = (samples: Samples) => [...model.logits(samples)].filter((_, k) => k % 2 === 0);

  it("may be bare rows, in the order of the model's columns, blocks included", () => {
    expect(
      scores([
        [1, 2, 3, 4],
        [0, 0, 1, 0],
      ]),
    ).toEqual([1 + 20 + 300 + 4000, 100]);
  });

  it("may be a dataset, whatever the order of its columns and what else it has", () => {
    const { columns, ...rest } = asDataset([[1, 2, 3, 4]], model.encoders);
    const other = { kind: "number", name: "other", values: Float64Array.of(9) } as const;
    expect(scores({ ...rest, columns: [other, ...columns].reverse() })).toEqual([4321]);
  });

  it("may be objects by column name, with gaps", () => {
    const tabular = createModel({
      ...model,
      encoders: [number("x"), number("y")],
      weights: Float64Array.of(1, 10, 0, 0),
    });
    const z = tabular.logits([
      { y: 2, x: 1 },
      { x: 3, y: null, color: "red" },
    ]);
    expect([z[0], z[2]]).toEqual([21, 3]);
  });

  it("are arrays or objects, one kind throughout", () => {
    const mixed: unknown[] = [[1, 2, 3, 4], { x: 1 }];
    for (const samples of [mixed, mixed.slice().reverse()])
      expect(() => model.predict(samples as Samples)).toThrow(
        new TypeError("row 1 and row 0 differ in kind; expected all to be arrays, or all objects"),
      );
  });

  it("of another length are refused by their row", () => {
    expect(() =>
      model.predict([
        [1, 2, 3, 4],
        [1, 2, 3],
      ]),
    ).toThrow(new RangeError("row 1: 3 values, expected 4, one a feature of the model"));
  });

  it.each([
    [
      { kind: "one-hot", column: "color", categories: ["red"] } as Encoder,
      'column "color" holds categories; pass objects by column name',
    ],
    [
      { kind: "text", column: "note", method: "hashing", buckets: 4, ngrams: 1 } as Encoder,
      'column "note" holds text; pass objects by column name',
    ],
  ])("that are numbers cannot stand for words (%#)", (encoder, sentence) => {
    expect(() => asDataset([[1]], [encoder])).toThrow(new TypeError(sentence));
  });

  it("that are none are none of every column", () => {
    expect(asDataset([], [number("x"), block])).toMatchObject({
      nSamples: 0,
      columns: [{ name: "x" }, { name: "pixels" }],
    });
    const data = datasetFromRecords([{ x: 1 }]);
    expect(asDataset(data, [])).toBe(data);
  });
});
