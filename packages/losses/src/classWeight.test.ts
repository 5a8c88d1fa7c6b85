import { describe, expect, it } from "vitest";
import { effectiveWeights } from "./classWeight.js";

describe("effectiveWeights", () => {
  const targets = Int32Array.of(0, 0, 0, 1, 2, 2);
  const nClasses = 3;

  it("is undefined without weights, and where all weights are equal", () => {
    expect(effectiveWeights({ targets, nClasses })).toEqual({ weights: undefined, sum: 6 });
    const sampleWeight = new Float64Array(6).fill(0.25);
    expect(effectiveWeights({ targets, nClasses, sampleWeight })).toEqual({
      weights: undefined,
      sum: 1.5,
    });
  });

  it("is undefined for balanced weights of balanced classes", () => {
    const balanced = { targets: Int32Array.of(1, 0, 1, 0), nClasses: 2, classWeight: "balanced" } as const;
    expect(effectiveWeights(balanced)).toEqual({ weights: undefined, sum: 4 });
  });

  it("normalises to mean 1 and keeps the raw sum", () => {
    const { weights, sum } = effectiveWeights({ targets, nClasses, sampleWeight: [1, 2, 3, 4, 5, 5] });
    expect(sum).toBe(20);
    expect([...weights!]).toEqual([0.3, 0.6, 0.9, 1.2, 1.5, 1.5].map((w) => expect.closeTo(w, 14)));
  });

  it("multiplies the sample weight by the weight of the class", () => {
    const { weights, sum } = effectiveWeights({
      targets,
      nClasses,
      sampleWeight: [1, 2, 3, 4, 5, 0],
      classWeight: [1, 10, 0.5],
    });
    expect(sum).toBe(48.5);
    expect([...weights!]).toEqual([1, 2, 3, 40, 2.5, 0].map((w) => expect.closeTo((w * 6) / 48.5, 14)));
  });

  it("balanced is n / (C · count), whose sum is n", () => {
    const { weights, sum } = effectiveWeights({ targets, nClasses, classWeight: "balanced" });
    expect(sum).toBeCloseTo(6, 14);
    expect([...weights!]).toEqual([2 / 3, 2 / 3, 2 / 3, 2, 1, 1].map((w) => expect.closeTo(w, 14)));
  });

  it("balanced under sample weights: weight 2 equals repeating the row", () => {
    const weighted = effectiveWeights({
      targets,
      nClasses,
      sampleWeight: [1, 2, 1, 2, 1, 1],
      classWeight: "balanced",
    });
    const repeated = effectiveWeights({
      targets: Int32Array.of(0, 0, 0, 0, 1, 1, 2, 2),
      nClasses,
      classWeight: "balanced",
    });
    const perRow = (w: Float64Array, sum: number) => (i: number) => (w[i] * sum) / w.length;
    const [a, b] = [perRow(weighted.weights!, weighted.sum), perRow(repeated.weights!, repeated.sum)];
    expect(weighted.sum).toBeCloseTo(repeated.sum, 14);
    expect(a(0)).toBeCloseTo(b(0), 14);
    expect(a(1)).toBeCloseTo(2 * b(0), 14);
    expect(a(3)).toBeCloseTo(2 * b(4), 14);
    expect(a(4)).toBeCloseTo(b(6), 14);
  });

  it("balanced counts the classes that occur", () => {
    const occurring = { targets: Int32Array.of(0, 0, 2), classWeight: "balanced" } as const;
    const { weights, sum } = effectiveWeights({ ...occurring, nClasses: 5 });
    expect(sum).toBeCloseTo(3, 14);
    expect([...weights!]).toEqual([0.75, 0.75, 1.5].map((w) => expect.closeTo(w, 14)));
  });

  it("soft targets have the expected class weight, hard ones being its special case", () => {
    const soft = Float64Array.of(1, 0, 0.25, 0.75);
    const { weights, sum } = effectiveWeights({ targets: soft, nClasses: 2, classWeight: [1, 5] });
    expect(sum).toBe(5);
    expect([...weights!]).toEqual([0.4, 1.6].map((w) => expect.closeTo(w, 14)));

    const hard = effectiveWeights({ targets, nClasses, classWeight: "balanced" });
    const oneHot = Float64Array.from([...targets].flatMap((t) => [0, 1, 2].map((c) => (c === t ? 1 : 0))));
    expect(effectiveWeights({ targets: oneHot, nClasses, classWeight: "balanced" })).toEqual(hard);
  });

  it("labels that need not sum to 1 can have sample weights, but no class weight", () => {
    const multiLabel = { targets: Float64Array.of(1, 1, 0, 0), nClasses: 2 };
    expect([...effectiveWeights({ ...multiLabel, sampleWeight: [1, 3] }).weights!]).toEqual([0.5, 1.5]);
    expect(() => effectiveWeights({ ...multiLabel, classWeight: "balanced" })).toThrow(/must sum to 1/);
  });

  it("has nothing to weigh without rows", () => {
    expect(effectiveWeights({ targets: new Int32Array(0), nClasses, classWeight: "balanced" })).toEqual({
      weights: undefined,
      sum: 0,
    });
  });

  it.each([
    [{ sampleWeight: [1, 2] }, /sampleWeight has 2 values but 6 are needed/],
    [{ sampleWeight: [1, 1, -1, 1, 1, 1] }, /sampleWeight\[2\] is -1/],
    [{ sampleWeight: [1, 1, NaN, 1, 1, 1] }, /sampleWeight\[2\] is NaN/],
    [{ sampleWeight: [0, 0, 0, 0, 0, 0] }, /all weights are zero/],
    [{ classWeight: [1, 2] }, /classWeight has 2 values but 3 are needed/],
    [{ classWeight: [1, 2, Infinity] }, /classWeight\[2\] is Infinity/],
    [{ nClasses: 2 }, /the target of row 4 is 2 but must be a class in 0 to 1/],
    [{ targets: Int32Array.of(0, -1) }, /the target of row 1 is -1/],
    [{ nClasses: 0 }, /nClasses is 0/],
    [{ targets: Float64Array.of(1, 0, 0, 0.5) }, /4 soft targets do not fill rows of 3 classes/],
    [
      { targets: Float64Array.of(0.25, 0.25, 0.25), classWeight: [1, 2, 3] },
      /the targets of row 0 sum to 0.75/,
    ],
    [{ targets: Float64Array.of(1.5, -0.5, 0) }, /row 0 has 1.5 for class 0/],
  ])("refuses %o", (wrong, message) => {
    expect(() => effectiveWeights({ targets, nClasses, ...wrong })).toThrow(message);
  });
});
