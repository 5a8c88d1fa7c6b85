import { random } from "@softmax/tensor-core";
import { beforeEach, expect, it } from "vitest";
import { classNames, drawnPictures, drawPicture, nFeatures, placeOf } from "./drawnPictures.js";
import {
  isInCorner,
  mostSteps,
  nRight,
  objective,
  paramsOf,
  pick,
  pixelsOf,
  point,
  pointAtPixel,
  probabilitiesOf,
  recognizes,
  sawCatAndShip,
  scoresOf,
  shown,
  step,
  store,
  targetOf,
  templateOf,
} from "./manyClasses.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();

it("begins with no task done", () => {
  expect([sawCatAndShip(state()), isInCorner(state()), recognizes(state())]).toEqual([false, false, false]);
});

it("counts targets from 1: cat ↦ e₄, ship ↦ e₉", () => {
  for (const [name, index] of [
    ["cat", 4],
    ["ship", 9],
  ] as const) {
    const target = targetOf(classNames.indexOf(name));
    expect(target.indexOf(1) + 1).toBe(index);
    expect(target.reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(target).toHaveLength(10);
  }
});

it("reads back, through CIFAR-10's layout, the bytes that it has drawn", () => {
  const { pixels, classes } = drawnPictures(2, 5);
  expect([...classes]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const n of [0, 13])
    expect(pixels.slice(n * nFeatures, (n + 1) * nFeatures)).toEqual(
      drawPicture(n % 10, random(5, "pictures", n)),
    );
});

it("unrolls red, green, blue, each row by row", () => {
  expect([0, 31, 32, 1023, 1024, 2048, 3071].map(placeOf)).toEqual([
    [0, 0, 0],
    [0, 0, 31],
    [0, 1, 0],
    [0, 31, 31],
    [1, 0, 0],
    [2, 0, 0],
    [2, 31, 31],
  ]);
  const ship = pixelsOf(8);
  expect(ship).toHaveLength(3072);
  const seaBlue = ship[2048 + 31 * 32 + 16];
  expect(seaBlue).toBeGreaterThan(ship[31 * 32 + 16] + 40);
});

it("shows two pictures of each class that it does not learn from", () => {
  expect(shown.classes.reduce((sum, c) => sum + c, 0)).toBe(90);
  const learned = drawnPictures(24, 1).pixels;
  const first = shown.pixels.subarray(0, nFeatures).join();
  for (let n = 0; n < 240; n += 10)
    expect(learned.subarray(n * nFeatures, (n + 1) * nFeatures).join()).not.toBe(first);
});

it("has the scores w_c · x + b_c", () => {
  for (let k = 0; k < 3; k++) step();
  const params = paramsOf(state());
  const scores = scoresOf(params);
  for (const [i, c] of [
    [0, 0],
    [13, 4],
    [19, 9],
  ]) {
    const x = pixelsOf(i);
    const sum = templateOf(params, c).reduce(
      (total, w, j) => total + (w * x[j]) / 255,
      params[10 * nFeatures + c],
    );
    expect(scores[i][c]).toBeCloseTo(sum, 9);
  }
  expect(probabilitiesOf(scores[0]).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
});

it("descends along a gradient that finite differences confirm", () => {
  for (let k = 0; k < 3; k++) step();
  const params = paramsOf(state());
  const gradient = new Float64Array(objective.size);
  objective.valueAndGradient(params, gradient);
  for (const j of [0, 1500, 4 * nFeatures + 2100, objective.size - 1]) {
    const at = (h: number) => objective.loss(params.map((w, k) => (k === j ? w + h : w)));
    expect(gradient[j]).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 7);
  }
});

it("knows nothing at first, and after its steps the pictures that it has not seen", () => {
  expect(objective.loss(paramsOf(state()))).toBeCloseTo(Math.log(10), 12);
  expect(nRight(paramsOf(state()))).toBe(2);
  for (let k = 0; k < mostSteps; k++) step();
  expect(nRight(paramsOf(state()))).toBeGreaterThanOrEqual(19);
  expect(recognizes(state())).toBe(true);
});

it("notices what was picked and pointed at; places stay within the picture", () => {
  pick(3);
  expect(sawCatAndShip(state())).toBe(false);
  pick(18);
  expect(sawCatAndShip(state())).toBe(true);
  point(2048);
  pointAtPixel(40, 99);
  expect(state().position).toBe(3071);
  expect(isInCorner(state())).toBe(true);
  point(-4);
  expect(state().position).toBe(0);
});
