import { crossEntropy, quadratic } from "@softmax/losses";
import * as t from "@softmax/tensor-core";
import { beforeEach, describe, expect, it } from "vitest";
import {
  costNames,
  costOf,
  data,
  hasRecovered,
  isAllRight,
  isGivenUp,
  isOvertaken,
  isSteepest,
  learningRate,
  mostSteps,
  nRight,
  objectives,
  startFrom,
  step,
  store,
} from "./costs.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const sigma = (f: number) => 1 / (1 + Math.exp(-f));

it("begins with no task done, everything wrong", () => {
  expect([isGivenUp, isSteepest, isOvertaken, hasRecovered].map((done) => done(state()))).toEqual(
    Array(4).fill(false),
  );
  expect(costNames.map((name) => nRight(state().weights[name]))).toEqual([0, 0]);
});

describe.each(costNames)("the %s cost", (name) => {
  it("is the formula of its name", () => {
    for (const f of [-8, -2, 0, 3])
      for (const y of [0, 1] as const) {
        const right = y === 1 ? sigma(f) : sigma(-f);
        const expected = name === "quadratic" ? (1 - right) ** 2 : -Math.log(right);
        expect(costOf(name, f, y).value).toBeCloseTo(expected, 12);
      }
  });

  it("has the slope of finite differences", () => {
    const h = 1e-5;
    for (const f of [-8, -2, -Math.LN2, 0, 3])
      for (const y of [0, 1] as const) {
        const slope = (costOf(name, f + h, y).value - costOf(name, f - h, y).value) / (2 * h);
        expect(costOf(name, f, y).slope).toBeCloseTo(slope, 9);
      }
  });

  it("has, over the data, the gradient of finite differences", () => {
    const { valueAndGradient } = objectives[name];
    const [gradient, unused] = [new Float64Array(2), new Float64Array(2)];
    for (const params of [
      [0.3, -1.2],
      [-0.5, 0.7],
    ]) {
      valueAndGradient(Float64Array.from(params), gradient);
      for (const k of [0, 1]) {
        const at = (h: number) =>
          valueAndGradient(
            Float64Array.from(params, (w, j) => (j === k ? w + h : w)),
            unused,
          );
        expect(gradient[k]).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 9);
      }
    }
  });

  it("takes the steps that automatic differentiation takes", () => {
    const X = t.stack([t.ones([data.length]), t.tensor(data.map(({ x }) => x))], 1);
    const y = Int32Array.from(data, ({ y }) => y);
    const logits = (w: t.Tensor) => t.stack([t.mul(0, t.matmul(X, w)), t.matmul(X, w)], 1);
    const loss = (w: t.Tensor) =>
      name === "quadratic" ? t.mul(0.5, quadratic(logits(w), y)) : crossEntropy(logits(w), y);
    startFrom(-2);
    let w = t.tensor([0, -2]);
    for (let k = 0; k < 10; k++) {
      w = t.sub(w, t.mul(learningRate, t.grad(loss)(w)));
      step();
    }
    expect(state().weights[name]).toEqual(
      Array.from(w.toArray(), (each) => expect.closeTo(Number(each), 10)),
    );
  });
});

it("pulls a confident mistake with all its strength, or not at all", () => {
  expect(costOf("logarithmic", -8).slope).toBeCloseTo(-1, 3);
  expect(costOf("quadratic", -8).slope).toBeCloseTo(0, 2);
  store.setState({ f: -8 });
  expect(isGivenUp(state())).toBe(true);
});

it("is steepest, where it is quadratic, at σ = ⅓", () => {
  const slope = (f: number) => costOf("quadratic", f).slope;
  for (let f = -8; f < 8; f += 0.1) expect(slope(f)).toBeGreaterThanOrEqual(slope(-Math.LN2));
  expect(sigma(-Math.LN2)).toBeCloseTo(1 / 3, 14);
  store.setState({ f: -0.7 });
  expect(isSteepest(state())).toBe(true);
});

it("from the same bad start one gets everything right while the other stands still", () => {
  for (let k = 0; k < 60; k++) step();
  expect(nRight(state().weights.logarithmic)).toBe(10);
  expect(nRight(state().weights.quadratic)).toBe(0);
  expect([isOvertaken(state()), hasRecovered(state())]).toEqual([true, false]);
});

it("recovers with the quadratic cost too from a start that is less wrong, within the steps there are", () => {
  startFrom(-2);
  for (let k = 0; k < mostSteps && !hasRecovered(state()); k++) step();
  expect(isAllRight(state().weights.quadratic)).toBe(true);
  expect(hasRecovered(state())).toBe(true);
});
