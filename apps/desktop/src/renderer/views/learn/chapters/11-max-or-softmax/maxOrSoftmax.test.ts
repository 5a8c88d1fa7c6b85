import { beforeEach, expect, it } from "vitest";
import {
  differsMost,
  hard,
  hardShare,
  isSure,
  isUndefined,
  line,
  numbers,
  setS,
  share,
  side,
  sigmoidOf,
  sigmoidShare,
  soft,
  softShare,
  store,
  tabulated,
  threshold,
} from "./maxOrSoftmax.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const at = [3, 4, 5, 6, 7];

it("begins with no task done", () => {
  expect([isUndefined(state()), isSure(state()), differsMost(state())]).toEqual([false, false, false]);
});

it("has the lecture's values for softmax, to six digits", () => {
  const found = [...share(soft, at).toArray("float64")].map((each) => each.toFixed(6));
  expect(found).toEqual(["0.056316", "0.192596", "0.500000", "0.807404", "0.943684"]);
});

it("is 0 or 1 for max, and 0/0 at the threshold alone", () => {
  expect([...share(hard, at).toArray("float64")]).toEqual([0, 0, Number.NaN, 1, 1]);
  expect([...side(hard, [threshold]).toArray("float64")]).toEqual([0]);
  expect([...share(hard, [4.999_999, 5.000_001]).toArray("float64")]).toEqual([0, 1]);
});

it("is not the sigmoid", () => {
  setS(7);
  expect(sigmoidShare(state()).toFixed(6)).toBe("0.880797");
  expect(softShare(state()).toFixed(6)).toBe("0.943684");
  expect(softShare(state())).toBeCloseTo(
    Math.log1p(Math.E ** 2) / (Math.log1p(Math.E ** 2) + Math.log1p(Math.E ** -2)),
    14,
  );
});

it("keeps seven digits between the places of a table, and the hole", () => {
  for (const f of [(s: readonly number[]) => share(soft, s), sigmoidOf]) {
    const table = tabulated(f);
    for (let s = line[0]; s <= line[1]; s += 0.01237) expect(table(s)).toBeCloseTo(f([s]).item(), 7);
    expect(table(line[1])).toBeCloseTo(f([line[1]]).item(), 12);
  }
  const table = tabulated((s) => share(hard, s));
  expect([4.99, 5, 5.01].map(table)).toEqual([0, Number.NaN, 1]);
});

it("takes what is near to a whole number for it", () => {
  setS(5.03);
  expect(isUndefined(state())).toBe(true);
  setS(5.1);
  expect(hardShare(state())).toBe(1);
});

it("is 99 % sure beyond 3.4 from the threshold, on both sides", () => {
  expect([1.5, 1.7, 8.3, 8.4].map((s) => isSure({ s }))).toEqual([true, false, false, true]);
});

it("differs most from the sigmoid where a search finds it", () => {
  const gap = (s: number) => softShare({ s }) - sigmoidShare({ s });
  const best = Array.from({ length: 501 }, (_, k) => 5 + k / 100).reduce((a, b) => (gap(b) > gap(a) ? b : a));
  expect(gap(best)).toBeCloseTo(0.0791, 4);
  expect([best, 2 * threshold - best].map((s) => differsMost({ s }))).toEqual([true, true]);
  expect([5, 5.8, 7].map((s) => differsMost({ s }))).toEqual([false, false, false]);
});

it("has numbers of both classes, none on the threshold", () => {
  expect(numbers.map(({ c }) => c).join("")).toBe("000000000111111111");
  expect(numbers.every(({ s, c }) => s > threshold === (c === 1))).toBe(true);
});
