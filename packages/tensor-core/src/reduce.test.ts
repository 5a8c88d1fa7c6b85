import { describe, expect, it } from "vitest";
import { expectClose, randomTensor } from "../test/checkDerivatives.js";
import {
  type Axis,
  argmax,
  argmin,
  full,
  logSoftmax,
  logSumExp,
  max,
  mean,
  min,
  normal,
  ones,
  type ReduceOptions,
  random,
  softmax,
  sub,
  sum,
  type Tensor,
  tensor,
  variance,
  zeros,
} from "./index.js";

/** The values of each group that reducing over the axes puts together, in row-major order of the rest. */
function groups(x: Tensor, axes: readonly number[]): number[][] {
  const gathered = new Map<string, number[]>();
  const visit = (index: number[]): void => {
    if (index.length < x.shape.length) {
      for (let i = 0; i < x.shape[index.length]; i++) visit([...index, i]);
      return;
    }
    const key = index.filter((_, axis) => !axes.includes(axis)).join();
    gathered.set(key, [...(gathered.get(key) ?? []), x.slice(...index).item()]);
  };
  visit([]);
  return [...gathered.values()];
}

const total = (values: number[]) => values.reduce((a, b) => a + b, 0);
const average = (values: number[]) => total(values) / values.length;

type Reduction = (x: Tensor, axis?: Axis, options?: ReduceOptions) => Tensor;

const reductions: [Reduction, (values: number[]) => number][] = [
  [sum, total],
  [mean, average],
  [variance, (values) => average(values.map((v) => (v - average(values)) ** 2))],
  [max, (values) => Math.max(...values)],
  [min, (values) => Math.min(...values)],
  [logSumExp, (values) => Math.log(total(values.map(Math.exp)))],
];

describe.each(reductions)("%o", (f, reference) => {
  it.each([
    [[17], [0]],
    [[3, 4], [0]],
    [[3, 4], [1]],
    [
      [3, 1, 5],
      [0, 2],
    ],
    [[3, 4, 5], [1]],
    [
      [3, 4, 5],
      [2, 0],
    ],
    [
      [3, 4, 5],
      [0, 1, 2],
    ],
    [[3, 4], []],
  ])("of %j over axes %j", (shape, axes) => {
    const x = randomTensor(7, shape);
    const expected = groups(x, axes).map(reference);
    expectClose(f(x, axes).toArray(), expected, 1e-13);
    expect(f(x, axes).shape).toEqual(shape.filter((_, axis) => !axes.includes(axis)));
    const kept = f(x, axes, { keepDims: true });
    expect(kept.shape).toEqual(shape.map((length, axis) => (axes.includes(axis) ? 1 : length)));
    expectClose(kept.toArray(), expected, 1e-13);
  });

  it("over all axes, negative axes and views", () => {
    const x = randomTensor(8, [3, 4, 5]);
    expectClose(f(x).toArray(), f(x, [0, 1, 2]).toArray(), 1e-14);
    expect(f(x).shape).toEqual([]);
    expect(f(x, -1).toNested()).toEqual(f(x, 2).toNested());
    expect(f(x.T, 0).T.toNested()).toEqual(f(x, 2).toNested());
    expectClose(f(tensor(5)).toArray(), [reference([5])]);
  });

  it("names an axis there is not, or one named twice", () => {
    expect(() => f(zeros([3, 4]), 2)).toThrow(/: axis is 2; expected -2 … 1 for rank 2/);
    expect(() => f(ones([3, 4]), [1, -1])).toThrow(/: axes are \[1, -1\]; each may be named once/);
  });
});

describe("sum", () => {
  it("of nothing is 0, the mean of nothing NaN", () => {
    expect(sum(zeros([0, 3]), 0).toNested()).toEqual([0, 0, 0]);
    expect(sum(zeros([0, 3]), 1).toNested()).toEqual([]);
    expect(mean(zeros([0])).item()).toBeNaN();
  });

  it("of float32 is that of float64, rounded once", () => {
    const values = Float32Array.from(normal(random(1), 1000));
    const exact = sum(tensor(values, { dtype: "float64" })).item();
    expect(sum(tensor(values)).dtype).toBe("float32");
    expect(sum(tensor(values)).item()).toBe(Math.fround(exact));
  });

  it("of 2²⁰ numbers errs within the bound of pairwise summation, which a plain loop exceeds", () => {
    const n = 2 ** 20;
    const exact = 0.1 * n; // a power of two times a double is exact
    const bound = (64 + Math.log2(n / 64)) * 2 ** -53;
    const plain = new Float64Array(n).fill(0.1).reduce((a, b) => a + b);
    expect(Math.abs(plain / exact - 1)).toBeGreaterThan(10 * bound);
    expect(Math.abs(sum(full([n], 0.1)).item() / exact - 1)).toBeLessThan(bound);
  });

  it("of integers and bools counts in float64, without wrapping", () => {
    expect(sum(full([3], 2 ** 31 - 1, "int32"))).toMatchObject({ dtype: "float64" });
    expect(sum(full([3], 2 ** 31 - 1, "int32")).item()).toBe(3 * (2 ** 31 - 1));
    expect(sum(full([300], 255, "uint8")).item()).toBe(76_500);
    expect(sum(tensor([true, false, true])).item()).toBe(2);
  });
});

describe("max and argmax", () => {
  const x = tensor([
    [1, 3, 3, 2],
    [9, 0, 9, -5],
  ]);

  it("give ties to the lowest index", () => {
    expect(argmax(x, 1).toNested()).toEqual([1, 0]);
    expect(argmax(x, 0).toNested()).toEqual([1, 0, 1, 0]);
    expect(argmax(x).item()).toBe(4);
    expect(argmin(x, -1).toNested()).toEqual([0, 3]);
    expect(argmin(zeros([2, 2])).item()).toBe(0);
    expect(argmax(x, 1).dtype).toBe("int32");
  });

  it("keep the dtype", () => {
    for (const dtype of ["bool", "uint8", "int32", "float32", "float64"] as const)
      expect(max(full([3], 1, dtype)).dtype).toBe(dtype);
  });

  it("point at the first NaN", () => {
    const y = tensor([1, Number.NaN, 5, Number.NaN]);
    expect([max(y).item(), min(y).item()]).toEqual([Number.NaN, Number.NaN]);
    expect([argmax(y).item(), argmin(y).item()]).toEqual([1, 1]);
  });

  it("of infinities are infinite", () => {
    expect(max(tensor([-Infinity, -Infinity])).item()).toBe(-Infinity);
    expect(argmax(tensor([-Infinity, -Infinity, 0])).item()).toBe(2);
  });

  it("have no value where there is nothing, and nothing to say of no rows", () => {
    expect(() => max(zeros([3, 0]), 1)).toThrow(
      "max: [3, 0] has nothing along axes [1]; expected an element",
    );
    expect(() => argmin(zeros([0]))).toThrow("argmin: [0] has nothing along axes [0]; expected an element");
    expect(max(zeros([3, 0]), 0).shape).toEqual([0]);
    expect(argmax(zeros([0, 3]), 1).shape).toEqual([0]);
  });
});

describe("softmax, logSoftmax and logSumExp", () => {
  it.each([
    [[17], 0],
    [[3, 4], 0],
    [[3, 4], -1],
    [[3, 4, 5], 1],
  ])("are e^x / Σ e^x, its logarithm and ln Σ e^x (%j, axis %d)", (shape, axis) => {
    const x = randomTensor(9, shape);
    const reference = (of: (v: number, sum: number) => number) => {
      const e = x.toArray().map(Math.exp);
      const sums = sum(tensor(e, { shape }), axis, { keepDims: true });
      return sub(x, 0)
        .toArray()
        .map((v, i) => of(v, sub(sums, zeros(shape)).toArray()[i]));
    };
    expectClose(
      softmax(x, axis).toArray(),
      reference((v, sum) => Math.exp(v) / sum),
      1e-14,
    );
    expectClose(
      logSoftmax(x, axis).toArray(),
      reference((v, sum) => v - Math.log(sum)),
      1e-14,
    );
    expect(softmax(x, axis).shape).toEqual(shape);
    expectClose(sum(softmax(x, axis), axis).toArray(), sum(ones(shape), axis).toArray().fill(1), 1e-14);
  });

  it("do not change when a constant is added to a row, or change by that constant", () => {
    const x = randomTensor(1, [3, 5]);
    const shifted = sub(x, -64);
    expectClose(softmax(shifted).toArray(), softmax(x).toArray(), 1e-12);
    expectClose(logSoftmax(shifted).toArray(), logSoftmax(x).toArray(), 1e-12);
    expectClose(logSumExp(shifted, 1).toArray(), sub(logSumExp(x, 1), -64).toArray(), 1e-14);
  });

  it("are exact for logits of ±1e4", () => {
    const x = tensor([
      [1e4, -1e4],
      [-1e4, -1e4],
    ]);
    expect(softmax(x).toNested()).toEqual([
      [1, 0],
      [0.5, 0.5],
    ]);
    expect(logSoftmax(x).toNested()).toEqual([
      [0, -2e4],
      [-Math.LN2, -Math.LN2],
    ]);
    expect(logSumExp(x, 1).toNested()).toEqual([1e4, -1e4 + Math.LN2]);
  });

  it("take −∞ for a class that is ruled out", () => {
    expect(softmax(tensor([-Infinity, 0])).toNested()).toEqual([0, 1]);
    expect(logSoftmax(tensor([-Infinity, 0])).toNested()).toEqual([-Infinity, 0]);
    expect(logSumExp(tensor([-Infinity, -Infinity])).item()).toBe(-Infinity);
    expect(logSumExp(tensor([Infinity, 0])).item()).toBe(Infinity);
    expect(logSumExp(zeros([2, 0]), 1).toNested()).toEqual([-Infinity, -Infinity]);
    expect(softmax(zeros([2, 0])).shape).toEqual([2, 0]);
  });

  it("keep float32, and take integers", () => {
    expect(softmax(zeros([2], "float32")).dtype).toBe("float32");
    expect(softmax(zeros([2], "int32")).toNested()).toEqual([0.5, 0.5]);
  });
});
