import { beforeEach, expect, it } from "vitest";
import {
  choose,
  chooseAll,
  chooseNone,
  hasWorst,
  isPunished,
  isUnderflown,
  losses,
  model,
  ownProbability,
  pick,
  points,
  running,
  store,
  terms,
  underflow,
} from "./entropy.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();

/** Softmax of a point's logits, by hand. */
function probabilities({ x, y }: { readonly x: number; readonly y: number }): number[] {
  const { weights: w, bias: b } = model;
  const powers = [0, 1, 2].map((c) => Math.exp(w[2 * c] * x + w[2 * c + 1] * y + b[c]));
  return powers.map((power) => power / powers.reduce((sum, each) => sum + each, 0));
}

it("begins with no task done", () => {
  expect([hasWorst(state()), isPunished(state()), isUnderflown(state())]).toEqual([false, false, false]);
});

it("leaves −ln ŷ of the true class where targets are one-hot", () => {
  for (const [k, loss] of losses(0).entries()) {
    const own = probabilities(points[k])[points[k].c];
    expect(ownProbability(k)).toBeCloseTo(own, 12);
    expect(loss).toBeCloseTo(-Math.log(own), 12);
    expect(terms(k, 0).filter(({ value }) => value !== 0)).toHaveLength(1);
  }
});

it("has a term for every class where they are not, which add up to the loss", () => {
  const smooth = losses(0.3);
  for (const k of [0, 17, 59]) {
    const expected = probabilities(points[k]).map((p, c) => -(c === points[k].c ? 0.8 : 0.1) * Math.log(p));
    expect(terms(k, 0.3).map(({ value }) => value)).toEqual(expected.map((each) => expect.closeTo(each, 12)));
    expect(smooth[k]).toBeCloseTo(
      expected.reduce((a, b) => a + b),
      12,
    );
  }
});

it("is the logarithm of a product, as long as there is a product", () => {
  const { products, sums } = running([3, 1, 4], 5, 0);
  expect(products).toHaveLength(16);
  for (const [k, sum] of sums.entries()) expect(-Math.log(products[k])).toBeCloseTo(sum, 10);
});

it("loses the product where the sum goes on", () => {
  const all = points.map((_, k) => k);
  const { products, sums } = running(all, 60, 0);
  const at = underflow({ products, sums })!;
  expect(products[at - 1]).toBeGreaterThan(0);
  expect(sums[at - 1]).toBeLessThan(746);
  expect(sums[at]).toBeGreaterThan(744);
  const total = losses(0).reduce((sum, each) => sum + each, 0);
  expect(sums.at(-1)).toBeCloseTo(60 * total, 8);
  expect(underflow(running(all, 1, 0))).toBeNull();
});

it("notices the confident mistake chosen alone", () => {
  const each = losses(0);
  const worst = each.indexOf(Math.max(...each));
  expect(each[worst]).toBeGreaterThan(2);
  pick(points[worst].x, points[worst].y);
  expect(hasWorst(state())).toBe(false);
  chooseNone();
  pick(points[worst].x, points[worst].y);
  expect(hasWorst(state())).toBe(true);
  expect(isPunished(state())).toBe(false);
});

it("notices a sure prediction that smoothing punishes; a mistake is not", () => {
  const each = losses(0);
  const [worst, surest] = [Math.max(...each), Math.min(...each)].map((loss) => each.indexOf(loss));
  choose({ labelSmoothing: 0.1, chosen: [worst], current: worst });
  expect(isPunished(state())).toBe(false);
  choose({ chosen: [surest], current: surest });
  expect(isPunished(state())).toBe(true);
});

it("chooses, and gives up what is shown when it is pressed again", () => {
  chooseNone();
  const [{ x, y }] = points;
  pick(x, y);
  pick(20, 20);
  expect(state().chosen).toEqual([0]);
  pick(x, y);
  expect(state().chosen).toEqual([]);
  expect([...state().products]).toEqual([1]);
});

it("underflows once all points were repeated often enough", () => {
  chooseAll();
  expect(isUnderflown(state())).toBe(false);
  choose({ copies: 100 });
  expect(isUnderflown(state())).toBe(true);
});
