import { lbfgs, minimize } from "@softmax/optim";
import { beforeEach, describe, expect, it } from "vitest";
import { objectiveOf, score, type Weights } from "../../twoClasses.js";
import {
  allRight,
  clear,
  drawn,
  drawOthers,
  isSure,
  losses,
  meanLoss,
  misclassified,
  paint,
  paintedConfidentMistake,
  reach,
  setWeights,
  store,
} from "./points.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();

/** Weights that have every point right, found by the optimizer. */
function separating(points = state().points): Weights {
  const [w1, w2, w0] = minimize(objectiveOf(points), new Float64Array(3), lbfgs(), { maxSteps: 200 }).params;
  return [w0, w1, w2];
}

it("begins with no task done, every point in sight", () => {
  expect([allRight(state()), isSure(state()), paintedConfidentMistake(state())]).toEqual([
    false,
    false,
    false,
  ]);
  expect(misclassified(state()).length).toBeGreaterThan(8);
  expect(state().points.every(({ x, y }) => Math.abs(x) < reach && Math.abs(y) < reach)).toBe(true);
});

it("can be solved: there is a line with every point right, for whichever points are drawn next", () => {
  for (let seed = 1; seed <= 12; seed++) {
    const points = drawn(seed);
    expect(misclassified({ ...state(), points, weights: separating(points) })).toEqual([]);
  }
});

it("costs −ln of the probability of the right class, and the mean of that", () => {
  const each = state().points.map((point) => {
    const red = 1 / (1 + Math.exp(-score(state().weights, point)));
    return -Math.log(point.c === 1 ? red : 1 - red);
  });
  expect([...losses(state())]).toEqual(each.map((loss) => expect.closeTo(loss, 12)));
  expect(meanLoss(state())).toBeCloseTo(each.reduce((sum, loss) => sum + loss, 0) / each.length, 12);
});

describe("misclassified points", () => {
  it("are all of them where the sides are swapped", () => {
    const right = separating();
    setWeights(right);
    expect(allRight(state())).toBe(true);
    setWeights([-right[0], -right[1], -right[2]]);
    expect(misclassified(state())).toHaveLength(state().points.length);
  });

  it("are none on the right side of a line however gentle its slope, but then the loss says so", () => {
    const [w0, w1, w2] = separating();
    const factor = 0.1 / Math.hypot(w1, w2);
    setWeights([factor * w0, factor * w1, factor * w2]);
    expect([allRight(state()), isSure(state())]).toEqual([true, false]);
    setWeights([100 * factor * w0, 100 * factor * w1, 100 * factor * w2]);
    expect(isSure(state())).toBe(true);
  });
});

it("notices a painted point that is given less than 2 % of probability", () => {
  setWeights([0, -2, 0]);
  paint(1.9, 0);
  expect(paintedConfidentMistake(state())).toBe(false);
  paint(2.1, 0);
  expect(paintedConfidentMistake(state())).toBe(true);
  drawOthers();
  expect(paintedConfidentMistake(state())).toBe(false);
});

it("has nothing right where there is nothing", () => {
  clear();
  expect(allRight(state())).toBe(false);
  paint(0, 0);
  expect([allRight(state()), isSure(state())]).toEqual([false, false]);
});
