import { expect, it } from "vitest";
import { along, footOn, movedTo, turnedTo } from "./line.js";
import { score, steepness, type Weights } from "./twoClasses.js";

const w: Weights = [0.7, -1.2, 2.1];
const at = (weights: Weights, [x, y]: readonly [number, number]) => score(weights, { x, y });

it("finds the nearest point of the line", () => {
  const foot = footOn(w, [3, -2]);
  expect(at(w, foot)).toBeCloseTo(0, 12);
  const nearest = Math.hypot(foot[0] - 3, foot[1] + 2);
  for (const step of [-0.1, 0.1]) {
    const [x, y] = along(w, foot, step);
    expect(at(w, [x, y])).toBeCloseTo(0, 12);
    expect(Math.hypot(x - 3, y + 2)).toBeGreaterThan(nearest);
  }
});

it("moves the line through a place without turning it", () => {
  const moved = movedTo(w, [1.5, 0.5]);
  expect(at(moved, [1.5, 0.5])).toBeCloseTo(0, 12);
  expect(moved.slice(1)).toEqual(w.slice(1));
});

it("turns the line about a place and keeps the slope; where it was turned to is along it", () => {
  const [pivot, to] = [
    [0.5, 1],
    [-2, 1.4],
  ] as const;
  const turned = turnedTo(movedTo(w, pivot), pivot, to);
  expect([at(turned, pivot), at(turned, to)]).toEqual([expect.closeTo(0), expect.closeTo(0)]);
  expect(steepness(turned)).toBeCloseTo(steepness(w), 12);
  const [x, y] = along(turned, pivot, Math.hypot(2.5, 0.4));
  expect([x, y]).toEqual([expect.closeTo(-2), expect.closeTo(1.4)]);
});

it("is turned to where it is by its own direction: the red side stays the red side", () => {
  const turned = turnedTo(w, footOn(w, [0, 0]), along(w, footOn(w, [0, 0]), 2));
  for (const k of [0, 1, 2]) expect(turned[k]).toBeCloseTo(w[k], 12);
});
