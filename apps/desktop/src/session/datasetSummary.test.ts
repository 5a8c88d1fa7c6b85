import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { expect, it } from "vitest";
import { rowsOf, summaryOf } from "./datasetSummary.js";

it("counts what is missing and what differs, and finds the usual label", () => {
  const animals = datasetFromRecords([
    { legs: 4, kind: "cat", class: "mammal" },
    { legs: null, kind: null, class: "bird" },
    { legs: 4, kind: "cat", class: "mammal" },
  ]);
  const { columns, label, nSamples } = summaryOf(animals);
  expect(nSamples).toBe(3);
  expect(label).toBe("class");
  expect(columns[0]).toEqual({ name: "legs", kind: "number", missing: 1, distinct: 1 });
  expect(columns[1]).toEqual({ name: "kind", kind: "text", missing: 1, distinct: 1 });
});

it("gives rows up to the end, missing values as null", () => {
  const rows = rowsOf(
    datasetFromRecords([
      { a: 1, b: "x" },
      { a: null, b: null },
    ]),
    1,
    10,
  );
  expect(rows).toEqual([[null, null]]);
});

it("says of images how large they are", async () => {
  const { columns } = summaryOf(await loadDataset("digits"));
  expect(columns.find(({ kind }) => kind === "image")?.shape).toBe("8 × 8");
});
