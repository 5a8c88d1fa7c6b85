import { loadDataset } from "@softmax/datasets";
import { denseFeatures } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./parseOptions.js";
import { choosePrecision, type ProblemFacts, resolveRunConfig } from "./resolve.js";
import { parseRunConfig, type RunOptions } from "./runConfig.js";

const facts: ProblemFacts = {
  label: "kind",
  nSamples: 300,
  nFeatures: 4,
  nClasses: 3,
  density: 1,
  weightSum: 300,
  convex: true,
  hasHvp: true,
};
const resolve = (options: RunOptions, more: Partial<ProblemFacts> = {}) =>
  resolveRunConfig(parseRunConfig(options), options.precision ?? "float64", { ...facts, ...more });
const resolved = (options: RunOptions, more: Partial<ProblemFacts> = {}) => resolve(options, more).resolved;

describe("resolveRunConfig", () => {
  it("leaves nothing open, and nothing that does not apply", () => {
    expect(resolve({})).toEqual({
      reason: expect.stringMatching(/newton/),
      resolved: {
        label: "kind",
        textMethod: "tf-idf",
        testSize: 0,
        validationSize: 0,
        scale: 1,
        loss: "cross-entropy",
        labelSmoothing: 0,
        l2: 1e-4,
        l1: 0,
        solver: "newton",
        maxSteps: 10_000,
        tolerance: 1e-9,
        precision: "float64",
        deterministic: false,
        seed: 0,
      },
    });
  });

  it("preconditions as asked, and records what a run used", () => {
    const wide = { hasCurvature: true, nSamples: 1_000_000, nFeatures: 100 };
    expect(resolved({}, wide)).toMatchObject({ solver: "lbfgs", preconditioner: "blocks" });
    expect(resolve({ preconditioner: "gram" }, wide)).toMatchObject({
      resolved: { solver: "lbfgs", preconditioner: "gram" },
      plan: { stages: [{ preconditioner: "gram" }] },
      reason: expect.stringContaining("one Gram matrix"),
    });
    const plain = resolve({ solver: "lbfgs", preconditioner: "none" }, wide);
    expect(plain).toMatchObject({ resolved: { preconditioner: "none" }, plan: undefined });
    for (const preconditioner of ["auto", "blocks", "diagonal", "none"] as const) {
      const first = resolve({ preconditioner }, wide);
      const again = resolve(first.resolved, wide);
      expect([again.resolved, again.plan]).toEqual([first.resolved, first.plan]);
    }
  });

  it.each([
    [
      { preconditioner: "gram", solver: "newton" },
      {},
      "preconditioner: belongs to the solver lbfgs, but this run uses newton",
    ],
    [
      { preconditioner: "blocks" },
      { nFeatures: 20_000, hasCurvature: true },
      "matrix of 20000 × 20000 numbers",
    ],
    [{ preconditioner: "diagonal", loss: "hinge" }, {}, "needs the curvature of the loss, which hinge lacks"],
  ] as [RunOptions, Partial<ProblemFacts>, string][])(
    "refuses preconditioners that cannot be: %j",
    (options, more, words) => {
      expect(() => resolve(options, more)).toThrow(words);
    },
  );

  it("decides for mini-batch solvers what only they need", () => {
    expect(resolved({ solver: "adamw" })).toMatchObject({
      learningRate: 0.01,
      schedule: "cosine",
      weightDecay: 0.01,
      batchSize: 128,
      epochs: 20,
      maxSteps: 20 * 3,
    });
    expect(resolved({ solver: "momentum" }).momentum).toBe(0.9);
    expect(resolved({ solver: "svrg" })).toMatchObject({ batchSize: 128, maxSteps: 10_000 });
    expect(resolved({ solver: "svrg" })).not.toHaveProperty("epochs");
  });

  it("has no batch larger than the data", () => {
    expect(resolved({ solver: "sgd", batchSize: 4096 })).toMatchObject({ batchSize: 300, maxSteps: 20 });
  });

  it.each([
    [{ epochs: 2 }, { epochs: 2, maxSteps: 6 }],
    [{ maxSteps: 7 }, { epochs: 3, maxSteps: 7 }],
    [
      { epochs: 2, maxSteps: 4 },
      { epochs: 2, maxSteps: 4 },
    ],
    [
      { epochs: 2, maxSteps: 100 },
      { epochs: 2, maxSteps: 6 },
    ],
  ])("stops at whichever of epochs and maxSteps comes first: %j", (options, expected) => {
    expect(resolved({ solver: "sgd", ...options })).toMatchObject(expected);
  });

  it("is the same when it resolves its own result", () => {
    for (const solver of ["auto", "gd", "svrg", "momentum", "adamw"] as const) {
      const once = resolved({ solver, C: 3 });
      expect(JSON.stringify(resolved(once))).toBe(JSON.stringify(once));
    }
  });

  it("takes scikit-learn's C, twice as strong for two classes", () => {
    expect(resolved({ C: 4 }).l2).toBe(1 / (4 * 300));
    expect(resolved({ C: 4 }, { nClasses: 2 }).l2).toBe(2 / (4 * 300));
    expect(resolved({ C: 4 })).not.toHaveProperty("C");
  });

  it("is content with less in float32", () => {
    expect(resolved({ precision: "float32" }).tolerance).toBe(1e-6);
    expect(resolved({ precision: "float32", tolerance: 1e-3 }).tolerance).toBe(1e-3);
  });

  it("chooses a solver that can do what is asked", () => {
    expect(resolved({ l1: 0.1 }).solver).toBe("owlqn");
    expect(resolved({ loss: "hinge" }, { hasHvp: false }).solver).toBe("lbfgs");
    expect(resolve({ solver: "gd" }).reason).toBe("as asked");
  });

  const miniBatch = "the mini-batch solvers (sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw)";
  it.each([
    [
      { labelSmoothing: 0.1, loss: "hinge" },
      "labelSmoothing: belongs to the loss cross-entropy, but this run uses newton with hinge",
    ],
    [{ focalGamma: 1 }, "focalGamma: belongs to the loss focal, but this run uses newton with cross-entropy"],
    [{ schedule: "step" }, `schedule: belongs to ${miniBatch}, but this run uses newton with cross-entropy`],
    [
      { epochs: 3, solver: "svrg" },
      `epochs: belongs to ${miniBatch}, but this run uses svrg with cross-entropy`,
    ],
    [
      { patience: 3, validationSize: 0.1 },
      `patience: belongs to ${miniBatch}, but this run uses newton with cross-entropy`,
    ],
    [
      { batchSize: 3, solver: "gd" },
      "batchSize: belongs to svrg and the mini-batch solvers, but this run uses gd with cross-entropy",
    ],
    [
      { learningRate: 3, solver: "lbfgs" },
      "learningRate: belongs to gd, svrg and the mini-batch solvers, but this run uses lbfgs with cross-entropy",
    ],
    [
      { momentum: 0.5, solver: "sgd" },
      "momentum: belongs to the solvers momentum and nesterov, but this run uses sgd with cross-entropy",
    ],
    [
      { weightDecay: 0.5, solver: "adam" },
      "weightDecay: belongs to the solver adamw, but this run uses adam with cross-entropy",
    ],
    [
      { l1: 0.5, solver: "lbfgs" },
      "solver: lbfgs cannot minimize an l1 penalty; fista, owlqn, proximal-lbfgs, svrg can",
    ],
    [
      { l1: 0.5, solver: "adam" },
      "solver: adam cannot minimize an l1 penalty; fista, owlqn, proximal-lbfgs, svrg can",
    ],
    [
      { solver: "sdca" },
      "solver: sdca needs the loss cross-entropy without label smoothing, sparse features and l2 above 0; use lbfgs",
    ],
  ] as [RunOptions, string][])("refuses what the run would ignore or cannot do: %j", (options, sentence) => {
    expect(() => resolve(options)).toThrow(new ConfigError(sentence));
  });

  it("refuses newton for a loss without second derivatives", () => {
    expect(() => resolve({ solver: "newton", loss: "hinge" }, { hasHvp: false })).toThrow(
      "solver: newton needs second derivatives, which the loss hinge lacks; use lbfgs",
    );
  });
});

describe("choosePrecision", () => {
  const block = (data: Float64Array, nRows: number, nColumns: number) => ({
    name: "big",
    nSamples: nRows,
    columns: [{ kind: "block", name: "x", features: denseFeatures(data, nRows, nColumns) } as const],
  });
  const auto = parseRunConfig({});

  it("is double for up to a million values, then single, unless asked", async () => {
    expect(choosePrecision(auto, await loadDataset("digits"))).toBe("float64");
    expect(choosePrecision(auto, block(new Float64Array(1_000_000), 1000, 1000))).toBe("float64");
    expect(choosePrecision(auto, block(new Float64Array(1_001_000), 1001, 1000))).toBe("float32");
    expect(choosePrecision(parseRunConfig({ precision: "float32" }), await loadDataset("iris"))).toBe(
      "float32",
    );
  });

  it("counts of sparse rows what is stored", () => {
    const features = {
      kind: "csr",
      values: new Float64Array(3),
      columns: Int32Array.of(0, 1, 2_000_000),
      rowStarts: Int32Array.of(0, 3),
      nRows: 1,
      nColumns: 2_000_001,
    } as const;
    const sparse = {
      name: "sparse",
      nSamples: 1,
      columns: [{ kind: "block", name: "x", features } as const],
    };
    expect(choosePrecision(auto, sparse)).toBe("float64");
  });
});
