import { describe, expect, test, vi } from "vitest";
import { expectSamePasses, passes } from "../test/passes.js";
import { numbers, randomFeatures } from "../test/problems.js";
import type { Kernels, Precision } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { wasmKernels } from "./kernels.wasm.js";
import { type WasmBuild, type WasmVariant, wasmBuild } from "./kernels.wasm.module.js";

const forced = vi.hoisted(() => ({ widest: 5 }));
vi.mock("./kernels.wasm.widest.js", () => ({ widestGroup: () => forced.widest }));

const TOLERANCE: Record<Precision, number> = { float64: 1e-12, float32: 1e-5 };

/** Rows that end within the two or four of a tile; classes that fill groups of any size, and do not. */
const SHAPES = [
  [1, 5, 1],
  [2, 8, 2],
  [3, 9, 3],
  [5, 17, 4],
  [66, 801, 7],
  [129, 33, 11],
];

for (const variant of ["simd", "relaxed-simd"] as WasmVariant[])
  describe.skipIf(!wasmBuild(variant))(
    `${variant} kernels, whatever the width of a group of classes,`,
    () => {
      const passesAt = (
        widest: number,
        stored: "float32" | "uint8",
        [n, d, C]: number[],
        precision: Precision,
      ) => {
        forced.widest = widest;
        const kernel = (wasmKernels(variant) as Kernels).linear(randomFeatures(stored, n, d), precision);
        return passes(kernel, C, { from: 0, to: n }, numbers("weights", n).map(Math.abs));
      };

      test.each(SHAPES)(
        "agree with the reference loops, and to the bit: n = %d, d = %d, C = %d",
        (n, d, C) => {
          for (const stored of ["float32", "uint8"] as const)
            for (const precision of ["float32", "float64"] as const) {
              const reference = referenceKernels.linear(randomFeatures(stored, n, d), "float64");
              const expected = passes(reference, C, { from: 0, to: n }, numbers("weights", n).map(Math.abs));
              const widest = passesAt(5, stored, [n, d, C], precision);
              expectSamePasses(widest, expected, TOLERANCE[precision]);
              for (const width of [1, 2, 3, 4])
                expect(passesAt(width, stored, [n, d, C], precision)).toEqual(widest);
            }
        },
      );

      test("the width is one of two, and stays", async () => {
        type Actual = typeof import("./kernels.wasm.widest.js");
        const { widestGroup } = await vi.importActual<Actual>("./kernels.wasm.widest.js");
        const build = wasmBuild(variant) as WasmBuild;
        expect(widestGroup(build, 1)).toBe(5);
        const found = widestGroup(build, 1e9);
        expect([2, 5]).toContain(found);
        expect(widestGroup(build, 1)).toBe(found);
      });
    },
  );
