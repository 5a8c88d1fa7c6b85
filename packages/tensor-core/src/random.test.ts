import { describe, expect, it } from "vitest";
import { fold, integers, normal, permutation, random, split, threefry2x32, uniform } from "./random.js";

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const moment = (values: ArrayLike<number>, k: number) => mean(Array.from(values, (x) => x ** k));

describe("threefry2x32", () => {
  // Known-answer vectors of the Random123 distribution: key, counter, result.
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)("reproduces the published answer for key %j and counter %j", (key, counter, answer) => {
    const out = new Uint32Array(2);
    threefry2x32(key, counter[0], counter[1], out);
    expect(Array.from(out)).toEqual(answer);
  });
});

describe("keys", () => {
  it("are the same for the same seed and stream, and different for any other", () => {
    expect(random(7, "shuffle", 3)).toEqual(random(7, "shuffle", 3));
    const keys = [
      random(7),
      random(8),
      random(7 + 2 ** 32),
      random(7, 0),
      random(7, 1),
      random(7, 2 ** 32),
      random(7, 0, 1),
      random(7, 1, 0),
      random(7, ""),
      random(7, "0"),
      random(7, "ab"),
      random(7, "a", "b"),
      random(7, "shuffle", 0),
    ];
    expect(new Set(keys.map(String)).size).toBe(keys.length);
  });

  it("fold one part of the stream after the other", () => {
    expect(random(7, "a", 2)).toEqual(fold(fold(random(7), "a"), 2));
    expect(split(random(7), 3)).toEqual([random(7, 0), random(7, 1), random(7, 2)]);
    expect(split(random(7), 0)).toEqual([]);
  });

  it("survive JSON", () => {
    const key = random(2 ** 53 - 1, "x");
    expect(uniform(JSON.parse(JSON.stringify(key)), 5)).toEqual(uniform(key, 5));
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("refuse %d as a seed or a stream", (bad) => {
    expect(() => random(bad)).toThrow(`random: got ${bad}; expected an integer from 0 to`);
    expect(() => random(1, bad)).toThrow(`fold: got ${bad}; expected an integer from 0 to`);
  });
});

describe("element i", () => {
  it.each([0, 1, 3, 4, 5, 17])("does not depend on how many are drawn (%d of 40)", (length) => {
    const key = random(11);
    expect(uniform(key, length)).toEqual(uniform(key, 40).slice(0, length));
    expect(normal(key, length)).toEqual(normal(key, 40).slice(0, length));
    expect(integers(key, length, 10)).toEqual(integers(key, 40, 10).slice(0, length));
  });
});

describe("uniform", () => {
  const values = uniform(random(3), 20_000);

  it("stays in [0, 1) with the moments 1/2, 1/3, 1/4", () => {
    expect(values.every((u) => u >= 0 && u < 1)).toBe(true);
    expect(mean(values)).toBeCloseTo(1 / 2, 2);
    expect(moment(values, 2)).toBeCloseTo(1 / 3, 2);
    expect(moment(values, 3)).toBeCloseTo(1 / 4, 2);
  });

  it("fills twenty bins evenly (χ², 19 degrees of freedom, 0.1 % level)", () => {
    const counts = new Array(20).fill(0);
    for (const u of values) counts[Math.floor(20 * u)]++;
    expect(counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(43.8);
  });

  it("is uncorrelated from one element, and from one stream, to the next", () => {
    const correlation = (a: Float64Array, b: Float64Array) =>
      12 * mean(a.map((u, i) => (u - 0.5) * (b[i] - 0.5)));
    const bound = 4 / Math.sqrt(values.length);
    expect(Math.abs(correlation(values.slice(1), values))).toBeLessThan(bound);
    expect(Math.abs(correlation(uniform(random(3, 0), 20_000), uniform(random(3, 1), 20_000)))).toBeLessThan(
      bound,
    );
    expect(Math.abs(correlation(values, uniform(random(4), 20_000)))).toBeLessThan(bound);
  });
});

describe("normal", () => {
  it("has the moments 0, 1, 0, 3 and is finite", () => {
    const values = normal(random(5), 40_000);
    expect(values.every(Number.isFinite)).toBe(true);
    expect(Math.abs(mean(values))).toBeLessThan(0.02);
    expect(moment(values, 2)).toBeCloseTo(1, 1);
    expect(Math.abs(moment(values, 3))).toBeLessThan(0.06);
    expect(Math.abs(moment(values, 4) - 3)).toBeLessThan(0.15);
  });
});

describe("integers", () => {
  it("are even over a range that does not divide 2³² (χ², 6 degrees of freedom, 0.1 % level)", () => {
    const counts = new Array(7).fill(0);
    for (const k of integers(random(6), 14_000, 7)) counts[k]++;
    expect(counts.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0)).toBeLessThan(22.5);
  });

  it("are unbiased where 2³² mod below is large: below 3·2²⁹, a plain remainder would give 3/4, not 2/3", () => {
    const below = 3 * 2 ** 29;
    const low = Array.from(integers(random(8), 6000, below)).filter((k) => k < 2 ** 30).length;
    expect(Math.abs(low - 4000)).toBeLessThan(4 * Math.sqrt(6000 * (2 / 9)));
  });

  it("are all 0 below 1, and reach 2³¹ − 1 at most", () => {
    expect(integers(random(1), 4, 1)).toEqual(new Int32Array(4));
    expect(integers(random(1), 1000, 2 ** 31).every((k) => k >= 0)).toBe(true);
  });

  it.each([0, -3, 1.5, 2 ** 31 + 1, Number.NaN])("refuse below = %d", (below) => {
    expect(() => integers(random(1), 1, below)).toThrow(`integers: below is ${below}; expected an integer`);
  });
});

describe("permutation", () => {
  it.each([0, 1, 3, 4, 5, 17, 1000])("holds each of 0 … %d − 1 once", (n) => {
    expect(permutation(random(9), n).sort()).toEqual(Int32Array.from({ length: n }, (_, i) => i));
  });

  it("differs from epoch to epoch and repeats for the same one", () => {
    const shuffle = (epoch: number) => permutation(random(9, "shuffle", epoch), 100);
    expect(shuffle(4)).toEqual(shuffle(4));
    expect(shuffle(4)).not.toEqual(shuffle(5));
  });

  it("makes every order of four equally likely (χ², 23 degrees of freedom, 0.1 % level)", () => {
    const counts = new Map<string, number>();
    for (let e = 0; e < 4800; e++) {
      const order = permutation(random(2, e), 4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect([...counts.values()].reduce((sum, n) => sum + (n - 200) ** 2 / 200, 0)).toBeLessThan(49.7);
  });
});
