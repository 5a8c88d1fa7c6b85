import { describe, expect, it } from "vitest";
import { referenceOptimum } from "../test/referenceOptimum.js";
import { l2FromC, penaltiesFromGlmnet } from "./penaltyAliases.js";

const n = 30;
const X = Array.from({ length: n }, (_, i) => [Math.sin(1 + i * i), Math.cos(3 * i), Math.sin(7 * i)]);
const isOne = X.map(([a, b], i) => Number(a - b + 2 * Math.sin(5 * i * i) > 0));
const two = isOne.map((y) => [1 - y, y]);
const three = X.map(([a, b, c], i) => {
  const z = [a, b, c + Math.sin(5 * i * i)];
  return z.map((v) => Number(v === Math.max(...z)));
});
const ones = X.map(() => 1);

/** v = W₁ − W₀ and its intercept: the logit of class 1 against class 0. */
const difference = (params: Float64Array, d: number) =>
  Array.from({ length: d + 1 }, (_, j) =>
    j < d ? params[d + j] - params[j] : params[2 * d + 1] - params[2 * d],
  );

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const logitOf = (v: readonly number[], x: readonly number[]) =>
  x.reduce((sum, xj, j) => sum + v[j] * xj, v[x.length]);

/** Σ_i w_i (σ(v·x_i + b) − y_i) (x_i, 1): the gradient of the sum of binary losses. */
const binaryGradient = (v: readonly number[], w: readonly number[]) =>
  v.map((_, j) => X.reduce((sum, x, i) => sum + w[i] * (sigmoid(logitOf(v, x)) - isOne[i]) * (x[j] ?? 1), 0));

/** Sigmoid regression mean CE + ½λ‖v‖² by plain gradient descent. */
function sigmoidRegression(lambda: number): number[] {
  let v = [0, 0, 0, 0];
  for (let step = 0; step < 5000; step++) {
    const gradient = binaryGradient(v, ones).map((g, j) => g / n + (j < 3 ? lambda * v[j] : 0));
    v = v.map((value, j) => value - gradient[j]);
  }
  return v;
}

describe("two classes", () => {
  it.each([0.02, 0.3])(
    "softmax with l2 = 2λ has the probabilities of sigmoid regression with λ = %f",
    (lambda) => {
      const v = sigmoidRegression(lambda);
      const { params } = referenceOptimum({ X, Y: two, w: ones, l2: 2 * lambda, l1: 0 });
      const softmaxProbability = X.map((x) => sigmoid(logitOf(difference(params, 3), x)));
      for (const [i, p] of softmaxProbability.entries()) expect(p).toBeCloseTo(sigmoid(logitOf(v, X[i])), 12);
      const same = referenceOptimum({ X, Y: two, w: ones, l2: lambda, l1: 0 }).params;
      expect(logitOf(difference(same, 3), X[0])).not.toBeCloseTo(logitOf(v, X[0]), 2);
    },
  );

  it("l2FromC: v is stationary for scikit-learn's C·Σ w CE + ½‖v‖², with raw weights", () => {
    const raw = X.map((_, i) => 1 + (i % 3));
    const weightSum = raw.reduce((a, b) => a + b);
    const w = raw.map((value) => (value * n) / weightSum);
    const l2 = l2FromC({ C: 0.7, weightSum, nClasses: 2 });
    const v = difference(referenceOptimum({ X, Y: two, w, l2, l1: 0 }).params, 3);
    for (const [j, g] of binaryGradient(v, raw).entries())
      expect(0.7 * g + (j < 3 ? v[j] : 0)).toBeCloseTo(0, 11);
  });

  it("glmnet's binomial: v is stationary for mean CE + λ(½(1 − α)‖v‖² + α‖v‖₁)", () => {
    const [lambda, alpha] = [0.08, 0.6];
    const penalties = penaltiesFromGlmnet({ lambda, alpha, family: "binomial" });
    const v = difference(referenceOptimum({ X, Y: two, w: ones, ...penalties }).params, 3);
    const gradient = binaryGradient(v, ones).map((g, j) => g / n + (j < 3 ? lambda * (1 - alpha) * v[j] : 0));
    expect(v.slice(0, 3).some((value) => value !== 0)).toBe(true);
    gradient.forEach((g, j) => {
      if (j === 3) expect(g).toBeCloseTo(0, 12);
      else if (v[j] === 0) expect(Math.abs(g)).toBeLessThan(lambda * alpha);
      else expect(g).toBeCloseTo(-lambda * alpha * Math.sign(v[j]), 12);
    });
  });
});

describe("three classes", () => {
  it("l2FromC: W is stationary for scikit-learn's C·Σ CE + ½‖W‖²", () => {
    const { params } = referenceOptimum({
      ...{ X, Y: three, w: ones, l1: 0 },
      l2: l2FromC({ C: 2, weightSum: n, nClasses: 3 }),
    });
    const probabilities = X.map((x) => {
      const e = [0, 1, 2].map((c) =>
        Math.exp(params[9 + c] + x.reduce((sum, xj, j) => sum + params[3 * c + j] * xj, 0)),
      );
      return e.map((value) => value / (e[0] + e[1] + e[2]));
    });
    for (let c = 0; c < 3; c++)
      for (let j = 0; j < 3; j++) {
        const slope = X.reduce((sum, x, i) => sum + (probabilities[i][c] - three[i][c]) * x[j], 0);
        expect(2 * slope + params[3 * c + j]).toBeCloseTo(0, 11);
      }
  });

  it("glmnet's multinomial penalty is ours", () => {
    expect(penaltiesFromGlmnet({ lambda: 0.25, alpha: 0.5 })).toEqual({ l2: 0.125, l1: 0.125 });
    expect(penaltiesFromGlmnet({ lambda: 0.25 })).toEqual({ l2: 0, l1: 0.25 });
    expect(penaltiesFromGlmnet({ lambda: 0.25, alpha: 0 })).toEqual({ l2: 0.25, l1: 0 });
  });
});

it("refuses strengths that mean nothing", () => {
  expect(() => l2FromC({ C: 0, weightSum: 3, nClasses: 2 })).toThrow("l2FromC: C is 0 but must be positive");
  expect(() => l2FromC({ C: 1, weightSum: 0, nClasses: 2 })).toThrow("l2FromC: weightSum is 0");
  expect(() => penaltiesFromGlmnet({ lambda: -1 })).toThrow("lambda is -1 but must be at least 0");
  expect(() => penaltiesFromGlmnet({ lambda: 1, alpha: 1.5 })).toThrow("alpha is 1.5 but must be in [0, 1]");
});
