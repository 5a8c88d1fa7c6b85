import { type DataRecord, datasetFromRecords, loadDataset } from "@softmax/datasets";
import { referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { evaluate, evaluateRows } from "./evaluate.js";
import { fit } from "./fit.js";
import { predict } from "./predict.js";

const records: DataRecord[] = Array.from({ length: 20 }, (_, i) => ({
  x: i % 2 ? 1 + (i % 5) / 9 : -1 - (i % 3) / 9,
  color: i % 3 ? "red" : "blue",
  w: 1 + (i % 4),
  kind: i === 7 ? "a" : "ab"[i % 2],
}));
const data = datasetFromRecords(records);
const { model, train } = await fit(data, { label: "kind", features: ["x", "color"] });

describe("evaluate", () => {
  it("measures on the training data what training measured", () => {
    const { warnings, ...metrics } = evaluate(model, data);
    expect(warnings).toEqual([]);
    expect(metrics.logLoss).toBeCloseTo(train.logLoss!, 12);
    expect(metrics.confusion).toEqual(train.confusion);
    expect(metrics.n).toBe(20);
  });

  it("is the mean of −ln p of the true classes", () => {
    const p = predict(model, data).probabilities;
    const losses = records.map(({ kind }, i) => -Math.log(p[2 * i + (kind === "a" ? 0 : 1)]));
    expect(evaluate(model, data).logLoss).toBeCloseTo(losses.reduce((a, b) => a + b) / 20, 12);
  });

  it("hands over the targets and the probabilities that it measured", () => {
    const { evaluation, targets, probabilities } = evaluateRows(model, data);
    expect(evaluation).toEqual(evaluate(model, data));
    expect([...targets]).toEqual(records.map(({ kind }) => (kind === "a" ? 0 : 1)));
    const { probabilities: expected } = predict(model, data);
    expect(probabilities).toHaveLength(expected.length);
    // one comes from logits, the other from the kernels at once: they may differ in the last place
    probabilities.forEach((p, k) => void expect(p).toBeCloseTo(expected[k], 15));
  });

  it("takes the label from another column, and weights", () => {
    const renamed = datasetFromRecords(records.map(({ kind, ...rest }) => ({ ...rest, truth: kind })));
    const weighted = evaluate(model, renamed, { label: "truth", weight: "w" });
    const weights = records.map(({ w }) => Number(w));
    const wrong = predict(model, data).labels.map((label, i) => (label === records[i].kind ? 0 : weights[i]));
    const sum = (values: number[]) => values.reduce((a, b) => a + b);
    expect(weighted.accuracy).toBeCloseTo(1 - sum(wrong) / sum(weights), 12);
  });

  it("warns of what training did not show", () => {
    const strange = datasetFromRecords([{ x: null, color: "green", kind: "a" }]);
    expect(evaluate(model, strange).warnings).toEqual([
      "missing values replaced by the training median: 1 in x",
      "categories that training did not see, read as none: 1 in color",
    ]);
  });

  it("looks for a column called label where the model does not know its own", () => {
    const anonymous = { ...model, label: undefined };
    const labelled = datasetFromRecords(records.map(({ kind, ...rest }) => ({ ...rest, label: kind })));
    expect(evaluate(anonymous, labelled).n).toBe(20);
    expect(() => evaluate(anonymous, data)).toThrow('records: no column "label"');
  });

  it("refuses a label that is none of the model's classes", () => {
    const other = datasetFromRecords([...records, { x: 1, color: "red", kind: "z" }]);
    expect(() => evaluate(model, other)).toThrow(
      'records, row 21: label "z" in column "kind"; expected one of the 2 classes of the training data',
    );
  });

  it("does not depend on the kernels", async () => {
    const iris = await loadDataset("iris");
    const fitted = await fit(iris);
    const [fast, plain] = [evaluate(fitted.model, iris), evaluate(fitted.model, iris, {}, referenceKernels)];
    expect(fast.logLoss).toBeCloseTo(plain.logLoss!, 12);
  });
});
