import { describe, expect, test } from "vitest";
import { BACKENDS, expectClose, numbers, positiveDefinite } from "../test/problems.js";
import type { Kernels } from "./kernels.js";
import { cholesky, NotPositiveDefiniteError, solveCholesky } from "./linearSolve.js";

const SIZES = [0, 1, 2, 3, 4, 5, 8, 17, 33, 64, 100, 131];

for (const { name, kernels, precision, tolerance } of BACKENDS)
  describe.skipIf(!kernels)(`cholesky of the ${name} kernels in ${precision}`, () => {
    const factor = (A: Float64Array, n: number, shift?: number) =>
      (kernels as Kernels).cholesky(A, n, precision, shift);

    describe.each(SIZES)("n = %d", (n) => {
      const A = positiveDefinite(n);

      test.each([1, 2, 5, 11])("solves for %d right-hand sides, as the plain loops do", (k) => {
        const b = numbers("b", k * n);
        const expected = new Float64Array(k * n);
        const L = cholesky(A, n);
        for (let at = 0; at < k * n; at += n) expected.set(solveCholesky(L, b.subarray(at, at + n)), at);
        const out = new Float64Array(k * n);
        const { solve } = factor(A, n);
        solve(b, out);
        expectClose(out, expected, tolerance);
        expect(b).toEqual(numbers("b", k * n));
        solve(b, b);
        expect(b).toEqual(out);
      });

      test("does not read above the diagonal", () => {
        const lower = A.map((value, at) => (at % n > Math.floor(at / n) ? Number.NaN : value));
        const [b, out, expected] = [numbers("b", n), new Float64Array(n), new Float64Array(n)];
        factor(lower, n).solve(b, out);
        factor(A, n).solve(b, expected);
        expect(out).toEqual(expected);
      });

      test("a shift is added to the diagonal", () => {
        const shifted = A.map((value, at) => (at % (n + 1) === 0 ? value + 0.5 : value));
        const [b, out, expected] = [numbers("b", n), new Float64Array(n), new Float64Array(n)];
        factor(A, n, 0.5).solve(b, out);
        factor(shifted, n).solve(b, expected);
        expectClose(out, expected, tolerance);
      });
    });

    test("of two matrices are two factors", () => {
      const first = factor(Float64Array.of(4, 0, 0, 4), 2);
      factor(Float64Array.of(1, 0, 0, 1), 2);
      const out = new Float64Array(2);
      first.solve(Float64Array.of(4, 8), out);
      expectClose(out, [1, 2], tolerance);
    });

    test.each([
      [2, 0, -1],
      [2, 1, 0],
      [17, 16, -3],
      [100, 64, -1],
      [100, 99, Number.NaN],
      [100, 37, Infinity],
    ])("n = %d: says that pivot %d is %d", (n, pivot, value) => {
      const A = new Float64Array(n * n);
      for (let i = 0; i < n; i++) A[i * n + i] = 2;
      A[pivot * n + pivot] = value;
      const attempt = () => factor(A, n);
      expect(attempt).toThrow(NotPositiveDefiniteError);
      expect(attempt).toThrow(expect.objectContaining({ pivot, value }));
    });

    test("refuses sizes that do not fit together", () => {
      expect(() => factor(new Float64Array(8), 3)).toThrow(
        "cholesky: the matrix has 8 values; [3, 3] needs 9",
      );
      const { solve } = factor(Float64Array.of(1, 0, 0, 1), 2);
      expect(() => solve(new Float64Array(3), new Float64Array(3))).toThrow(
        "solve: b has 3 values, expected a multiple of n = 2",
      );
      expect(() => solve(new Float64Array(4), new Float64Array(2))).toThrow(
        "solve: out has 2 values, expected 4",
      );
    });
  });
