import { describe, expect, it } from "vitest";
import type { Dataset } from "./dataset.js";
import { datasetFromRecords, datasetFromRows, takeSamples } from "./samples.js";

describe("datasetFromRecords", () => {
  it("has a column for every key, missing where an object lacks it", () => {
    const dataset = datasetFromRecords([
      { a: 1, b: "x" },
      { c: true, a: null },
      { b: undefined, a: 3 },
    ]);
    expect(dataset).toEqual({
      name: "records",
      nSamples: 3,
      columns: [
        { kind: "number", name: "a", values: Float64Array.of(1, NaN, 3) },
        { kind: "string", name: "b", codes: Int32Array.of(0, -1, -1), categories: ["x"] },
        { kind: "string", name: "c", codes: Int32Array.of(-1, 0, -1), categories: ["true"] },
      ],
    });
  });

  it("refuses what is neither number, string nor boolean, and nothing at all", () => {
    const lists = [{ a: 1 }, { a: [1] as unknown as number }];
    expect(() => datasetFromRecords(lists, "t")).toThrow(/^t, row 2, column "a": a list; expected/);
    expect(() => datasetFromRecords([])).toThrow("records: no records; expected at least one");
  });
});

describe("datasetFromRows", () => {
  it("is one block, and the labels", () => {
    const dataset = datasetFromRows([[1, 2], Float32Array.of(3, 4)], ["b", "a"]);
    expect(dataset).toMatchObject({ nSamples: 2, label: "label" });
    expect(dataset.columns).toEqual([
      {
        kind: "block",
        name: "x",
        features: { kind: "dense", data: Float64Array.of(1, 2, 3, 4), nRows: 2, nColumns: 2, scale: 1 },
      },
      { kind: "string", name: "label", codes: Int32Array.of(0, 1), categories: ["b", "a"] },
    ]);
  });

  it("refuses ragged rows and another number of labels", () => {
    expect(() => datasetFromRows([[1, 2], [3]], undefined, "t")).toThrow("t, row 2: 1 numbers, expected 2");
    expect(() => datasetFromRows([[1]], [1, 2], "t")).toThrow("t: 2 labels for 1 rows; expected one a row");
  });
});

describe("takeSamples", () => {
  it("takes rows of every kind of column, in any order and more than once", () => {
    const block = datasetFromRows([[1], [2], [3]]).columns[0];
    const table = datasetFromRecords([
      { n: 1, s: "a" },
      { n: null, s: "b" },
      { n: 3, s: "a" },
    ]);
    const dataset: Dataset = { ...table, columns: [...table.columns, block], label: "s", test: table };
    const taken = takeSamples(dataset, Int32Array.of(2, 1, 2));
    expect(taken).toMatchObject({ nSamples: 3, label: "s" });
    expect(taken.test).toBeUndefined();
    expect(taken.columns).toMatchObject([
      { values: Float64Array.of(3, NaN, 3) },
      { codes: Int32Array.of(0, 1, 0), categories: ["a", "b"] },
      { features: { data: Float64Array.of(3, 2, 3), nRows: 3 } },
    ]);
  });
});
