import { describe, expect, test } from "vitest";
import { integers, randomFeatures, STORED, toDense } from "../test/problems.js";
import { type CsrFeatures, denseFeatures, takeRows } from "./features.js";

describe("denseFeatures", () => {
  test("names both lengths where they differ", () => {
    expect(() => denseFeatures(new Float64Array(5), 2, 3)).toThrow(
      "denseFeatures: data has 5 values but [2, 3] needs 6",
    );
  });

  test("has no rows and no columns without complaint", () => {
    expect(denseFeatures(new Uint8Array(0), 0, 4)).toMatchObject({ nRows: 0, nColumns: 4, scale: 1 });
    expect(denseFeatures(new Uint8Array(0), 3, 0)).toMatchObject({ nRows: 3, nColumns: 0 });
  });
});

describe("takeRows", () => {
  test.each([3, -1, Number.NaN])("refuses row %d of three", (row) => {
    const features = denseFeatures(Uint8Array.of(1, 2, 3), 3, 1);
    expect(() => takeRows(features, [0, row])).toThrow(
      new RangeError(`takeRows: row ${row}, but there are 3; rows count from 0`),
    );
  });

  test.each(STORED)("takes, from %s, the rows that plain indexing takes", (stored) => {
    for (const [n, d] of [
      [1, 1],
      [3, 4],
      [5, 3],
      [17, 5],
    ]) {
      const features = randomFeatures(stored, n, d);
      const rows = integers(`rows ${n}`, 2 * n + 1, n);
      const [taken, all] = [toDense(takeRows(features, rows)), toDense(features)];
      expect([taken.nRows, taken.nColumns]).toEqual([rows.length, d]);
      expect(taken.data).toEqual(
        Float64Array.from(taken.data, (_, k) => all.data[rows[Math.floor(k / d)] * d + (k % d)]),
      );
    }
  });

  test.each(STORED)("takes no rows, and rows without columns, from %s", (stored) => {
    expect(takeRows(randomFeatures(stored, 3, 4), [])).toMatchObject({ nRows: 0, nColumns: 4 });
    const { nRows, nColumns } = takeRows(randomFeatures(stored, 3, 0), [2, 2]);
    expect([nRows, nColumns]).toEqual([2, 0]);
  });

  test("copies: the rows taken do not change with the features", () => {
    const data = Float64Array.of(1, 2);
    const taken = takeRows(denseFeatures(data, 2, 1), [0, 1]);
    data[0] = 9;
    expect(taken.data).toEqual(Float64Array.of(1, 2));
  });

  test("keeps order, repetition, type and scale of dense rows", () => {
    const taken = takeRows(denseFeatures(Uint8Array.of(1, 2, 3, 4, 5, 6), 3, 2, 0.5), [2, 0, 2]);
    expect(taken).toEqual(denseFeatures(Uint8Array.of(5, 6, 1, 2, 5, 6), 3, 2, 0.5));
  });

  test("keeps order and repetition of sparse rows, empty ones too", () => {
    const features: CsrFeatures = {
      kind: "csr",
      values: Float32Array.of(1, 2, 3),
      columns: Int32Array.of(0, 3, 1),
      rowStarts: Int32Array.of(0, 2, 2, 3),
      nRows: 3,
      nColumns: 4,
    };
    expect(takeRows(features, [2, 1, 0, 0])).toEqual({
      ...features,
      values: Float32Array.of(3, 1, 2, 1, 2),
      columns: Int32Array.of(1, 0, 3, 0, 3),
      rowStarts: Int32Array.of(0, 1, 1, 3, 5),
      nRows: 4,
    });
  });
});
