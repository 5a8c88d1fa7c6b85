import { describe, expect, it } from "vitest";
import { normal, random } from "./random.js";
import { symmetricEigen } from "./symmetricEigen.js";

/** B + Bᵀ. */
function symmetric(n: number, seed: number): Float64Array {
  const B = normal(random(seed), n * n);
  return Float64Array.from(B, (x, at) => x + B[(at % n) * n + Math.floor(at / n)]);
}

const entry = (A: Float64Array, n: number, i: number, j: number) => A[i * n + j];

describe("symmetricEigen", () => {
  it.each([0, 1, 2, 3, 4, 5, 17, 40])("A v = λ v, and the vectors are orthonormal (n = %d)", (n) => {
    const A = symmetric(n, n);
    const { values, vectors } = symmetricEigen(A, n);
    for (let i = 0; i < n; i++) {
      const v = vectors.subarray(i * n, (i + 1) * n);
      for (let r = 0; r < n; r++) {
        const Av = v.reduce((sum, x, j) => sum + entry(A, n, r, j) * x, 0);
        expect(Av).toBeCloseTo(values[i] * v[r], 12);
      }
      for (let j = 0; j < n; j++) {
        const product = v.reduce((sum, x, k) => sum + x * entry(vectors, n, j, k), 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 13);
      }
    }
    expect([...values]).toEqual([...values].sort((a, b) => a - b));
  });

  it("finds the eigenvalues of the second difference, 2 − 2 cos(kπ / (n + 1))", () => {
    const n = 12;
    const A = Float64Array.from({ length: n * n }, (_, at) => {
      const apart = Math.abs(Math.floor(at / n) - (at % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const { values } = symmetricEigen(A, n);
    for (const [k, value] of values.entries())
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
  });

  it("keeps small eigenvalues of a graded matrix accurate", () => {
    // diag(1e-12, 1) and a rotation by a small angle; det = 1e-12 − 1e-14 is the product of both
    const { values } = symmetricEigen(Float64Array.of(1e-12, 1e-7, 1e-7, 1), 2);
    expect(values[0] / 9.9e-13).toBeCloseTo(1, 10);
  });

  it("gives a singular matrix its zero, and a zero matrix zeros", () => {
    expect(Math.abs(symmetricEigen(Float64Array.of(1, 1, 1, 1), 2).values[0])).toBeLessThan(1e-15);
    expect(symmetricEigen(new Float64Array(9), 3).values).toEqual(new Float64Array(3));
  });

  it.each([0, 1, 2, 5])("ends on a matrix of rank %d, with as many eigenvalues that are not 0", (rank) => {
    const n = 30;
    const B = normal(random(rank, "rank"), n * rank);
    const A = Float64Array.from({ length: n * n }, (_, at) => {
      let sum = 0;
      for (let k = 0; k < rank; k++) sum += B[Math.floor(at / n) * rank + k] * B[(at % n) * rank + k];
      return sum;
    });
    expect(symmetricEigen(A, n).values.filter((value) => Math.abs(value) > 1e-12)).toHaveLength(rank);
  });

  it("reads the lower triangle only and changes nothing", () => {
    const A = Float64Array.of(2, Number.NaN, 1, 2);
    expect([...symmetricEigen(A, 2).values].map((x) => +x.toFixed(12))).toEqual([1, 3]);
    expect(A).toEqual(Float64Array.of(2, Number.NaN, 1, 2));
  });

  it("refuses what is not square or not finite", () => {
    expect(() => symmetricEigen(new Float64Array(5), 2)).toThrow(
      "symmetricEigen: the matrix has 5 values; [2, 2] needs 4",
    );
    expect(() => symmetricEigen(Float64Array.of(Infinity), 1)).toThrow(
      "symmetricEigen: the matrix has values that are not finite",
    );
  });
});
