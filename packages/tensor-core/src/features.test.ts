import { describe, expect, test } from "vitest";
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
