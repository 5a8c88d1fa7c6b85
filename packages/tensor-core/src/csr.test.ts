import { describe, expect, it } from "vitest";
import { checkDerivatives, expectClose, randomTensor } from "../test/checkDerivatives.js";
import {
  csrMatmul,
  csrTransposeMatmul,
  fromCsr,
  greater,
  matmul,
  takeRows,
  tensor,
  toCsr,
  where,
  zeros,
} from "./index.js";

/** Mostly zeros; row 1 and column 2 hold nothing else. */
function sparse(n: number, d: number) {
  const x = randomTensor(n * 100 + d, [n, d]);
  const empty = Array.from({ length: n * d }, (_, at) => Math.floor(at / d) === 1 || at % d === 2);
  return where(tensor(empty, { shape: [n, d], dtype: "bool" }), 0, where(greater(x, 0.3), x, 0));
}

describe("toCsr", () => {
  it("lists the entries that are not zero, row by row", () => {
    expect(
      toCsr(
        tensor([
          [0, 5, 0],
          [0, 0, 0],
          [-1, 0, 2],
        ]),
      ),
    ).toEqual({
      kind: "csr",
      values: Float64Array.of(5, -1, 2),
      columns: Int32Array.of(1, 0, 2),
      rowStarts: Int32Array.of(0, 1, 1, 3),
      nRows: 3,
      nColumns: 3,
    });
  });

  it.each([
    [0, 3],
    [3, 0],
    [1, 1],
    [5, 4],
    [17, 5],
  ])("is undone by fromCsr (%d × %d)", (n, d) => {
    const x = sparse(n, d);
    expect(fromCsr(toCsr(x)).toNested()).toEqual(x.toNested());
    expect(fromCsr(toCsr(x.T)).toNested()).toEqual(x.T.toNested());
  });

  it("keeps float32 and refuses what is no matrix", () => {
    expect(toCsr(zeros([2, 2], "float32")).values).toBeInstanceOf(Float32Array);
    expect(() => toCsr(zeros([3]))).toThrow("toCsr: x is [3]; expected two axes");
  });

  it("commutes with taking rows", () => {
    const x = sparse(5, 4);
    const rows = [4, 1, 0, 4];
    const taken = fromCsr(takeRows(toCsr(x), rows));
    expect(taken.toNested()).toEqual(rows.map((i) => x.slice(i).toNested()));
  });
});

describe("products", () => {
  it.each([
    [0, 3, 2],
    [3, 0, 2],
    [1, 1, 1],
    [5, 4, 3],
    [17, 5, 4],
    [4, 17, 0],
  ])("agree with those of the dense matrix (%d × %d by %d)", (n, d, C) => {
    const [x, b, r] = [sparse(n, d), randomTensor(1, [d, C]), randomTensor(2, [n, C])];
    expect(csrMatmul(toCsr(x), b).shape).toEqual([n, C]);
    expectClose(csrMatmul(toCsr(x), b).toArray(), matmul(x, b).toArray(), 1e-14);
    expectClose(csrTransposeMatmul(toCsr(x), r).toArray(), matmul(x.T, r).toArray(), 1e-14);
  });

  it("have derivatives, of first and second order", () => {
    const X = toCsr(sparse(5, 4));
    checkDerivatives((b) => csrMatmul(X, matmul(b, b)), [randomTensor(1, [4, 4])]);
    checkDerivatives((r) => csrTransposeMatmul(X, matmul(r, r)), [randomTensor(1, [5, 5])]);
  });

  it("are float32 when both factors are", () => {
    const X = toCsr(zeros([2, 2], "float32"));
    expect(csrMatmul(X, zeros([2, 1], "float32")).dtype).toBe("float32");
    expect(csrMatmul(X, zeros([2, 1])).dtype).toBe("float64");
  });

  it("name a factor with the wrong number of rows", () => {
    const X = toCsr(zeros([3, 2]));
    expect(() => csrMatmul(X, zeros([3, 1]))).toThrow(
      "csrMatmul: the tensor is [3, 1]; expected 2 rows, [2, C]",
    );
    expect(() => csrTransposeMatmul(X, zeros([3]))).toThrow(
      "csrTransposeMatmul: the tensor is [3]; expected 3 rows, [3, C]",
    );
  });
});
