import { describe, expect, test } from "vitest";
import {
  BACKENDS,
  expectClose,
  integers,
  matrixTimes,
  numbers,
  randomFeatures,
  STORED,
  toDense,
} from "../test/problems.js";
import { type Features, takeRows } from "./features.js";
import type { Kernels, RowRange } from "./kernels.js";

const SHAPES = [
  [0, 3],
  [1, 0],
  [1, 1],
  [3, 4],
  [4, 3],
  [5, 5],
  [17, 17],
  [5, 33],
  [130, 100],
  [600, 50],
];

for (const { name, kernels, precision, tolerance } of BACKENDS)
  describe.skipIf(!kernels)(`gram of the ${name} kernels in ${precision}`, () => {
    const bind = (features: Features) => (kernels as Kernels).linear(features, precision);
    const gram = (features: Features, w?: Float64Array, rows: RowRange = { from: 0, to: features.nRows }) => {
      const out = new Float64Array((features.nColumns + 1) ** 2);
      bind(features).gram(w, rows, out);
      return out;
    };

    describe.each(STORED)("%s features", (stored) => {
      test.each(SHAPES)("n = %d, d = %d: is Σ w x̃ x̃ᵀ, both triangles alike", (n, d) => {
        const X = randomFeatures(stored, n, d);
        const w = positive("weights", n);
        expectClose(gram(X), gramByDefinition(X), tolerance);
        const weighted = gram(X, w);
        expectClose(weighted, gramByDefinition(X, w), tolerance);
        for (let i = 0; i <= d; i++)
          for (let j = 0; j < i; j++) expect(weighted[i * (d + 1) + j]).toBe(weighted[j * (d + 1) + i]);
      });

      test("times a vector is the accumulated product of X and that vector", () => {
        const [n, d] = [17, 5];
        const X = randomFeatures(stored, n, d);
        const [w, v] = [positive("weights", n), numbers("vector", d + 1)];
        const products = new Float64Array(n);
        bind(X).logits(v, { from: 0, to: n }, products);
        const expected = new Float64Array(d + 1);
        bind(X).accumulate(
          products.map((value, i) => w[i] * value),
          { from: 0, to: n },
          expected,
        );
        expectClose(matrixTimes(gram(X, w), v), expected, tolerance);
      });

      test("has the diagonal that gramDiagonal adds up", () => {
        const X = randomFeatures(stored, 17, 5);
        const w = positive("weights", 9);
        const rows = { from: 2, to: 11, order: integers("order", 17, 17) };
        const expected = gram(X, w, rows).filter((_, k) => k % 7 === 0);
        const found = new Float64Array(6).fill(3);
        bind(X).gramDiagonal(w, rows, found);
        expectClose(
          found.map((value) => value - 3),
          expected,
          tolerance,
        );
      });

      test("an order means the same as taking the rows; weights follow the order", () => {
        const X = randomFeatures(stored, 17, 5);
        const order = Int32Array.of(9, 16, 2, 2, 0, 5, 11);
        const w = positive("weights", 5);
        const taken = takeRows(X, order.subarray(1, 6));
        expectClose(gram(X, w, { from: 1, to: 6, order }), gram(taken, w), tolerance);
      });

      test("adds to what is there, and nothing for an empty range", () => {
        const X = randomFeatures(stored, 5, 3);
        const out = new Float64Array(16).fill(100);
        bind(X).gram(undefined, { from: 2, to: 2 }, out);
        expect(out).toEqual(new Float64Array(16).fill(100));
        bind(X).gram(undefined, { from: 0, to: 5 }, out);
        const expected = gram(X).map((value) => value + 100);
        expectClose(out, expected, tolerance);
      });
    });

    test("with weights p (1 − p) is a class's block of the Hessian", () => {
      const [n, d, C, c] = [17, 5, 3, 1];
      const X = randomFeatures("float64", n, d);
      const params = numbers("params", C * (d + 1));
      const weights = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        const z = new Float64Array(C);
        bind(X).logits(params, { from: i, to: i + 1 }, z);
        const e = z.map(Math.exp);
        const p = e[c] / (e[0] + e[1] + e[2]);
        weights[i] = p * (1 - p);
      }
      const v = numbers("direction", d + 1);
      expectClose(matrixTimes(gram(X, weights), v), hessianBlockTimes(v), tolerance);

      function hessianBlockTimes(classDirection: Float64Array): Float64Array {
        const direction = new Float64Array(params.length);
        direction.set(classDirection.subarray(0, d), c * d);
        direction[C * d + c] = classDirection[d];
        const out = new Float64Array(params.length);
        bind(X).crossEntropyHvp(params, undefined, direction, { from: 0, to: n }, out);
        return Float64Array.of(...out.subarray(c * d, (c + 1) * d), out[C * d + c]);
      }
    });

    test("refuses sizes that do not fit together", () => {
      const kernel = bind(randomFeatures("uint8", 5, 3));
      const rows = { from: 0, to: 5 };
      expect(() => kernel.gram(undefined, rows, new Float64Array(9))).toThrow(
        "gram: out has 9 values, expected 16",
      );
      expect(() => kernel.gram(new Float64Array(4), rows, new Float64Array(16))).toThrow(
        "gram: rowWeights has 4 values, expected at least 5",
      );
      expect(() => kernel.gram(Float64Array.of(1, -1), { from: 0, to: 2 }, new Float64Array(16))).toThrow(
        "gram: rowWeights[1] is -1; weights must not be negative",
      );
      expect(() => kernel.gramDiagonal(undefined, { from: 0, to: 6 }, new Float64Array(4))).toThrow(
        "gramDiagonal: rows 0 to 6 are not within 0 to 5",
      );
    });
  });

const positive = (name: string, length: number) => numbers(name, length).map((value) => value + 1);

/** Entry by entry, from the matrix (X, 1) written out. */
function gramByDefinition(features: Features, w?: Float64Array): Float64Array {
  const { data, nRows, nColumns: d } = toDense(features);
  const x = (i: number, j: number) => (j === d ? 1 : data[i * d + j]);
  return Float64Array.from({ length: (d + 1) ** 2 }, (_, at) => {
    const [j, k] = [Math.floor(at / (d + 1)), at % (d + 1)];
    let sum = 0;
    for (let i = 0; i < nRows; i++) sum += (w ? w[i] : 1) * x(i, j) * x(i, k);
    return sum;
  });
}
