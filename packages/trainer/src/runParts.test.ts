import { type DataRecord, datasetFromRecords, loadDataset, takeSamples } from "@softmax/datasets";
import { expect, it } from "vitest";
import { evaluate } from "./evaluate.js";
import { fit } from "./fit.js";
import { runParts } from "./runParts.js";

const penguins = await loadDataset("penguins");
const options = { testSize: 0.2, validationSize: 0.25, seed: 3 };

it("gives every row to one part, as many as asked", () => {
  const { train, validation, test, label } = runParts(penguins, options);
  const rows = [train, validation!, test!].flatMap((part) => [...part.rows]);
  expect(rows.sort((a, b) => a - b)).toEqual(Array.from({ length: 344 }, (_, i) => i));
  expect(test!.rows.length).toBe(69);
  expect(test!.dataset).toEqual(takeSamples(penguins, test!.rows));
  expect(label).toBe("species");
});

it("gives the rows on which the run measured itself", async () => {
  const result = await fit(penguins, options);
  const parts = runParts(penguins, options);
  for (const name of ["train", "validation", "test"] as const) {
    const { warnings: _, ...metrics } = evaluate(result.model, parts[name]!.dataset, parts);
    expect(metrics.confusion).toEqual(result[name]!.confusion);
    expect(metrics.logLoss).toBeCloseTo(result[name]!.logLoss!, 12);
  }
});

it("keeps the weights of the run and the test set that came with the data", async () => {
  const records: DataRecord[] = Array.from({ length: 12 }, (_, i) => ({
    x: i % 5,
    w: 1 + (i % 2),
    y: i % 3 ? "a" : "b",
  }));
  const whole = datasetFromRecords(records);
  const held = datasetFromRecords(records.slice(0, 4));
  const parts = runParts({ ...whole, test: held }, { weight: "w" });
  expect(parts.weight).toBe("w");
  expect(parts.test!.dataset).toBe(held);
  expect([...parts.test!.rows]).toEqual([0, 1, 2, 3]);
  expect(parts.train.dataset.nSamples).toBe(12);
});
