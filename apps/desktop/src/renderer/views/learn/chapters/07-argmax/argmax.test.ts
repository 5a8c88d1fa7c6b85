import { grad, softmax, type Tensor, tensor } from "@softmax/tensor-core";
import { beforeEach, expect, it } from "vitest";
import {
  inSinglePrecision,
  isBroken,
  isCold,
  isTie,
  likeliest,
  probabilities,
  setScore,
  smoothMax,
  smoothMaxOf,
  store,
  withScore,
} from "./argmax.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const some = [
  [1, 3, 2.5],
  [-4, 0.2, 0.1],
  [2, 2, 2],
];

it("begins with no task done", () => {
  expect([isTie(state()), isCold(state()), isBroken(state())]).toEqual([false, false, false]);
});

it("keeps the smooth maximum between max s and max s + T ln C", () => {
  for (const s of some)
    for (const T of [0.1, 1, 3]) {
      expect(smoothMax(s, T)).toBeGreaterThanOrEqual(Math.max(...s));
      expect(smoothMax(s, T)).toBeLessThanOrEqual(Math.max(...s) + T * Math.log(3) + 1e-12);
    }
  expect(smoothMax([1, 3, 2.5])).toBeCloseTo(Math.log(Math.E + Math.exp(3) + Math.exp(2.5)), 12);
});

it("has σ̂ as the gradient of the smooth maximum", () => {
  for (const s of some)
    for (const T of [0.5, 1, 2]) {
      const gradient = grad((x: Tensor) => smoothMaxOf(x, T))(tensor(s)).toArray();
      expect(Array.from(gradient, Number)).toEqual(
        probabilities(s, T).map((each) => expect.closeTo(each, 12)),
      );
    }
});

it("is monotone: a score that rises takes from all others, and no temperature changes the order", () => {
  for (const s of some)
    for (const c of [0, 1, 2]) {
      const [before, after] = [probabilities(s), probabilities(withScore(s, c, s[c] + 0.3))];
      for (const k of [0, 1, 2]) expect(Math.sign(after[k] - before[k])).toBe(k === c ? 1 : -1);
    }
  for (const T of [0.1, 0.5, 1, 2, 10]) {
    const [first, second, third] = probabilities([1, 3, 2.5], T);
    expect(second).toBeGreaterThan(third);
    expect(third).toBeGreaterThan(first);
  }
});

it("goes from the arg max to indifference as it gets hotter", () => {
  expect(probabilities([1, 3, 2.5], 0.01)).toEqual([0, 1, 0].map((each) => expect.closeTo(each, 12)));
  expect(probabilities([1, 3, 2.5], 1e6)).toEqual([1, 1, 1].map((each) => expect.closeTo(each / 3, 6)));
  expect([likeliest([1, 3, 2.5]), likeliest([2, 2, 2])]).toEqual([1, 0]);
});

it("breaks in float32 at s = 1000 as written, and not once the maximum is subtracted", () => {
  store.setState({ scores: [0, -1, -2], constant: 1000 });
  const { powers, asWritten, logSum, shifted, cured, curedLogSum } = inSinglePrecision(state());
  expect(powers).toEqual([Infinity, Infinity, Infinity]);
  expect(asWritten).toEqual([NaN, NaN, NaN]);
  expect(logSum).toBe(Infinity);
  expect(shifted).toEqual([0, -1, -2]);
  expect(cured).toEqual([
    expect.closeTo(0.665241, 6),
    expect.closeTo(0.244728, 6),
    expect.closeTo(0.090031, 6),
  ]);
  expect(curedLogSum).toBeCloseTo(1000.407606, 3);
  const direct = softmax(tensor([1000, 999, 998], { dtype: "float32" })).toArray();
  expect(cured).toEqual(Array.from(direct, (each) => expect.closeTo(Number(each), 7)));
  expect(isBroken(state())).toBe(true);
});

it("breaks below as well: all powers are 0 there, and 0/0 is no number", () => {
  store.setState({ constant: -200 });
  expect(inSinglePrecision(state())).toMatchObject({
    powers: [0, 0, 0],
    asWritten: [NaN, NaN, NaN],
    logSum: -Infinity,
  });
  expect(inSinglePrecision(state()).cured[1]).toBeCloseTo(probabilities([1, 3, 2.5])[1], 5);
});

it("agrees on both ways where nothing overflows", () => {
  const { asWritten, cured, logSum, curedLogSum } = inSinglePrecision(state());
  expect(asWritten).toEqual(cured.map((each) => expect.closeTo(each, 6)));
  expect(logSum).toBeCloseTo(curedLogSum, 5);
});

it("notices a tie and the cold", () => {
  setScore(2, 3.05);
  expect(isTie(state())).toBe(true);
  store.setState({ scores: [1, 3, 2.5], temperature: 0.1 });
  expect(isCold(state())).toBe(true);
});
