import { describe, expect, it } from "vitest";
import { expectClose, randomTensor } from "../test/checkDerivatives.js";
import {
  abs,
  add,
  cast,
  clip,
  cos,
  type Dtype,
  div,
  equal,
  exp,
  expm1,
  full,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  maximum,
  minimum,
  mul,
  neg,
  notEqual,
  pow,
  promoteDtypes,
  sigmoid,
  sign,
  sin,
  softplus,
  sqrt,
  square,
  sub,
  type Tensor,
  tanh,
  tensor,
  where,
  zeros,
} from "./index.js";

const dtypes: Dtype[] = ["bool", "uint8", "int32", "float32", "float64"];

describe("dtype of a result", () => {
  it("is the later of the two in bool, uint8, int32, float32, float64", () => {
    for (const [i, a] of dtypes.entries())
      for (const [j, b] of dtypes.entries()) {
        const later = dtypes[Math.max(i, j)];
        const sum = later === "bool" ? "int32" : later;
        const quotient = later === "float32" ? "float32" : "float64";
        const [x, y] = [full([2], 1, a), full([2], 1, b)];
        expect([a, b, promoteDtypes(a, b), maximum(x, y).dtype]).toEqual([a, b, later, later]);
        expect(where(full([2], 1, "bool"), x, y).dtype).toBe(later);
        expect([add, sub, mul].map((f) => f(x, y).dtype)).toEqual([sum, sum, sum]);
        expect([div, pow].map((f) => f(x, y).dtype)).toEqual([quotient, quotient]);
        expect(less(x, y).dtype).toBe("bool");
      }
  });

  it.each([
    ["float32", 0.1, "float32"],
    ["float64", 1, "float64"],
    ["int32", 7, "int32"],
    ["int32", 0.5, "float64"],
    ["int32", 2 ** 31, "float64"],
    ["uint8", 255, "uint8"],
    ["uint8", 256, "int32"],
    ["uint8", -1, "int32"],
    ["uint8", 0.5, "float64"],
    ["bool", 1, "int32"],
    ["bool", 0.5, "float64"],
  ] as const)(
    "beside a plain number is its own where it holds the number: %s + %d is %s",
    (dtype, n, sum) => {
      const x = full([2], 1, dtype);
      expect(add(x, n).dtype).toBe(sum);
      expect(add(n, x).toNested()).toEqual(add(x, n).toNested());
    },
  );

  it("is float64 for plain numbers alone", () => {
    expect(add(1, 2)).toMatchObject({ dtype: "float64", shape: [] });
  });

  it("is a float for functions with fractional values, and stays an integer for the others", () => {
    for (const dtype of dtypes) {
      const x = full([2], 1, dtype);
      const float = dtype === "float32" ? "float32" : "float64";
      for (const f of [exp, log, sqrt, tanh, sigmoid, softplus]) expect(f(x).dtype).toBe(float);
      for (const f of [abs, neg, sign, square]) expect(f(x).dtype).toBe(dtype === "bool" ? "int32" : dtype);
    }
  });
});

describe("integers", () => {
  const int = (values: number[]) => tensor(values, { dtype: "int32" });

  it("wrap, their products too", () => {
    expect(add(int([2 ** 31 - 1]), 1).item()).toBe(-(2 ** 31));
    expect(mul(int([2 ** 31 - 1]), int([2 ** 31 - 1])).item()).toBe(1);
    expect(sub(tensor(Uint8Array.of(0)), 1).item()).toBe(255);
    expect(mul(tensor(Uint8Array.of(200)), tensor(Uint8Array.of(2))).item()).toBe(144);
  });

  it("count as they should: bools add up, quotients are not cut", () => {
    expect(add(tensor([true, false]), tensor([true, true])).toNested()).toEqual([2, 1]);
    expect(div(int([1, -1]), 2).toNested()).toEqual([0.5, -0.5]);
    expect(pow(int([2]), -1).item()).toBe(0.5);
  });
});

describe("float32", () => {
  it("rounds once: the operation is exact, then the nearest float32", () => {
    const [x, y] = [0.1, 0.7].map(Math.fround);
    const [a, b] = [tensor(Float32Array.of(x)), tensor(Float32Array.of(y))];
    expect(add(a, b).item()).toBe(Math.fround(x + y));
    expect(div(a, b).item()).toBe(Math.fround(x / y));
    expect(exp(a).item()).toBe(Math.fround(Math.exp(x)));
    expect(mul(a, 0.3).item()).toBe(Math.fround(x * Math.fround(0.3)));
  });
});

describe("broadcasting", () => {
  const loops = (a: Tensor, b: Tensor, shape: number[], f: (x: number, y: number) => number) => {
    const values: number[] = [];
    const visit = (index: number[]) => {
      if (index.length === shape.length) {
        const at = (x: Tensor) =>
          x.slice(...x.shape.map((n, k) => (n === 1 ? 0 : index[k + shape.length - x.shape.length]))).item();
        values.push(f(at(a), at(b)));
      } else for (let i = 0; i < shape[index.length]; i++) visit([...index, i]);
    };
    visit([]);
    return values;
  };

  it.each([
    [[3, 4], [4], [3, 4]],
    [
      [3, 1],
      [1, 4],
      [3, 4],
    ],
    [[5], [], [5]],
    [[1], [17], [17]],
    [
      [0, 3],
      [1, 3],
      [0, 3],
    ],
    [
      [2, 1, 3],
      [5, 1],
      [2, 5, 3],
    ],
    [
      [1, 1],
      [3, 1, 4, 1],
      [3, 1, 4, 1],
    ],
  ])("of %j and %j is %j, element by element", (left, right, shape) => {
    const [a, b] = [randomTensor(1, left), randomTensor(2, right)];
    expect(sub(a, b).shape).toEqual(shape);
    expect([...sub(a, b).toArray()]).toEqual(loops(a, b, shape, (x, y) => x - y));
    expect([...sub(b, a).toArray()]).toEqual(loops(b, a, shape, (x, y) => x - y));
    expect([...where(greater(a, 0), a, b).toArray()]).toEqual(loops(a, b, shape, (x, y) => (x > 0 ? x : y)));
  });

  it("reads views in place", () => {
    const [a, b] = [randomTensor(1, [4, 3]), randomTensor(2, [3, 8])];
    const view = b.slice("::-1", "1::2");
    expect([...mul(a.T, view).toArray()]).toEqual(loops(a.T, view, [3, 4], (x, y) => x * y));
  });

  it("names the operation and the shapes that do not fit", () => {
    for (const f of [add, sub, mul, div, pow, maximum, minimum, equal, less])
      expect(() => f(zeros([3, 4]), zeros([2, 4]))).toThrow(
        `${f.name}: shapes [3, 4] and [2, 4] do not broadcast; aligned at the last axis, lengths must be equal or 1`,
      );
    expect(() => where(zeros([2]), zeros([3]), 0)).toThrow("where: shapes [2] and [3] do not broadcast");
    expect(() => add(zeros([0]), zeros([2]))).toThrow("add: shapes [0] and [2] do not broadcast");
  });
});

describe("values", () => {
  const x = randomTensor(3, [17]);
  const values = [...x.toArray()];

  it.each([
    [neg, (v: number) => -v],
    [abs, Math.abs],
    [sign, Math.sign],
    [square, (v: number) => v * v],
    [exp, Math.exp],
    [expm1, Math.expm1],
    [sin, Math.sin],
    [cos, Math.cos],
    [tanh, Math.tanh],
    [sigmoid, (v: number) => 1 / (1 + Math.exp(-v))],
    [softplus, (v: number) => Math.log(1 + Math.exp(v))],
    [(v: Tensor) => log(exp(v)), (v: number) => v],
    [(v: Tensor) => log1p(expm1(v)), (v: number) => v],
    [(v: Tensor) => sqrt(square(v)), Math.abs],
    [(v: Tensor) => clip(v, -1, 0.5), (v: number) => Math.min(Math.max(v, -1), 0.5)],
    [(v: Tensor) => pow(v, 3), (v: number) => v * v * v],
  ] as [(x: Tensor) => Tensor, (v: number) => number][])("%s", (f, g) => {
    expectClose(f(x).toArray(), values.map(g), 1e-14);
    expect(f(zeros([0, 3])).shape).toEqual([0, 3]);
  });

  it("stay finite and exact for large arguments", () => {
    expect(softplus(tensor([1e4, -1e4])).toNested()).toEqual([1e4, 0]);
    expect(sigmoid(tensor([1e4, -1e4, 0])).toNested()).toEqual([1, 0, 0.5]);
    expect(sigmoid(tensor(-700)).item()).toBeCloseTo(Math.exp(-700), 310);
  });
});

describe("comparisons", () => {
  const [a, b] = [tensor([1, 2, 3, Number.NaN]), tensor([2, 2, 2, Number.NaN])];

  it.each([
    [equal, [false, true, false, false]],
    [notEqual, [true, false, true, true]],
    [less, [true, false, false, false]],
    [lessEqual, [true, true, false, false]],
    [greater, [false, false, true, false]],
    [greaterEqual, [false, true, true, false]],
  ])("%o", (f, expected) => {
    expect(f(a, b).toNested()).toEqual(expected);
  });

  it("combine as bools", () => {
    const [p, q] = [tensor([true, true, false, false]), tensor([true, false, true, false])];
    expect(logicalAnd(p, q).toNested()).toEqual([true, false, false, false]);
    expect(logicalOr(p, q).toNested()).toEqual([true, true, true, false]);
    expect(logicalNot(p).toNested()).toEqual([false, false, true, true]);
    expect(logicalAnd(tensor([0.5, 0]), 1).toNested()).toEqual([true, false]);
  });

  it("propagate NaN through maximum and minimum", () => {
    expect(maximum(a, 2).toNested()).toEqual([2, 2, 3, Number.NaN]);
    expect(minimum(2, a).toNested()).toEqual([1, 2, 2, Number.NaN]);
  });
});

describe("cast", () => {
  it("keeps a tensor that has the dtype already", () => {
    const x = tensor([1]);
    expect(cast(x, "float64")).toBe(x);
  });

  it("truncates toward zero and makes bools of what is not 0", () => {
    expect(cast(tensor([1.9, -1.9, 0]), "int32").toNested()).toEqual([1, -1, 0]);
    expect(cast(tensor([0.5, 0]), "bool").toNested()).toEqual([true, false]);
    expect(cast(tensor([true, false]), "float32").toNested()).toEqual([1, 0]);
  });
});
