import { expect, test } from "vitest";
import { csrOf } from "../test/problems.js";
import { compactor } from "./csrCompact.js";

const X = csrOf(Float64Array.of(0, 5, 0, 6, 0, 0, 0, 0, 7, 0, 0, 8), 3, 4, Float32Array);

test("keeps the rows' entries and numbers the columns in the order of their first use", () => {
  const cut = compactor(X)({ from: 1, to: 4, order: Int32Array.of(1, 2, 1, 0) });
  expect(cut.columns).toEqual(Int32Array.of(0, 3, 1));
  expect(cut.features).toEqual({
    kind: "csr",
    values: Float32Array.of(7, 8, 5, 6),
    columns: Int32Array.of(0, 1, 2, 1),
    rowStarts: Int32Array.of(0, 2, 2, 4),
    nRows: 3,
    nColumns: 3,
  });
});

test("remembers nothing of the range before", () => {
  const compact = compactor(X);
  compact({ from: 0, to: 3 });
  expect(compact({ from: 2, to: 3 })).toEqual(compactor(X)({ from: 2, to: 3 }));
});

test("empty rows use no columns", () => {
  const { features, columns } = compactor(X)({ from: 1, to: 2 });
  expect([features.nRows, features.nColumns, columns.length]).toEqual([1, 0, 0]);
});
