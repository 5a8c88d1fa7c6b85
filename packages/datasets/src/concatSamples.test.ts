import { describe, expect, it } from "vitest";
import { concatSamples } from "./concatSamples.js";
import type { Dataset } from "./dataset.js";
import { columnLabels } from "./labels.js";
import { datasetFromRecords, datasetFromRows } from "./samples.js";

const sparse = (values: number[], columns: number[], rowStarts: number[], nColumns: number): Dataset => ({
  name: "sparse",
  nSamples: rowStarts.length - 1,
  columns: [
    {
      kind: "block",
      name: "x",
      features: {
        kind: "csr",
        values: Float64Array.from(values),
        columns: Int32Array.from(columns),
        rowStarts: Int32Array.from(rowStarts),
        nRows: rowStarts.length - 1,
        nColumns,
      },
    },
  ],
});

describe("concatSamples", () => {
  it("joins numbers and strings by column name, whatever the order of columns and categories", () => {
    const first = datasetFromRecords([
      { n: 1, s: "a" },
      { n: 2, s: "b" },
    ]);
    const second = datasetFromRecords([
      { s: "b", n: 3 },
      { s: "c", n: 4 },
      { s: null, n: 5 },
    ]);
    const joined = concatSamples([first, second], "both");
    expect(joined).toMatchObject({ name: "both", nSamples: 5 });
    expect(joined.columns.map(columnLabels)).toEqual([
      [1, 2, 3, 4, 5],
      ["a", "b", "b", "c", null],
    ]);
  });

  it("joins dense blocks in their own type", () => {
    const joined = concatSamples(
      [
        datasetFromRows([[1, 2]]),
        datasetFromRows([
          [3, 4],
          [5, 6],
        ]),
      ],
      "both",
    );
    expect(joined.columns[0]).toMatchObject({
      features: { data: Float64Array.of(1, 2, 3, 4, 5, 6), nRows: 3 },
    });
  });

  it("joins sparse blocks to the width of the widest", () => {
    const joined = concatSamples([sparse([1, 2], [0, 1], [0, 2, 2], 2), sparse([3], [4], [0, 1], 5)], "both");
    expect(joined.columns[0]).toMatchObject({
      features: {
        values: Float64Array.of(1, 2, 3),
        columns: Int32Array.of(0, 1, 4),
        rowStarts: Int32Array.of(0, 2, 2, 3),
        nRows: 3,
        nColumns: 5,
      },
    });
  });

  it("refuses tables that do not fit", () => {
    const numbers = datasetFromRecords([{ n: 1 }], "a.csv");
    expect(() => concatSamples([numbers, datasetFromRecords([{ m: 1 }], "b.csv")], "t")).toThrow(
      'b.csv: no column "n"; expected a number column as in a.csv',
    );
    expect(() => concatSamples([numbers, datasetFromRecords([{ n: "x" }], "b.csv")], "t")).toThrow(
      'b.csv: a string column "n"; expected a number column as in a.csv',
    );
    expect(() => concatSamples([datasetFromRows([[1]]), datasetFromRows([[1, 2]])], "t")).toThrow(
      'block "x": 2 features of Float64Array; expected 1 of Float64Array',
    );
    expect(() => concatSamples([datasetFromRows([[1]]), sparse([], [], [0, 0], 1)], "t")).toThrow(
      "sparse in one file and dense in another",
    );
  });
});
