import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kFolds, type Split, splitRows } from "./splits.js";

const countOf = (rows: Int32Array, codes: ArrayLike<number>, code: number) =>
  rows.filter((row) => codes[row] === code).length;

/** Every row is in exactly one part, ascending. */
function expectPartition({ train, test }: Split, nRows: number): void {
  expect(train).toEqual(train.slice().sort());
  expect(test).toEqual(test.slice().sort());
  expect([...train, ...test].sort((a, b) => a - b)).toEqual(Array.from({ length: nRows }, (_, i) => i));
}

const classes = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 60 });
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const seed = fc.nat();

describe("splitRows", () => {
  it.each([
    [10, 0.2, 2],
    [10, 0.25, 3],
    [10, 0.24, 2],
    [2, 0.9, 1],
    [2, 0.01, 1],
    [17, 0.5, 9],
    [5, 0, 0],
    [0, 0, 0],
  ])("of %d rows gives a share of %d to the test part: %d rows", (n, testSize, nTest) => {
    const split = splitRows(n, testSize, { seed: 3 });
    expect(split.test.length).toBe(nTest);
    expectPartition(split, n);
  });

  it("is the same for the same seed and another for another", () => {
    expect(splitRows(50, 0.3, { seed: 5 })).toEqual(splitRows(50, 0.3, { seed: 5 }));
    expect(splitRows(50, 0.3, { seed: 5 })).not.toEqual(splitRows(50, 0.3, { seed: 6 }));
  });

  it("chooses every row about equally often", () => {
    const counts = new Int32Array(10);
    for (let s = 0; s < 1000; s++) for (const row of splitRows(10, 0.3, { seed: s }).test) counts[row]++;
    for (const count of counts) expect(Math.abs(count - 300)).toBeLessThan(75);
  });

  it("stratified gives each class its share, rounded by largest remainder, ties to the lower class", () => {
    const stratify = [...Array(50).fill(0), ...Array(50).fill(1), ...Array(50).fill(2)];
    const { test } = splitRows(150, 0.2, { seed: 1, stratify });
    expect([0, 1, 2].map((c) => countOf(test, stratify, c))).toEqual([10, 10, 10]);
    const odd = [0, 0, 0, 1, 1, 1];
    expect([0, 1].map((c) => countOf(splitRows(6, 0.5, { seed: 1, stratify: odd }).test, odd, c))).toEqual([
      2, 1,
    ]);
  });

  it("stratified is within one row of the exact share, and leaves every class a training row", () => {
    fc.assert(
      fc.property(classes, share, seed, (stratify, testSize, s) => {
        const n = stratify.length;
        const split = splitRows(n, testSize, { seed: s, stratify });
        expectPartition(split, n);
        const nTest = Math.min(n - 1, Math.max(1, Math.round(testSize * n)));
        const room = n - new Set(stratify).size;
        expect(split.test.length).toBe(Math.min(nTest, room));
        for (const c of new Set(stratify)) {
          const size = stratify.filter((code) => code === c).length;
          expect(countOf(split.train, stratify, c)).toBeGreaterThan(0);
          if (nTest <= room && size * (1 - testSize) > 2)
            expect(countOf(split.test, stratify, c)).toBeGreaterThanOrEqual(Math.floor((nTest * size) / n));
        }
      }),
    );
  });

  it("grouped never divides a group", () => {
    const groups = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(
        groups.filter((codes) => new Set(codes).size > 1),
        share,
        seed,
        (codes, testSize, s) => {
          const split = splitRows(codes.length, testSize, { seed: s, groups: codes });
          expectPartition(split, codes.length);
          expect(split.test.length).toBeGreaterThan(0);
          expect(split.train.length).toBeGreaterThan(0);
          const tested = new Set(Array.from(split.test, (row) => codes[row]));
          expect(Array.from(split.train).some((row) => tested.has(codes[row]))).toBe(false);
        },
      ),
    );
  });

  it("grouped and stratified takes groups whose classes fit", () => {
    const groups = Array.from({ length: 40 }, (_, i) => i >> 1);
    const stratify = groups.map((g) => g % 2);
    const { test } = splitRows(40, 0.2, { seed: 2, groups, stratify });
    expect([0, 1].map((c) => countOf(test, stratify, c))).toEqual([4, 4]);
  });

  it("refuses shares, rows and groups that cannot be divided", () => {
    expect(() => splitRows(10, 1, { seed: 0 })).toThrow(
      "splitRows: testSize is 1; expected a share from 0 up to",
    );
    expect(() => splitRows(1, 0.5, { seed: 0 })).toThrow("splitRows: 1 rows cannot be divided");
    expect(() => splitRows(3, 0.5, { seed: 0, groups: [7, 7, 7] })).toThrow(
      "splitRows: 1 group cannot be divided",
    );
    expect(() => splitRows(3, 0.5, { seed: 0, stratify: [1] })).toThrow(
      "1 codes for 3 rows; expected one a row",
    );
  });
});

describe("kFolds", () => {
  it("tests every row once, in folds that differ by one row at most", () => {
    fc.assert(
      fc.property(classes, fc.integer({ min: 2, max: 7 }), seed, (stratify, k, s) => {
        fc.pre(k <= stratify.length);
        const n = stratify.length;
        const folds = kFolds(n, k, { seed: s, stratify });
        for (const fold of folds) expectPartition(fold, n);
        expect(folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)).toEqual(
          stratify.map((_, i) => i),
        );
        for (const codes of [Array(n).fill(0), stratify])
          for (const c of new Set(codes)) {
            const sizes = folds.map(({ test }) => countOf(test, codes, c));
            expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          }
      }),
    );
  });

  it("shuffles by the seed", () => {
    expect(kFolds(20, 4, { seed: 1 })).toEqual(kFolds(20, 4, { seed: 1 }));
    expect(kFolds(20, 4, { seed: 1 })).not.toEqual(kFolds(20, 4, { seed: 2 }));
  });

  it("grouped keeps groups whole and the folds even", () => {
    const groups = [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4];
    const folds = kFolds(13, 3, { seed: 1, groups });
    const sizes = folds.map(({ test }) => test.length).sort();
    expect(sizes).toEqual([4, 4, 5]);
    for (const { train, test } of folds) {
      const tested = new Set(Array.from(test, (row) => groups[row]));
      expect(Array.from(train).some((row) => tested.has(groups[row]))).toBe(false);
    }
  });

  it("grouped and stratified spreads the classes", () => {
    const groups = Array.from({ length: 24 }, (_, i) => i >> 1);
    const stratify = groups.map((g) => (g < 6 ? 0 : 1));
    for (const { test } of kFolds(24, 3, { seed: 1, groups, stratify }))
      expect([0, 1].map((c) => countOf(test, stratify, c))).toEqual([4, 4]);
  });

  it("refuses too many folds, and too few", () => {
    expect(() => kFolds(3, 4, { seed: 0 })).toThrow("kFolds: 3 rows cannot fill 4 folds");
    expect(() => kFolds(4, 3, { seed: 0, groups: [1, 1, 2, 2] })).toThrow(
      "kFolds: 2 groups cannot fill 3 folds",
    );
    expect(() => kFolds(4, 1, { seed: 0 })).toThrow("kFolds: k is 1; expected a whole number, 2 or more");
  });
});
