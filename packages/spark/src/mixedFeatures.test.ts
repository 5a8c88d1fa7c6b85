import { expect, test } from "vitest";
import { mixing } from "./mixedFeatures.js";

/** D of the doc comment, by its formula. */
const transform = (x: readonly number[]) =>
  x.map((_, k) => {
    const sum = x.reduce(
      (total, v, j) => total + v * Math.cos((Math.PI * (2 * j + 1) * k) / (2 * x.length)),
      0,
    );
    return sum * Math.sqrt((k === 0 ? 1 : 2) / x.length);
  });

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, j) => sum + v * b[j], 0);

test.each([1, 2, 3, 5, 16])("a model of mixed features is one of the %i features, of the same norm", (d) => {
  const { unmixed } = mixing(d);
  const identity = Array.from({ length: d }, (_, k) => Array.from({ length: d }, (_, j) => Number(j === k)));
  const rows = (flat: Float64Array) => identity.map((_, k) => Array.from(flat.subarray(k * d, (k + 1) * d)));
  const matrix = rows(unmixed({ weights: Float64Array.from(identity.flat()), bias: new Float64Array(d) }));
  for (const [k, row] of matrix.entries())
    for (const [l, other] of matrix.entries()) expect(dot(row, other)).toBeCloseTo(Number(k === l), 12);
  const x = Array.from({ length: d }, (_, j) => Math.sin(j + 1));
  const signs = matrix[0].map(Math.sign);
  const mixed = transform(x.map((v, j) => signs[j] * v));
  for (const [k, row] of matrix.entries()) expect(dot(row, x)).toBeCloseTo(mixed[k], 12);
});
