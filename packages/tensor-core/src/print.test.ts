import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { arange, tensor, zeros } from "./index.js";

describe("toString", () => {
  it("fits a vector on a line and gives each row its own", () => {
    expect(String(tensor([1, 2.5, 3]))).toBe("Tensor float64 [3]: [1, 2.5, 3]");
    expect(String(tensor(Math.PI))).toBe("Tensor float64 []: 3.14159");
    expect(String(tensor([true, false]))).toBe("Tensor bool [2]: [true, false]");
    expect(String(zeros([2, 0]))).toBe("Tensor float64 [2, 0]:\n[[],\n []]");
    expect(
      String(
        tensor(
          [
            [1, -20],
            [3.25, 4],
          ],
          { dtype: "float32" },
        ),
      ),
    ).toBe("Tensor float32 [2, 2]:\n[[  1.00, -20.00],\n [  3.25,   4.00]]");
    expect(String(arange(4).reshape([2, 1, 2]))).toBe("Tensor int32 [2, 1, 2]:\n[[[0, 1]],\n\n [[2, 3]]]");
  });

  it("gives the floats of a table the same decimals, or their exponents", () => {
    const rows = (values: number[]) => String(tensor([values])).split("\n")[1];
    expect(rows([1, 2])).toBe("[[1, 2]]");
    expect(rows([1 / 3, 0])).toBe("[[0.333333, 0.000000]]");
    expect(rows([0.5, Number.NaN, -Infinity])).toBe("[[      0.5,       NaN, -Infinity]]");
    expect(rows([0.5, 1e-9])).toBe("[[ 0.5, 1e-9]]");
    expect(rows([123_456_789, 2])).toBe("[[123457000,         2]]");
  });

  it("shows only the ends of what is long", () => {
    expect(String(arange(1000))).toBe("Tensor int32 [1000]: [0, 1, 2, …, 997, 998, 999]");
    expect(
      String(arange(300).reshape([100, 3]))
        .split("\n")
        .slice(1),
    ).toEqual([
      "[[  0,   1,   2],",
      " [  3,   4,   5],",
      " [  6,   7,   8],",
      " …,",
      " [291, 292, 293],",
      " [294, 295, 296],",
      " [297, 298, 299]]",
    ]);
  });

  it("is what console.log shows in Node", () => {
    expect(inspect({ x: tensor([1, 2]) })).toBe("{ x: Tensor float64 [2]: [1, 2] }");
  });
});
