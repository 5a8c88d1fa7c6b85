import { describe, expect, test } from "vitest";
import { expectClose, matrixTimes, numbers, positiveDefinite, withoutMemory } from "../test/problems.js";
import type { CholeskyFactor, Precision } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { choleskyBytes, wasmCholesky, wasmFactor } from "./kernels.wasm.cholesky.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild, type WasmVariant, wasmBuild } from "./kernels.wasm.module.js";
import { BASE } from "./kernels.wasm.place.js";
import { NotPositiveDefiniteError } from "./linearSolve.js";

/** Below, at and above a slice (6), a panel (12 or 24), a block of panels (48 or 96) and a chunk of columns (256). */
const SIZES = [0, 1, 3, 4, 5, 6, 7, 11, 12, 13, 17, 24, 25, 33, 47, 48, 97, 100, 300];
/** Residuals are below n · unit roundoff · ‖A‖ ‖x‖, for n = 300 and ‖A‖ ‖x‖ about 3 ‖b‖. */
const TOLERANCE: Record<Precision, number> = { float64: 1e-13, float32: 5e-5 };

for (const variant of ["simd", "relaxed-simd"] as WasmVariant[]) {
  const build = wasmBuild(variant) as WasmBuild;

  describe.skipIf(!build).each(["float32", "float64"] as const)(`wasmFactor, ${variant}, %s`, (precision) => {
    const factor = (A: Float64Array, n: number, shift = 0) =>
      wasmFactor(build, A, n, precision, shift, 2 ** 32) as CholeskyFactor;

    test.each(SIZES)("n = %d: the product of A and the solution is the right-hand side", (n) => {
      const A = positiveDefinite(n);
      const { solve } = factor(A, n, 0.25);
      const shifted = A.map((value, at) => (at % (n + 1) === 0 ? value + 0.25 : value));
      for (const k of [1, 3, 9, 25]) {
        const b = numbers("b", k * n);
        const x = new Float64Array(k * n);
        solve(b, x);
        for (let at = 0; at < k * n; at += n)
          expectClose(
            matrixTimes(shifted, x.subarray(at, at + n)),
            b.subarray(at, at + n),
            TOLERANCE[precision],
          );
      }
    });

    test.each([0, 5, 6, 11, 23, 24, 47, 96, 257, 299])("says that pivot %d of 300 fails", (pivot) => {
      const A = new Float64Array(300 * 300);
      for (let i = 0; i < 300; i++) A[i * 300 + i] = 4;
      for (let i = 0; i < pivot; i++) A[pivot * 300 + i] = 1;
      const left = -2;
      A[pivot * 300 + pivot] = left + pivot / 4;
      expect(() => factor(A, 300)).toThrow(NotPositiveDefiniteError);
      expect(() => factor(A, 300)).toThrow(expect.objectContaining({ pivot, value: left }));
    });

    test("needs no more memory than was foreseen", () => {
      for (const n of [...SIZES, 3073]) {
        const instance = new WasmInstance(build, precision, allocate(65536) as WebAssembly.Memory);
        expect(instance.prepare(["choleskyLayout", BASE, n])).toBeLessThanOrEqual(
          choleskyBytes(n, precision),
        );
      }
    });
  });
}

test.skipIf(!wasmBuild("simd"))(
  "what does not fit, or gets no memory, is left to the reference loops",
  () => {
    const build = wasmBuild("simd") as WasmBuild;
    const [n, A, b] = [100, positiveDefinite(100), numbers("b", 100)];
    const [expected, tooLarge, refused] = [0, 1, 2].map(() => new Float64Array(n));
    referenceKernels.cholesky(A, n, "float32").solve(b, expected);
    wasmCholesky(build, 1000)(A, n, "float32").solve(b, tooLarge);
    withoutMemory(() => wasmCholesky(build, 2 ** 32)(A, n, "float32")).solve(b, refused);
    expect(tooLarge).toEqual(expected);
    expect(refused).toEqual(expected);
  },
);
