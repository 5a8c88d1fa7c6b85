import { describe, expect, test } from "vitest";
import {
  BACKENDS,
  expectClose,
  matrixTimes,
  numbers,
  positiveDefinite,
  randomFeatures,
} from "../test/problems.js";
import { denseFeatures } from "./features.js";
import type { Kernels } from "./kernels.js";
import { shiftedCholesky } from "./kernels.shiftedCholesky.js";
import { NotPositiveDefiniteError } from "./linearSolve.js";

for (const { name, kernels, precision } of BACKENDS)
  describe.skipIf(!kernels)(`shiftedCholesky with the ${name} kernels in ${precision}`, () => {
    const factor = (A: Float64Array, n: number) => shiftedCholesky(kernels as Kernels, A, n, precision);

    test("leaves a positive definite matrix alone", () => {
      expect(factor(positiveDefinite(17), 17).shift).toBe(0);
      expect(factor(new Float64Array(0), 0).shift).toBe(0);
    });

    test.each([
      ["fewer rows than columns", 3, 40],
      ["no rows but one", 1, 100],
    ])("a Gram matrix of %s is shifted by a little and solves what lies in its range", (_, n, d) => {
      const X = randomFeatures("float64", n, d);
      const gram = new Float64Array((d + 1) ** 2);
      (kernels as Kernels).linear(X, "float64").gram(undefined, { from: 0, to: n }, gram);
      const { shift, solve } = factor(gram, d + 1);
      const scale = d * (precision === "float32" ? 6e-8 : 1.2e-16);
      expect(shift).toBeGreaterThan(0);
      expect(shift).toBeLessThan(1e3 * scale);

      const [b, x] = [matrixTimes(gram, numbers("vector", d + 1)), new Float64Array(d + 1)];
      solve(b, x);
      expectClose(matrixTimes(gram, x), b, 1e5 * scale);
    });

    test("constant and duplicated columns need no more than that", () => {
      const data = Float64Array.from({ length: 20 * 4 }, (_, k) => [1, 0, Math.floor(k / 4), 5][k % 4]);
      const gram = new Float64Array(25);
      (kernels as Kernels)
        .linear(denseFeatures(data, 20, 4), "float64")
        .gram(undefined, { from: 0, to: 20 }, gram);
      expect(factor(gram, 5).shift).toBeLessThan(1e-2);
    });

    test("gives up on matrices that are not near a positive definite one", () => {
      for (const [values, n] of [
        [[-1], 1],
        [[0], 1],
        [[1, 3, 3, 1], 2],
        [[Number.NaN], 1],
        [[1, 0, 0, Infinity], 2],
      ] as const)
        expect(() => factor(Float64Array.from(values), n)).toThrow(NotPositiveDefiniteError);
    });
  });
