import { datasetFromRecords } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { foldRows } from "./foldRows.js";
import { labelledData } from "./labelledData.js";
import { parseRunConfig } from "./runConfig.js";

const seventeen = Array.from({ length: 17 }, (_, i) => i);
const labelled = (records: Record<string, number | string>[], options = {}) =>
  labelledData(datasetFromRecords(records), parseRunConfig({ label: "kind", ...options }));
const sorted = (rows: Iterable<number>) => [...rows].sort((a, b) => a - b);

describe("foldRows", () => {
  const data = labelled(seventeen.map((i) => ({ x: i, kind: i % 3 })));

  it.each([2, 3, 5])("holds every row out once in %i folds", (folds) => {
    const rows = Int32Array.from(seventeen);
    const parts = foldRows(data, rows, folds, 0);
    expect(parts).toHaveLength(folds);
    expect(sorted(parts.flatMap(({ test }) => [...test]))).toEqual(seventeen);
    for (const { train, test } of parts) expect(sorted([...train, ...test])).toEqual(seventeen);
  });

  it("divides the given rows only, by their place in the dataset", () => {
    const rows = Int32Array.of(2, 3, 5, 7, 9, 10, 12, 13);
    for (const { train, test } of foldRows(data, rows, 2, 4))
      expect(sorted([...train, ...test])).toEqual([...rows]);
  });

  it("gives every fold its share of every class", () => {
    for (const { test } of foldRows(data, Int32Array.from(seventeen), 5, 1))
      for (const kind of [0, 1, 2]) {
        const count = test.filter((i) => i % 3 === kind).length;
        expect([1, 2]).toContain(count);
      }
  });

  it("never splits a group", () => {
    const town = (i: number) => `town ${i % 7}`;
    const grouped = labelled(
      seventeen.map((i) => ({ x: i, kind: Math.floor(i / 3) % 2, town: town(i) })),
      { group: "town" },
    );
    for (const { train, test } of foldRows(grouped, Int32Array.from(seventeen), 3, 0)) {
      const learned = new Set([...train].map(town));
      expect([...test].filter((i) => learned.has(town(i)))).toEqual([]);
    }
  });

  it("refuses a class that one fold has alone", () => {
    const rare = labelled(seventeen.map((i) => ({ x: i, kind: i === 4 ? "rare" : "abc"[i % 2] })));
    expect(() => foldRows(rare, Int32Array.from(seventeen), 3, 0)).toThrow(
      /^records: the class "rare" is in fold [123] of 3 only, so that it is tried without having been learned; expected it in rows of two folds$/,
    );
  });

  it("refuses a class that one group has alone", () => {
    const records = seventeen.map((i) => ({
      x: i,
      kind: i < 3 ? "rare" : "abc"[i % 2],
      town: Math.floor(i / 3),
    }));
    const grouped = labelled(records, { group: "town" });
    expect(() => foldRows(grouped, Int32Array.from(seventeen), 3, 0)).toThrow(
      /rows of two groups of two folds$/,
    );
  });
});
