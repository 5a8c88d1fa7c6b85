import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { createModel } from "./classifier.js";
import { explain } from "./explain.js";
import { fit } from "./fit.js";
import { predict } from "./predict.js";

const byHand = (link: "softmax" | "sigmoid", bias: readonly number[] = [0.5, 0, -1]) =>
  createModel({
    classes: ["a", "b", "c"],
    encoders: [
      { kind: "number", column: "x", median: 2, mean: 1, deviation: 2 },
      { kind: "one-hot", column: "color", categories: ["blue", "red"] },
    ],
    weights: Float64Array.of(1, 2, 3, -1, 0, 4, 0.5, -2, 1),
    bias: Float64Array.from(bias),
    link,
    training: {},
  });

describe("explain", () => {
  const sample = datasetFromRecords([{ x: 4, color: "red" }]);

  it("has a term for every feature that is not zero, in the encoded units", () => {
    const { features, values, contributions, logits, max } = explain(byHand("softmax"), sample, 0);
    expect([...features]).toEqual([0, 2]);
    expect([...values]).toEqual([1.5, 1]);
    expect([...contributions]).toEqual([1.5, 3, -1.5, 4, 0.75, 1]);
    expect([...logits]).toEqual([5, 2.5, 0.75]);
    expect(max).toBe(5);
  });

  it("divides exponentials relative to the largest by their sum", () => {
    const { terms, normalizer, probabilities } = explain(byHand("softmax"), sample, 0);
    expect([...terms]).toEqual([1, Math.exp(-2.5), Math.exp(-4.25)]);
    expect(normalizer).toBeCloseTo(1 + Math.exp(-2.5) + Math.exp(-4.25), 15);
    expect(probabilities[1]).toBeCloseTo(Math.exp(-2.5) / normalizer, 15);
  });

  it("stays finite where exponentials would overflow", () => {
    const { probabilities, normalizer } = explain(byHand("softmax", [1e4, -1e4, 0]), sample, 0);
    expect([...probabilities]).toEqual([1, 0, 0]);
    expect(normalizer).toBe(1);
  });

  it("takes sigmoids where each class was fitted against the rest", () => {
    const { terms, probabilities } = explain(byHand("sigmoid"), sample, 0);
    const sigmoids = [5, 2.5, 0.75].map((z) => 1 / (1 + Math.exp(-z)));
    const sum = sigmoids.reduce((a, b) => a + b);
    for (const [c, s] of sigmoids.entries()) {
      expect(terms[c]).toBeCloseTo(s / sigmoids[0], 14);
      expect(probabilities[c]).toBeCloseTo(s / sum, 14);
    }
  });

  it("reads a missing number as the median and an unseen category as none", () => {
    const { features, values } = explain(
      byHand("softmax"),
      datasetFromRecords([{ x: null, color: "green" }]),
      0,
    );
    expect([...features]).toEqual([0]);
    expect([...values]).toEqual([0.5]);
  });

  it.each(["penguins", "digits"])("comes to what the model says of %s", async (name) => {
    const data = await loadDataset(name);
    const { model } = await fit(data);
    const expected = predict(model, data).probabilities;
    const C = model.classes.length;
    const logits = model.logits(data);
    for (const row of [0, 17, data.nSamples - 1]) {
      const found = explain(model, data, row);
      const m = found.features.length;
      for (let c = 0; c < C; c++) {
        const terms = found.contributions.subarray(c * m, (c + 1) * m);
        expect(terms.reduce((sum, term) => sum + term, model.bias[c])).toBeCloseTo(found.logits[c], 9);
        expect(found.logits[c]).toBeCloseTo(logits[row * C + c], 9);
        expect(found.probabilities[c]).toBeCloseTo(expected[row * C + c], 12);
      }
    }
  });

  it("explains sparse text by the words that are there", async () => {
    const texts = ["free money now", "see you at home", "win free money", "home now you see"];
    const data = datasetFromRecords(texts.map((text, i) => ({ text, kind: i % 2 ? "ham" : "spam" })));
    const { model } = await fit(data, { label: "kind", text: ["text"] });
    const { features, logits, contributions } = explain(model, data, 0);
    expect(features.length).toBeGreaterThan(2);
    expect(features.length).toBeLessThan(model.weights.length / 2);
    expect(contributions.length).toBe(2 * features.length);
    expect(logits[1]).toBeCloseTo(model.logits(data)[1], 10);
  });

  it("refuses a row that is not there", () => {
    expect(() => explain(byHand("softmax"), sample, 1)).toThrow(
      "explain: row 1, but there are 1; rows count from 0",
    );
  });
});
