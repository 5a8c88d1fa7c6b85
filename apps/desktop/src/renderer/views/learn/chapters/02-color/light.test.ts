import { coneResponses } from "@softmax/datasets";
import { expect, it } from "vitest";
import { conesOf, knots, powerAt, shareBetween, shares, shownAs, spectralColor } from "./light.js";

const at = (wavelength: number, height = 1) => knots.map((each) => (each === wavelength ? height : 0));

it("has straight lines between its knots and nothing beyond them", () => {
  const heights = knots.map((_, k) => k / 12);
  expect(powerAt(heights, 410)).toBeCloseTo((0.4 * 1) / 12, 12);
  expect(powerAt(heights, 700)).toBe(1);
  expect([powerAt(heights, 399), powerAt(heights, 701)]).toEqual([0, 0]);
});

it("has shares that add up to 1, or to nothing in the dark", () => {
  expect(shares(at(550, 0.3)).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  expect(conesOf(at(550, 0))).toEqual([0, 0, 0]);
  expect(shareBetween(at(550), 550, 720)).toBeCloseTo(0.6, 12);
});

it("is to the cones the mean of its parts, however bright", () => {
  const both = conesOf(at(525).map((each, k) => each + at(625)[k]));
  const [green, red] = [conesOf(at(525)), conesOf(at(625, 0.2))];
  for (const k of [0, 1, 2]) expect(both[k]).toBeCloseTo((green[k] + red[k]) / 2, 12);
});

it("is to the cones nearly what its middle is, where it is narrow", () => {
  for (const [k, response] of conesOf(at(575)).entries())
    expect(Math.abs(response - coneResponses(575)[k])).toBeLessThan(0.03);
});

it("is shown in its colors: red, green and blue where they are, white where all are", () => {
  const rgb = (color: string) => color.match(/\d+/g)!.map(Number);
  const [red, green, blue] = [rgb(spectralColor(630)), rgb(spectralColor(530)), rgb(spectralColor(450))];
  expect([red.indexOf(255), green.indexOf(255), blue.indexOf(255)]).toEqual([0, 1, 2]);
  expect([spectralColor(380), spectralColor(720)]).toEqual([spectralColor(420), spectralColor(680)]);
  expect(Math.min(...rgb(shownAs(knots.map(() => 1))))).toBeGreaterThan(200);
});
