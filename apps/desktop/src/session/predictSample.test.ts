import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { fit, predict } from "@softmax/trainer";
import { expect, it } from "vitest";
import { predictRow, predictValues } from "./predictSample.js";

const records = Array.from({ length: 30 }, (_, i) => ({
  size: i % 3,
  color: ["red", "blue"][i % 2],
  kind: i % 3 === 0 ? "a" : "b",
}));
const { model } = await fit(datasetFromRecords(records), { label: "kind" });

it("says of typed values what the model says of the same row", () => {
  const { predicted, probabilities, notes } = predictValues(model, { size: " 2", color: "red" });
  const expected = predict(model, datasetFromRecords([{ size: 2, color: "red" }]));
  expect([...probabilities]).toEqual([...expected.probabilities]);
  expect(model.classes[predicted]).toBe(expected.labels[0]);
  expect(notes).toEqual([]);
});

it("says in a sentence each what stands in for a missing value and what was never seen", () => {
  const missing = predictValues(model, { size: "", color: null });
  expect([...missing.probabilities]).toEqual([
    ...predict(model, { ...datasetFromRecords([{ size: 1, color: "x" }]) }).probabilities,
  ]);
  expect(missing.notes).toEqual([
    "Without a value, so that the median of the training rows stands in: size.",
    "Without a value, which counts for no class and against none: color.",
  ]);
  expect(predictValues(model, { size: "1", color: "green" }).notes).toEqual([
    "With a value that training did not see, which counts for no class and against none: color.",
  ]);
});

it("refuses what is no number, by name", () => {
  expect(() => predictValues(model, { size: "2m", color: "red" })).toThrow(
    'size: found "2m", expected a number.',
  );
  expect(() => predictValues(model, { size: "Infinity", color: "red" })).toThrow('found "Infinity"');
});

it("takes a row of pixels as the data have it", async () => {
  const digits = await loadDataset("digits");
  const { model: reader } = await fit(digits);
  const pixels = digits.columns[0];
  if (pixels.kind !== "block" || pixels.features.kind !== "dense") throw new Error("digits are pixels");
  const row = Float64Array.from(pixels.features.data.subarray(0, 64));
  const { probabilities } = predictRow(reader, row);
  const expected = predict(reader, digits).probabilities.subarray(0, 10);
  for (const [c, p] of expected.entries()) expect(probabilities[c]).toBeCloseTo(p, 12);
});
