import { beforeEach, expect, it } from "vitest";
import {
  atTriangle,
  corners,
  hasConstant,
  isOnEdge,
  isUndecided,
  nearestOnSegment,
  placeOf,
  pointsOf,
  probabilitiesOf,
  reach,
  scoresOf,
  setProbabilities,
  setScore,
  softmaxOf,
  store,
} from "./simplex.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const distance = (a: readonly number[], b: readonly number[]) =>
  Math.hypot(...a.map((each, k) => each - b[k]));

it("begins with no task done", () => {
  for (const nClasses of [2, 3, 4] as const) {
    store.setState({ nClasses });
    expect([isOnEdge(state()), isUndecided(state()), hasConstant(state())]).toEqual([false, false, false]);
  }
});

it("keeps probabilities positive and their sum 1, as eˢ over its sum has them", () => {
  for (const scores of [
    [0.3, -4],
    [2, 2, -11],
    [-1, 0.5, 3, 0.25],
  ]) {
    const y = softmaxOf(scores);
    const e = scores.map(Math.exp);
    expect(y).toEqual(e.map((each) => expect.closeTo(each / sum(e), 14)));
    expect(Math.min(...y)).toBeGreaterThan(0);
    expect(sum(y)).toBeCloseTo(1, 14);
  }
});

it("is moved by no constant that is added to all scores", () => {
  const before = probabilitiesOf(state());
  for (const constant of [-5, 0.5, 5, 700]) {
    store.setState({ constant });
    expect(scoresOf(state())[0]).toBe(1.5 + constant);
    expect(probabilitiesOf(state())).toEqual(before.map((each) => expect.closeTo(each, 13)));
  }
  expect(hasConstant(state())).toBe(true);
});

it("draws all edges of equal length, and e_c in corner c", () => {
  for (const C of [2, 3, 4] as const) {
    const e = corners[C];
    const edges = e.flatMap((a, i) => e.slice(i + 1).map((b) => distance(a, b)));
    for (const edge of edges) expect(edge).toBeCloseTo(edges[0], 14);
    for (const [c, corner] of e.entries())
      expect(placeOf(e.map((_, k) => (k === c ? 1 : 0)))).toEqual(corner);
  }
});

it("finds the probabilities of a place again", () => {
  const y = [0.2, 0.5, 0.3];
  const [a, b] = placeOf(y);
  expect(atTriangle(a, b)).toEqual(y.map((each) => expect.closeTo(each, 14)));
  expect(nearestOnSegment(0.3, 0.7)).toEqual([0.3, 0.7].map((each) => expect.closeTo(each, 14)));
  expect(nearestOnSegment(0.9, 0.9)).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
});

it("finds scores for every place of the simplex, and draws in what lies outside", () => {
  for (const y of [
    [0.2, 0.5, 0.3],
    [0.9, 0.05, 0.05],
    [0.25, 0.75],
    [0.1, 0.2, 0.3, 0.4],
  ]) {
    store.setState({ nClasses: y.length as 2 | 3 | 4, constant: 2 });
    setProbabilities(y);
    expect(probabilitiesOf(state())).toEqual(y.map((each) => expect.closeTo(each, 13)));
  }
  store.setState({ nClasses: 3 });
  setProbabilities([1.4, -0.1, -0.3]);
  expect(Math.max(...state().differences.map(Math.abs))).toBeLessThanOrEqual(reach);
  expect(probabilitiesOf(state())[0]).toBeGreaterThan(0.99);
});

it("notices an edge, and the center", () => {
  setProbabilities([0.497, 0.498, 0.005]);
  expect(isOnEdge(state())).toBe(true);
  store.setState({ nClasses: 4 });
  for (let c = 0; c < 4; c++) setScore(c, 1.01);
  expect(isUndecided(state())).toBe(true);
});

it("hands over points of as many classes", () => {
  for (const C of [2, 3, 4] as const)
    expect(new Set(pointsOf(C).map(({ c }) => c))).toEqual(new Set([0, 1, 2, 3].slice(0, C)));
});
