import { describe, expect, it } from "vitest";
import { type DataShape, defaultRates, streamedRates, workOf } from "./costModel.js";
import { planLbfgs, planPlainFirst } from "./planLbfgs.js";

const images: DataShape = { nSamples: 60_000, nFeatures: 784, nClasses: 10, density: 1 };
const largeImages: DataShape = { ...images, nFeatures: 3072 };
const text: DataShape = { nSamples: 20_000, nFeatures: 50_000, nClasses: 20, density: 0.002 };
const namesOf = (shape: DataShape, rates = defaultRates) =>
  planLbfgs(shape, rates).plan.stages.map(({ preconditioner }) => preconditioner);

describe("planLbfgs", () => {
  it("begins with the dearest preconditioner that costs less than a dozen passes", () => {
    expect(namesOf(images)).toEqual(["blocks"]);
    expect(namesOf({ ...images, nSamples: 5000 })).toEqual(["diagonal", "gram", "blocks"]);
    expect(namesOf(largeImages)[0]).toBe("gram");
  });

  it("takes the one that is asked for, and no other", () => {
    for (const only of ["diagonal", "gram", "blocks"] as const) {
      const { stages } = planLbfgs(largeImages, defaultRates, only).plan;
      expect(stages.map(({ preconditioner }) => preconditioner)).toEqual([only]);
    }
  });

  it("leaves out what does not fit in memory, or costs more than a hundred passes", () => {
    expect(namesOf(largeImages)).toEqual(["gram"]);
    expect(namesOf({ ...largeImages, nClasses: 2 })).toContain("blocks");
    expect(namesOf({ ...largeImages, nSamples: 1000 })).toEqual(["diagonal"]);
    expect(namesOf(text)).toEqual(["diagonal"]);
  });

  it("has no factor of more bytes than it may", () => {
    expect(namesOf(images, { ...defaultRates, factorBytes: 4 * 785 ** 2 })).toEqual(["gram"]);
  });

  it("goes on to the next after as many steps as that one costs passes", () => {
    const shape = { ...images, nSamples: 5000 };
    const { stages } = planLbfgs(shape).plan;
    const work = workOf(shape, 5);
    const gram = work.gram(stages[1].rows) / (work.pass + work.overhead);
    const blocks = (10 * work.gram(stages[2].rows)) / (work.pass + work.overhead);
    expect(stages[0].steps).toBe(Math.ceil(gram));
    expect(stages[1].steps).toBe(Math.ceil(blocks));
  });

  it("comes near the minimum before it takes the blocks, whose curvature depends on the point", () => {
    const table = { ...images, nFeatures: 60, nSamples: 6000 };
    expect(planLbfgs(images).plan.warmUp).toBeDefined();
    expect(namesOf(table)).toEqual(["gram", "blocks"]);
    expect(planLbfgs(table).plan.warmUp).toBeUndefined();
    expect(namesOf({ ...table, nClasses: 2 })).toEqual(["blocks"]);
    expect(planLbfgs(text).plan.warmUp).toBeUndefined();
  });

  it("draws more rows than there are features, so that a matrix of them can have full rank", () => {
    for (const nFeatures of [1, 16, 784, 3072])
      for (const { preconditioner, rows } of planLbfgs({ ...images, nFeatures }).plan.stages)
        if (preconditioner !== "diagonal") expect(rows).toBeGreaterThan(nFeatures + 1);
  });

  it("depends on rates that are measured: slow factorizations make blocks dear", () => {
    expect(namesOf(images, { ...defaultRates, gram: 10, cholesky: 30 })[0]).not.toBe("blocks");
  });

  it("says what it begins with, and what that costs", () => {
    expect(planLbfgs(images).reason).toMatch(
      /^preconditioned by a block for each class, which costs about \d+ passes over the data and saves many$/,
    );
    expect(planLbfgs(text).reason).toContain("a diagonal, which costs less than one pass");
  });

  it.each([0, 1])("has a plan for %i features, one class, no samples", (nFeatures) => {
    const { stages } = planLbfgs({ nSamples: 0, nFeatures, nClasses: 1, density: 1 }).plan;
    for (const { steps } of stages) expect(Number.isInteger(steps) && steps > 0).toBe(true);
  });
});

describe("planPlainFirst", () => {
  const table: DataShape = { nSamples: 6000, nFeatures: 60, nClasses: 6, density: 1 };
  const stagesOf = (shape: DataShape) => planPlainFirst(shape).plan.stages;

  it("begins plainly where a pass is cheap, for a dozen steps or what the first matrix costs", () => {
    expect(stagesOf(table).map(({ preconditioner }) => preconditioner)).toEqual(["none", "gram", "blocks"]);
    expect(stagesOf(table)[0].steps).toBe(12);
    const wide = { ...table, nSamples: 300, nFeatures: 900 };
    expect(stagesOf(wide).map(({ preconditioner }) => preconditioner)).toEqual(["none", "gram"]);
    const work = workOf(wide, 10);
    expect(stagesOf(wide)[0].steps).toBe(Math.ceil(work.gram(4096) / (work.pass + work.overhead)));
  });

  it("scales features that differ in scale before it goes on", () => {
    const stages = stagesOf({ ...table, scaleSpread: 1000 });
    expect(stages.map(({ preconditioner }) => preconditioner)).toEqual(["diagonal", "gram", "blocks"]);
    expect(stages[0].steps).toBe(12);
    expect(stagesOf({ ...table, scaleSpread: 3 })).toEqual(stagesOf(table));
  });

  it("is planLbfgs where a pass is dear, features are sparse, or no matrix is to be had", () => {
    for (const shape of [
      images,
      largeImages,
      text,
      { ...table, density: 0.03 },
      { ...table, nFeatures: 40_000 },
    ])
      expect(planPlainFirst(shape)).toEqual(planLbfgs(shape));
  });

  it("says so in one line", () => {
    expect(planPlainFirst(table).reason).toBe(
      "plain while that is fast, then preconditioned by one Gram matrix, which costs about 1 passes over the data and saves many",
    );
  });
});

describe("workOf", () => {
  it("counts the multiply-adds of dense features", () => {
    const work = workOf({ nSamples: 100, nFeatures: 9, nClasses: 3, density: 1 }, 5, {
      sparse: 1,
      gram: 1,
      cholesky: 1,
      solve: 1,
      vector: 1,
      read: 0,
      factorBytes: 1e6,
    });
    expect(work.pass).toBe(2 * 100 * 10 * 3);
    expect(work.gram(50)).toBeCloseTo((50 * 100) / 2 + 1000 / 6, 9);
    expect(work.gram(500)).toBeCloseTo((100 * 100) / 2 + 1000 / 6, 9);
    expect(work.solve).toBe(2 * 3 * 100);
    expect(work.overhead).toBe(60 * 3 * 10);
    expect(work.factorBytes).toBe(400);
  });

  it("counts reading the features anew in every pass", () => {
    const shape = { nSamples: 100, nFeatures: 9, nClasses: 3, density: 1 };
    expect(workOf(shape, 5, { ...defaultRates, read: 7 }).pass).toBe(100 * 10 * (2 * 3 + 7));
    expect(workOf(shape, 5, streamedRates).pass).toBeGreaterThan(workOf(shape, 5).pass);
  });

  it("counts what sparse features store", () => {
    const rates = { ...defaultRates, sparse: 1, cholesky: 0 };
    const work = workOf({ nSamples: 100, nFeatures: 1000, nClasses: 2, density: 0.01 }, 5, rates);
    expect(work.pass).toBe(2 * 100 * 11 * 2);
    expect(work.gram(50)).toBe(50 * 11 ** 2);
  });
});
