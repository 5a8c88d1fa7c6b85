import { colorMatching } from "@softmax/datasets";
import { fit } from "@softmax/trainer";
import { beforeEach, expect, it } from "vitest";
import {
  accuracyOf,
  hasLearned,
  isYellowWithoutYellow,
  l2,
  lamps,
  names,
  objective,
  probabilitiesOf,
  receptorAt,
  scoresOf,
  setHeight,
  showsOpponent,
  step,
  store,
} from "./color.js";
import { conesOf, knots, wavelengths } from "./light.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();

function learn(): void {
  store.setState({ learning: true });
  while (state().learning) step();
}

it("begins with no task done, and with six names of the same probability", () => {
  expect([hasLearned(state()), isYellowWithoutYellow(state()), showsOpponent(state())]).toEqual([
    false,
    false,
    false,
  ]);
  const equal = names.map(() => expect.closeTo(1 / 6, 12));
  expect(probabilitiesOf(state().solver.params, conesOf(state().heights))).toEqual(equal);
});

it("learns what the trainer learns from the same data with the same options", async () => {
  learn();
  const {
    objective: best,
    model,
    train,
  } = await fit(colorMatching(), { standardize: false, l2, tolerance: 1e-10 });
  expect(state().solver.value).toBeCloseTo(best.value, 5);
  expect(accuracyOf(state().solver.params)).toBeCloseTo(train.accuracy!, 2);
  for (const [c, name] of names.entries()) {
    const row = model.classes.indexOf(name);
    for (const k of [0, 1, 2])
      expect(Math.abs(state().solver.params[3 * c + k] - model.weights[3 * row + k])).toBeLessThan(0.3);
  }
});

it("has the gradient of finite differences", () => {
  const params = Float64Array.from({ length: objective.size }, (_, k) => Math.sin(k));
  const gradient = new Float64Array(objective.size);
  objective.valueAndGradient(params, gradient);
  const value = (k: number, by: number) =>
    objective.valueAndGradient(
      params.map((each, j) => (j === k ? each + by : each)),
      new Float64Array(objective.size),
    );
  for (const k of params.keys())
    expect(gradient[k]).toBeCloseTo((value(k, 1e-5) - value(k, -1e-5)) / 2e-5, 7);
});

it("adds up the receptor over a light to its score, less the bias", () => {
  learn();
  const { params } = state().solver;
  const heights = lamps(450, 600, 650);
  const total = wavelengths.length;
  expect(total).toBe(69);
  const scores = scoresOf(params, conesOf(heights));
  for (const c of names.keys()) {
    const power = wavelengths.map((each) =>
      Math.max(0, ...[450, 600, 650].map((lamp) => 1 - Math.abs(each - lamp) / 25)),
    );
    const sum = power.reduce((a, b) => a + b);
    const received = wavelengths.reduce(
      (s, each, i) => s + (power[i] / sum) * receptorAt(params, c, each),
      0,
    );
    expect(received + params[18 + c]).toBeCloseTo(scores[c], 10);
  }
});

it("names pure lights as it was taught, and yellow what is half green and half red", () => {
  learn();
  const said = (...at: number[]) => {
    const p = probabilitiesOf(state().solver.params, conesOf(lamps(...at)));
    return names[p.indexOf(Math.max(...p))];
  };
  expect([425, 475, 525, 575, 600, 650].map((each) => said(each))).toEqual(names);
  store.setState({ heights: lamps(575) });
  expect(isYellowWithoutYellow(state())).toBe(false);
  store.setState({ heights: lamps(550, 625) });
  expect(isYellowWithoutYellow(state())).toBe(true);
});

it("makes red and orange opponents of the medium cones, and no other color", () => {
  learn();
  const opponents = names.filter((_, shown) => {
    store.setState({ shown });
    return showsOpponent(state());
  });
  expect(opponents).toEqual(["orange", "red"]);
});

it("is shaped a knot at a time", () => {
  setHeight(knots.indexOf(600), 0.4);
  expect(state().heights).toEqual(knots.map((each) => ({ 525: 1, 600: 0.4 })[each] ?? 0));
});
