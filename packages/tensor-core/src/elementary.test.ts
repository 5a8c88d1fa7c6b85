import { describe, expect, it } from "vitest";
import { cos, exp, expm1, log, log1p, pow, sin, softplus } from "./elementary.js";
import { random, uniform } from "./random.js";

/** Difference in units in the last place of the expected value. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const [a, b] = [actual, expected].map((x) => new BigInt64Array(Float64Array.of(x).buffer)[0]);
  return Math.abs(Number(a - b));
}

const between = (name: string, from: number, to: number) =>
  uniform(random(1, name), 20_000).map((u) => from + u * (to - from));
const magnitudes = (name: string) => between(name, -300, 300).map((power) => 10 ** power);
const both = (values: Float64Array) => [...values, ...values.map((x) => -x)];

const worst = (f: (x: number) => number, math: (x: number) => number, values: Iterable<number>) => {
  let most = { ulps: 0, x: Number.NaN };
  for (const x of values) {
    const difference = ulps(f(x), math(x));
    if (difference > most.ulps) most = { ulps: difference, x };
  }
  return most;
};

describe.each<[string, (x: number) => number, (x: number) => number, Iterable<number>]>([
  [
    "exp",
    exp,
    Math.exp,
    [...between("exp", -745, 709), ...between("near", -1, 1), ...both(magnitudes("tiny"))],
  ],
  [
    "log",
    log,
    Math.log,
    [...magnitudes("log"), ...between("near 1", 0.5, 2), 5e-324, 1e-310, Number.MAX_VALUE],
  ],
  ["log1p", log1p, Math.log1p, [...both(magnitudes("log1p")), ...between("p", -0.999, 3)]],
  [
    "expm1",
    expm1,
    Math.expm1,
    [...between("m", -40, 700), ...both(between("mm", 0, 1)), ...both(magnitudes("mt"))],
  ],
])("%s", (_, f, math, values) => {
  it("is within two units in the last place of the engine's", () => {
    expect(worst(f, math, values).ulps).toBeLessThanOrEqual(2);
  });

  it.each([0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 710, -746])("is the engine's at %f", (x) => {
    expect(ulps(f(x), math(x))).toBeLessThanOrEqual(1);
    expect(Number.isNaN(f(x))).toBe(Number.isNaN(math(x)));
  });
});

it.each([
  ["cos", cos, Math.cos],
  ["sin", sin, Math.sin],
] as const)("%s is the engine's, but for the last digits", (_, f, math) => {
  for (const x of [...both(between("turn", 0, 7)), ...between("far", -1e5, 1e5), 0])
    expect(Math.abs(f(x) - math(x))).toBeLessThan(2e-16 * (1 + Math.abs(x) * 1e-5));
  expect([cos(0), sin(0), cos(Math.PI)]).toEqual([1, 0, -1]);
});

it("pow is the engine's, but for the last digits", () => {
  for (const x of between("base", 0.01, 1))
    for (const y of [7, -3, 0.3, -2.5]) expect(pow(x, y) / x ** y).toBeCloseTo(1, 12);
  expect([pow(0, 0), pow(0, 2.5), pow(2, -2), pow(1, 1e300)]).toEqual([1, 0, 0.25, 1]);
});

it("softplus is max(x, 0) beside the corner, and ln 2 at it", () => {
  expect([-800, -1e308, 40, 1e308].map(softplus)).toEqual([0, 0, 40, 1e308]);
  expect(softplus(0)).toBeCloseTo(Math.LN2, 15);
  for (const x of between("softplus", -30, 30))
    expect(softplus(x) / Math.log1p(Math.exp(x))).toBeCloseTo(1, 13);
});

it("are the same bits in every engine: those of these values", () => {
  const bits = (x: number) => new BigUint64Array(Float64Array.of(x).buffer)[0].toString(16);
  expect(
    [exp(-3.7), log(7.3), log1p(0.3), expm1(-0.2), cos(2.5), sin(2.5), pow(0.9, 12.5)].map(bits),
  ).toEqual([
    "3f99511fc6871044",
    "3fffce55551e156e",
    "3fd0ca937be1b9dc",
    "bfc733d4a7a67a9b",
    "bfe9a2f7ef858b7d",
    "3fe326af0dcfcab0",
    "3fd125ddcf11c6a7",
  ]);
});
