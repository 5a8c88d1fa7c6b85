import { describe, expect, it } from "vitest";
import {
  cholesky,
  NotPositiveDefiniteError,
  solveCholesky,
  solvePositiveDefinite,
  solveTriangular,
} from "./linearSolve.js";
import { normal, random } from "./random.js";

const sizes = [0, 1, 3, 4, 5, 17];

/** B Bᵀ + I, symmetric positive definite. */
function positiveDefinite(n: number): Float64Array {
  const B = normal(random(n), n * n);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = i === j ? 1 : 0;
    for (let k = 0; k < n; k++) sum += B[i * n + k] * B[j * n + k];
    return sum;
  });
}

const times = (A: Float64Array, x: Float64Array) =>
  x.map((_, i) => x.reduce((sum, xj, j) => sum + A[i * x.length + j] * xj, 0));

const transpose = (A: Float64Array, n: number) => A.map((_, at) => A[(at % n) * n + Math.floor(at / n)]);

const expectClose = (actual: Float64Array, expected: Float64Array) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, x] of expected.entries()) expect(actual[i]).toBeCloseTo(x, 10);
};

describe("cholesky", () => {
  it("of a matrix known by hand", () => {
    const A = Float64Array.of(25, 15, -5, 15, 18, 0, -5, 0, 11);
    expect(cholesky(A, 3)).toEqual(Float64Array.of(5, 0, 0, 3, 3, 0, -1, 1, 3));
  });

  it.each(sizes)("L times Lᵀ is the matrix, zeros above L's diagonal (n = %d)", (n) => {
    const A = positiveDefinite(n);
    const L = cholesky(A, n);
    const Lt = transpose(L, n);
    for (let j = 0; j < n; j++) {
      const unit = Float64Array.from({ length: n }, (_, i) => (i === j ? 1 : 0));
      expectClose(times(L, times(Lt, unit)), times(A, unit));
      for (let i = 0; i < j; i++) expect(L[i * n + j]).toBe(0);
    }
  });

  it("does not read above the diagonal", () => {
    expect(cholesky(Float64Array.of(4, Number.NaN, 2, 5), 2)).toEqual(Float64Array.of(2, 0, 1, 2));
  });

  it.each([
    ["indefinite", [1, 2, 2, 1], 1, -3],
    ["only semidefinite", [1, 1, 1, 1], 1, 0],
    ["negative", [-1, 0, 0, 1], 0, -1],
    ["not a number", [1, Number.NaN, Number.NaN, 1], 1, Number.NaN],
    ["infinite", [Infinity, 0, 0, 1], 0, Infinity],
  ])("refuses a matrix that is %s and says which pivot failed", (_, values, pivot, value) => {
    const attempt = () => cholesky(Float64Array.from(values), 2);
    expect(attempt).toThrow(NotPositiveDefiniteError);
    expect(attempt).toThrow(expect.objectContaining({ pivot, value }));
    expect(attempt).toThrow(`cholesky: pivot ${pivot} is ${value}; a positive definite matrix has positive`);
  });
});

describe("solves", () => {
  it.each(sizes)("undo the product, right side untouched (n = %d)", (n) => {
    const A = positiveDefinite(n);
    const L = cholesky(A, n);
    const x = normal(random(1, n), n);
    const b = times(A, x);
    const kept = b.slice();
    expectClose(solvePositiveDefinite(A, b), x);
    expectClose(solveCholesky(L, b), x);
    expectClose(solveTriangular(L, times(L, x)), x);
    expectClose(solveTriangular(L, times(transpose(L, n), x), { transposed: true }), x);
    expect(b).toEqual(kept);
  });

  it("say so when the sizes do not fit", () => {
    const b = new Float64Array(3);
    expect(() => cholesky(new Float64Array(8), 3)).toThrow(
      "cholesky: the matrix has 8 values; [3, 3] needs 9",
    );
    expect(() => solveTriangular(new Float64Array(8), b)).toThrow("solveTriangular: the matrix has 8 values");
    expect(() => solvePositiveDefinite(new Float64Array(8), b)).toThrow("cholesky: the matrix has 8 values");
  });
});
