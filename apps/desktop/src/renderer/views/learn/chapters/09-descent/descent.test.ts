import { binaryCrossEntropy } from "@softmax/losses";
import { grad, matmul, mul, ones, stack, sub, type Tensor, tensor } from "@softmax/tensor-core";
import { beforeEach, expect, it } from "vitest";
import {
  arrival,
  behavior,
  best,
  change,
  isThrownOut,
  isTuned,
  isWon,
  lines,
  loss,
  maxSteps,
  methods,
  ofSum,
  pathOf,
  rewind,
  step,
  store,
  walked,
  xs,
  ys,
} from "./descent.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const run = () => {
  while (state().steps < maxSteps) step();
};

it("begins with no task done", () => {
  expect([isTuned(state()), isThrownOut(state()), isWon(state())]).toEqual([false, false, false]);
});

it("goes along the gradient: the formula, and finite differences", () => {
  const h = 1e-6;
  for (const { w, gradient } of pathOf("gradient descent", [2, -1], 0.5).slice(0, 20)) {
    const [w0, w1] = w;
    const residuals = xs.map((x, i) => 1 / (1 + Math.exp(-w0 - w1 * x)) - ys[i]);
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(gradient[0]).toBeCloseTo(mean(residuals), 13);
    expect(gradient[1]).toBeCloseTo(mean(residuals.map((r, i) => r * xs[i])), 13);
    expect(gradient[0]).toBeCloseTo((loss([w0 + h, w1]) - loss([w0 - h, w1])) / (2 * h), 8);
    expect(gradient[1]).toBeCloseTo((loss([w0, w1 + h]) - loss([w0, w1 - h])) / (2 * h), 8);
  }
});

it("takes the same steps on the sum of the losses with an nth of the learning rate", () => {
  const X = stack([ones([xs.length]), tensor([...xs])], 1);
  const summed = (w: Tensor) => binaryCrossEntropy(matmul(X, w), [...ys], { reduction: "sum" });
  let w = tensor([2, -1]);
  for (const { w: mean } of pathOf("gradient descent", [2, -1], 0.5).slice(0, 50)) {
    expect([...w.toArray("float64")]).toEqual(mean.map((each) => expect.closeTo(each, 12)));
    w = sub(w, mul(ofSum(0.5), grad(summed)(w)));
  }
});

it("knows where the loss is least: no gradient, and higher all around", () => {
  for (const [a, b] of [
    [0.01, 0],
    [-0.01, 0],
    [0, 0.01],
    [0, -0.01],
  ])
    expect(loss([best[0] + a, best[1] + b])).toBeGreaterThan(loss(best));
  expect(lines.every((segments) => segments.length > 0)).toBe(true);
});

it("crawls, converges, zigzags or is thrown out, by η alone", () => {
  step();
  expect(behavior(state())).toBeNull();
  for (let k = 1; k < 40; k++) step();
  for (const [learningRate, expected] of [
    [0.05, "crawls"],
    [0.5, "converges"],
    [1.35, "zigzags"],
    [4, "is thrown out"],
  ] as const) {
    change({ learningRate });
    expect(behavior(state())).toBe(expected);
  }
  expect(isThrownOut(state())).toBe(true);
});

it("is tuned between an η that crawls and one that zigzags, after all steps", () => {
  change({ learningRate: 1.1 });
  expect(isTuned(state())).toBe(false);
  run();
  expect(isTuned(state())).toBe(true);
  for (const learningRate of [0.5, 0.8, 1.35, 2]) {
    change({ learningRate });
    expect(isTuned(state())).toBe(false);
  }
});

it("is won by those that know the curvature, which take no learning rate", () => {
  change({ race: true, learningRate: 0.1 });
  for (let k = 0; k < 10; k++) step();
  expect(methods.filter((method) => arrival(state(), method) !== null)).toEqual(["L-BFGS", "Newton"]);
  expect(arrival(state(), "Newton")!).toBeLessThan(arrival(state(), "L-BFGS")!);
  expect(isWon(state())).toBe(true);
  change({ start: best });
  expect(isWon(state())).toBe(false);
});

it("shows as many steps as were taken", () => {
  step();
  step();
  expect(walked(state(), "gradient descent")).toHaveLength(3);
  expect(walked(state(), "Adam")).toHaveLength(0);
  rewind();
  expect(walked(state(), "gradient descent")).toEqual([expect.objectContaining({ w: [2, -1] })]);
});
