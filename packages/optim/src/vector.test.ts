import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { combine, dot, dots, maxAbs } from "./vector.js";

const vector = (k: number, size: number) => normal(random(1, k), size);
const plainDot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, j) => sum + x * b[j], 0);

describe.each([0, 1, 3, 4, 5, 17, 2047, 2048, 2049, 5000])("of %i numbers", (size) => {
  const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((k) => vector(k, size));

  it("dot and dots are plain sums of products", () => {
    expect(dot(a, b)).toBeCloseTo(plainDot(a, b), 10);
    for (const vectors of [[], [a], [a, b], [a, b, c], [a, a, a], [a, b, c, d], [a, b, c, d, e]]) {
      const products = dots(vectors, d, e);
      expect(products.length).toBe(2 * vectors.length);
      vectors.forEach((x, k) => {
        expect(products[2 * k]).toBeCloseTo(plainDot(x, d), 10);
        expect(products[2 * k + 1]).toBeCloseTo(plainDot(x, e), 10);
      });
    }
  });

  it("combine is a plain weighted sum, and overwrites", () => {
    const [three, two] = [
      [2, -1, 0.5],
      [2, -1],
    ].map((factors) =>
      combine(factors, [a, b, c].slice(0, factors.length), new Float64Array(size).fill(NaN)),
    );
    three.forEach((value, j) => void expect(value).toBeCloseTo(2 * a[j] - b[j] + c[j] / 2, 13));
    two.forEach((value, j) => void expect(value).toBeCloseTo(2 * a[j] - b[j], 13));
    const five = combine([1, 2, 3, 4, 5], [a, b, c, d, e], new Float64Array(size));
    five.forEach(
      (value, j) => void expect(value).toBeCloseTo(a[j] + 2 * b[j] + 3 * c[j] + 4 * d[j] + 5 * e[j], 12),
    );
  });
});

it("maxAbs is the largest size, and NaN where one is", () => {
  expect(maxAbs(Float64Array.of(1, -3, 2))).toBe(3);
  expect(maxAbs(new Float64Array(0))).toBe(0);
  for (let k = 0; k < 3; k++) expect(maxAbs(Float64Array.of(1, -3, 2).with(k, NaN))).toBeNaN();
});
