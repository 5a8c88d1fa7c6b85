import { describe, expect, test, vi } from "vitest";
import { expectSamePasses, passes } from "../test/passes.js";
import { countMemories, csrOf, integers, numbers, randomFeatures } from "../test/problems.js";
import type { CsrFeatures } from "./features.js";
import type { Kernels, Precision } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { blockHeight, fasterByColumns, placeByColumns, turnedBytes } from "./kernels.wasm.byColumns.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { wasmKernels } from "./kernels.wasm.js";
import { type WasmBuild, type WasmVariant, wasmBuild } from "./kernels.wasm.module.js";
import type { Placed } from "./kernels.wasm.place.js";
import { WasmProblem } from "./kernels.wasm.problem.js";
import { turnedWindow, turnedWorkspaceBytes } from "./kernels.wasm.window.js";

/** Rows below, at and above blocks of 64; classes below, at and above a vector and a tile of 5 vectors. */
const SHAPES = [
  [1, 1, 1],
  [3, 4, 2],
  [4, 5, 3],
  [17, 17, 4],
  [64, 3, 5],
  [65, 33, 21],
  [200, 100, 10],
];
const TOLERANCE: Record<Precision, number> = { float64: 1e-12, float32: 1e-5 };

for (const variant of ["simd", "relaxed-simd"] as WasmVariant[]) {
  const build = wasmBuild(variant) as WasmBuild;

  describe.skipIf(!build)(`${variant} passes by columns`, () => {
    const bound = (features: CsrFeatures, C: number, precision: Precision, height = 64) => {
      const window = turnedWindow(C, height, Math.ceil(features.nRows / height));
      const workspace = turnedWorkspaceBytes(features.nColumns, C, window);
      const placed = placeByColumns(features, precision, height, workspace) as Placed;
      const problem = new WasmProblem(new WasmInstance(build, precision, placed.memory), features, placed);
      expect(problem.open(C, features.nRows)).toBe(true);
      expect(placed.end).toBeLessThanOrEqual(turnedBytes(features, height));
      expect(placed.memory.buffer.byteLength).toBeLessThan(turnedBytes(features, height) + workspace + 65536);
      return problem;
    };

    describe.each(["csr float32", "csr float64"] as const)("on %s features", (stored) => {
      test.each(SHAPES)("n = %d, d = %d, C = %d agree with the reference loops", (n, d, C) => {
        const features = randomFeatures(stored, n, d) as CsrFeatures;
        const rows = { from: 0, to: n };
        const weights = numbers("weights", n).map((w) => w + 1);
        for (const precision of ["float32", "float64"] as const)
          for (const w of [undefined, weights])
            expectSamePasses(
              passes(bound(features, C, precision), C, rows, w),
              passes(referenceKernels.linear(features, "float64"), C, rows, w),
              TOLERANCE[precision],
            );
      });
    });

    test("a column with entries in more rows than are summed at once", () => {
      const n = 2100;
      const features = csrOf(numbers("x", n), n, 1, Float32Array);
      const rows = { from: 0, to: n };
      expectSamePasses(
        passes(bound(features, 2, "float32", 2112), 2, rows),
        passes(referenceKernels.linear(features, "float64"), 2, rows),
        1e-6,
      );
    });

    test("rows and columns without entries", () => {
      const dense = numbers("x", 130 * 9).map((x, k) => (k % 9 === 4 || k < 80 * 9 ? 0 : x));
      const features = csrOf(dense, 130, 9, Float64Array);
      const rows = { from: 0, to: 130 };
      expectSamePasses(
        passes(bound(features, 3, "float64"), 3, rows),
        passes(referenceKernels.linear(features, "float64"), 3, rows),
        1e-12,
      );
    });

    test("are taken where the weights are many, once for both precisions", () => {
      const [n, d, C] = [70, 20_000, 3];
      const features = sparse(n, d);
      expect(fasterByColumns(features, C)).toBe(true);
      const kernels = wasmKernels(variant) as Kernels;
      const rows = { from: 0, to: n };
      const params = numbers("params", C * (d + 1));
      const targets = integers("targets", n, C);
      const expected = new Float64Array(params.length);
      const loss = referenceKernels
        .linear(features, "float64")
        .crossEntropy(params, targets, undefined, rows, expected);
      const memories = countMemories();
      for (const precision of ["float32", "float64"] as const) {
        const gradient = new Float64Array(params.length);
        const kernel = kernels.linear(features, precision);
        const found = kernel.crossEntropy(params, targets, undefined, rows, gradient);
        expect(Math.abs(found - loss)).toBeLessThan(TOLERANCE[precision] * loss);
        expect(largestDifference(gradient, expected)).toBeLessThan(TOLERANCE[precision]);
      }
      expect(memories.count).toBe(1);
      kernels.linear(features, "float32").logits(params, rows, new Float64Array(n * C));
      expect(memories.count, "logits go by rows").toBe(2);
      vi.unstubAllGlobals();
    });
  });
}

test("blocks are whole, even, and small enough for the cache", () => {
  expect(blockHeight(20_000, 20, "float32")).toBe(10_048);
  expect(blockHeight(1, 2, "float64")).toBe(64);
  expect(blockHeight(1e6, 1, "float32")).toBeLessThanOrEqual(65_536);
  expect(blockHeight(1000, 1e6, "float64")).toBe(64);
});

/** Three entries a row. */
function sparse(nRows: number, nColumns: number): CsrFeatures {
  const columns = integers("columns", 3 * nRows, Math.floor(nColumns / 3)).map(
    (j, k) => j + (k % 3) * Math.floor(nColumns / 3),
  );
  const rowStarts = Int32Array.from({ length: nRows + 1 }, (_, i) => 3 * i);
  const values = Float32Array.from(numbers("values", 3 * nRows));
  return { kind: "csr", values, columns, rowStarts, nRows, nColumns };
}

const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce((max, value, k) => Math.max(max, Math.abs(value - b[k])), 0);
