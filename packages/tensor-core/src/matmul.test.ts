import { describe, expect, it } from "vitest";
import { expectClose, randomTensor } from "../test/checkDerivatives.js";
import { broadcastTo, eye, full, matmul, stack, sum, type Tensor, tensor, zeros } from "./index.js";

/** The definition: Σ_l a_il b_lj, in loops. */
function product(a: Tensor, b: Tensor): number[] {
  const [m, k] = a.shape;
  const [A, B] = [a.toArray(), b.toArray()];
  const n = b.shape[1];
  return Array.from({ length: m * n }, (_, at) => {
    let total = 0;
    for (let l = 0; l < k; l++) total += A[Math.floor(at / n) * k + l] * B[l * n + (at % n)];
    return total;
  });
}

describe("matmul", () => {
  const sizes = [0, 1, 3, 4, 5, 17];
  it("agrees with its definition for every mix of awkward sizes", () => {
    for (const m of sizes)
      for (const k of sizes)
        for (const n of sizes) {
          const [a, b] = [randomTensor(m, [m, k]), randomTensor(50 + n, [k, n])];
          expect(matmul(a, b).shape).toEqual([m, n]);
          expectClose(matmul(a, b).toArray(), product(a, b), 1e-13);
        }
  });

  it("agrees across panel borders", () => {
    const [a, b] = [randomTensor(1, [5, 7]), randomTensor(2, [7, 131])];
    expectClose(matmul(a, b).toArray(), product(a, b), 1e-13);
  });

  it("reads transposed, reversed and strided views", () => {
    const [a, b] = [randomTensor(1, [5, 8]), randomTensor(2, [3, 5])];
    const view = a.slice("::-1", "::2");
    expectClose(matmul(b, view).toArray(), product(b, view), 1e-13);
    expectClose(matmul(view.T, b.T).toArray(), product(view.T, b.T), 1e-13);
  });

  it("takes a vector as a row on the left and a column on the right", () => {
    const [A, v, u] = [randomTensor(1, [3, 4]), randomTensor(2, [4]), randomTensor(3, [3])];
    expect(matmul(A, v).shape).toEqual([3]);
    expect(matmul(A, v).toNested()).toEqual(
      matmul(A, v.reshape([4, 1]))
        .reshape([3])
        .toNested(),
    );
    expect(matmul(u, A).toNested()).toEqual(
      matmul(u.reshape([1, 3]), A)
        .reshape([4])
        .toNested(),
    );
    expect(matmul(v, v).shape).toEqual([]);
    expectClose([matmul(v, v).item()], [...product(v.reshape([1, 4]), v.reshape([4, 1]))], 1e-14);
  });

  it("broadcasts batches: each is the product of its matrices", () => {
    const [a, b] = [randomTensor(1, [3, 1, 4, 5]), randomTensor(2, [2, 5, 3])];
    const y = matmul(a, b);
    expect(y.shape).toEqual([3, 2, 4, 3]);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 2; j++)
        expect(y.slice(i, j).toNested()).toEqual(matmul(a.slice(i, 0), b.slice(j)).toNested());
    expect(matmul(a, zeros([5])).shape).toEqual([3, 1, 4]);
    expect(matmul(zeros([0, 2, 3]), zeros([3, 4])).shape).toEqual([0, 2, 4]);
  });

  it("broadcasts batches that are views", () => {
    const [a, b] = [randomTensor(1, [4, 5]), randomTensor(2, [3, 5, 2])];
    const repeated = matmul(broadcastTo(a, [3, 4, 5]), b.slice("::-1"));
    const expected = stack([2, 1, 0].map((i) => matmul(a, b.slice(i))));
    expect(repeated.toNested()).toEqual(expected.toNested());
  });

  it("is float32 with float32, else float64, added in double precision", () => {
    const dtypeOf = (a: "uint8" | "int32" | "float32", b: "int32" | "float32" | "float64") =>
      matmul(full([2, 2], 1, a), full([2, 2], 1, b)).dtype;
    expect(dtypeOf("float32", "float32")).toBe("float32");
    expect(dtypeOf("uint8", "float32")).toBe("float32");
    expect(dtypeOf("float32", "float64")).toBe("float64");
    expect(dtypeOf("int32", "int32")).toBe("float64");
    const x = randomTensor(4, [1000]);
    const single = tensor(x.toArray(), { dtype: "float32" });
    const exact = tensor(single.toArray(), { dtype: "float64" });
    expect(matmul(single, single).item()).toBe(Math.fround(matmul(exact, exact).item()));
  });

  it("by the identity changes nothing; by ones, sums", () => {
    const x = randomTensor(1, [17, 5]);
    expect(matmul(x, eye(5)).toNested()).toEqual(x.toNested());
    expectClose(matmul(x, full([5], 1)).toArray(), sum(x, 1).toArray(), 1e-14);
  });

  it("names both shapes when inner sizes differ or a factor has no axis", () => {
    expect(() => matmul(zeros([3, 4]), zeros([5, 2]))).toThrow(
      "matmul: a is [3, 4] but b is [5, 2]; inner sizes must match",
    );
    expect(() => matmul(zeros([3]), zeros([4]))).toThrow(
      "matmul: a is [3] but b is [4]; inner sizes must match",
    );
    expect(() => matmul(zeros([]), zeros([4]))).toThrow(
      "matmul: a is [] but b is [4]; inner sizes must match",
    );
    expect(() => matmul(zeros([2, 1, 1]), zeros([3, 1, 1]))).toThrow(
      "matmul: shapes [2] and [3] do not broadcast",
    );
  });
});
