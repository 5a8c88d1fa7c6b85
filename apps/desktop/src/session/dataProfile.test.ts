import { type Dataset, datasetFromRecords, datasetFromRows, parseSvmlight } from "@softmax/datasets";
import { expect, it } from "vitest";
import { countDuplicates, profileOf } from "./dataProfile.js";

/** By the rows' texts. */
function slowly(rows: readonly unknown[]): number {
  return rows.length - new Set(rows.map((row) => JSON.stringify(row))).size;
}

it("counts rows that were there before, of every kind of column, missing values among them", async () => {
  const records = Array.from({ length: 500 }, (_, i) => ({
    a: i % 7 === 0 ? null : (i * i) % 5,
    b: ["x", "y", null][(i * 3) % 4] ?? null,
    c: (i * 7) % 11 > 8 ? 0.1 : -(i % 3),
  }));
  const duplicates = await countDuplicates(datasetFromRecords(records));
  expect(duplicates).toBe(slowly(records.map(({ a, b, c }) => [a, b, c + 0])));
  expect(duplicates).toBeGreaterThan(300);
});

it("compares blocks, dense and sparse, by their values", async () => {
  const rows = Array.from({ length: 300 }, (_, i) => [i % 5, (i * i) % 3, i % 2]);
  const labels = rows.map((_, i) => `${i % 3}`);
  const expected = slowly(rows.map((row, i) => [row, labels[i]]));
  expect(await countDuplicates(datasetFromRows(rows, labels))).toBe(expected);
  const text = rows
    .map((row, i) => `${labels[i]} ${row.map((v, j) => `${j + 1}:${v}`).join(" ")}`)
    .join("\n");
  const sparse = parseSvmlight(new TextEncoder().encode(text), { name: "rows" });
  expect(await countDuplicates(sparse)).toBe(expected);
});

it("finds none where all rows differ, however many", async () => {
  const values = Float64Array.from({ length: 50_000 }, (_, i) => i / 8);
  const dataset: Dataset = { name: "n", nSamples: 50_000, columns: [{ kind: "number", name: "x", values }] };
  expect(await countDuplicates(dataset)).toBe(0);
  values[49_999] = 0;
  expect(await countDuplicates(dataset)).toBe(1);
});

it("says what columns hold", async () => {
  const { columns } = await profileOf(
    datasetFromRecords([
      { size: 1, color: "red", none: null },
      { size: null, color: "blue", none: null },
      { size: 4, color: "red", none: null },
    ]),
  );
  expect(columns.slice(0, 2)).toEqual([
    { range: { least: 1, most: 4, mean: 2.5 } },
    { top: { value: "red", count: 2 } },
  ]);
});
