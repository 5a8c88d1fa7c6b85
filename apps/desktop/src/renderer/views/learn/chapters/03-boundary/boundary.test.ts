import { lbfgs, minimize } from "@softmax/optim";
import { beforeEach, expect, it } from "vitest";
import { probabilities, score, withSteepness } from "../../twoClasses.js";
import {
  doubtfulWidth,
  hasLearned,
  heights,
  isFlat,
  nCells,
  objective,
  reach,
  setWeights,
  step,
  store,
} from "./boundary.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();

it("begins with no task done", () => {
  expect(isFlat(state())).toBe(false);
  expect(doubtfulWidth(state())).toBeGreaterThan(0.5);
  expect(hasLearned(state())).toBe(false);
});

it("raises the surface to σ(f): its corners are those of the square, row by row", () => {
  const { weights } = state();
  const all = heights(weights);
  expect(all).toHaveLength((nCells + 1) ** 2);
  const sigma = (x: number, y: number) => 1 / (1 + Math.exp(-score(weights, { x, y })));
  expect(all[0]).toBeCloseTo(sigma(-reach, -reach), 12);
  expect(all[nCells]).toBeCloseTo(sigma(reach, -reach), 12);
  expect(all.at(-1)).toBeCloseTo(sigma(reach, reach), 12);
});

it("is flat where no corner, and so no place, is outside of 40 to 60 %", () => {
  setWeights([0, 0.04, 0.04]);
  expect(isFlat(state())).toBe(true);
  setWeights([0, 0.041, 0.041]);
  expect(isFlat(state())).toBe(false);
  expect(probabilities([10 * 0.041])[0]).toBeGreaterThan(0.6);
});

it("is in doubt between 10 and 90 % as wide as the slope is gentle", () => {
  setWeights(withSteepness(state().weights, 4));
  const half = doubtfulWidth(state()) / 2;
  expect(probabilities([4 * half, -4 * half])).toEqual([expect.closeTo(0.9), expect.closeTo(0.1)]);
});

it("learns, step by step, what L-BFGS finds", () => {
  for (let k = 0; k < 5000 && !hasLearned(state()); k++) step();
  const { params } = minimize(objective, new Float64Array(3), lbfgs(), { tolerance: 1e-10 });
  const [w0, w1, w2] = state().weights;
  expect([w1, w2, w0]).toEqual([...params].map((each) => expect.closeTo(each, 1)));
});
