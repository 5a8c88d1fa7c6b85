import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { expect, test } from "vitest";
import { fit } from "./fit.js";
import { predict } from "./predict.js";

test("says what the model's own methods say", async () => {
  const penguins = await loadDataset("penguins");
  const { model } = await fit(penguins, { l2: 1e-2 });
  const { labels, probabilities } = predict(model, penguins);
  expect(labels).toEqual(model.predict(penguins));
  const expected = model.predictProbabilities(penguins);
  expect(Array.from(probabilities)).toEqual(Array.from(expected, (p) => expect.closeTo(p, 12)));
});

test("needs no label, and tells of gaps and of categories that training did not see", async () => {
  const rows = [
    { size: 1, color: "red", label: "a" },
    { size: 2, color: "blue", label: "b" },
    { size: 3, color: "red", label: "b" },
  ];
  const { model } = await fit(datasetFromRecords(rows));
  const { labels, warnings } = predict(
    model,
    datasetFromRecords([
      { size: 2, color: "green" },
      { size: null, color: "red" },
    ]),
  );
  expect(labels).toHaveLength(2);
  expect(warnings.join("; ")).toMatch(/1 in size.*1 in color/);
  expect(predict(model, datasetFromRecords([{ size: 2, color: "blue" }])).warnings).toEqual([]);
});
