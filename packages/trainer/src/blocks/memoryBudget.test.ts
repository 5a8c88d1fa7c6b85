import { type BlockLayout, blockBytes, passRows } from "@softmax/tensor-core";
import { describe, expect, test } from "vitest";
import { blockLimits, dataBytes } from "./memoryBudget.js";

const layout = (nColumns: number, kind: BlockLayout["kind"] = "dense"): BlockLayout => ({
  kind,
  stored: "float32",
  nColumns,
  scale: 1,
});

describe("the memory of a process", () => {
  test("less what the program itself takes is for data", () => {
    expect(dataBytes(512e6)).toBe(322e6);
    expect(() => dataBytes(200e6)).toThrow("memory: found 200000000 bytes; expected at least 254000000");
  });

  test("gives blocks of the rows of a pass where two of them fit", () => {
    expect(blockLimits(layout(50), 10, "float32", 106e6).mostRows).toBe(passRows(layout(50), 10, "float32"));
  });

  test.each([300, 5000, 100_000])("gives smaller blocks of wide rows: %d columns", (nColumns) => {
    const { mostRows, mostBytes } = blockLimits(layout(nColumns), 10, "float32", 64e6);
    expect(mostRows).toBeLessThan(passRows(layout(nColumns), 10, "float32"));
    expect(mostRows % 64 === 0 || mostRows < 64).toBe(true);
    expect(blockBytes(layout(nColumns), { nRows: mostRows, nonzeros: 0 })).toBeLessThanOrEqual(mostBytes);
  });

  test("gives a row at least, and sparse rows by their bytes alone", () => {
    expect(blockLimits(layout(1e8), 2, "float32", 64e6).mostRows).toBe(1);
    expect(blockLimits(layout(1e6, "csr"), 2, "float32", 64e6).mostBytes).toBe(16e6);
  });
});
