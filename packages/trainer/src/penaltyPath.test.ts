import { datasetFromRecords, datasetFromRows, loadDataset } from "@softmax/datasets";
import { defaultKernels, normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { fit } from "./fit.js";
import { penaltyPath } from "./penaltyPath.js";
import { prepareRun } from "./prepareRun.js";
import type { RunOptions } from "./runConfig.js";
import { parseTuning, type TuningOptions } from "./tuning.js";

const pathOf = async (name: string, tuning: TuningOptions, options: RunOptions = {}) =>
  penaltyPath(prepareRun(await loadDataset(name), options, defaultKernels()), parseTuning(tuning));

const nonzeros = (weights: Float64Array) => weights.filter((w) => w !== 0).length;

describe("the default path with l1", () => {
  it.each([
    ["iris", {}, 1],
    ["iris", { standardize: false }, 0.5],
    ["wine", { classWeight: "balanced" }, 1],
    ["penguins", { labelSmoothing: 0.1 }, 0.3],
    ["wine", { loss: "quadratic" }, 1],
    ["wine", { loss: "sigmoid" }, 1],
    ["wine", { precision: "float32" }, 1],
  ] as [string, RunOptions, number][])(
    "on %s with %j starts where every weight is zero, and no sooner",
    async (name, options, l1Ratio) => {
      const dataset = await loadDataset(name);
      const [strongest] = await pathOf(name, { l1Ratio }, options);
      const fitAt = async (penalty: number) => {
        const penalties = { l1: penalty * l1Ratio, l2: penalty * (1 - l1Ratio) };
        const { status, model } = await fit(dataset, { ...options, ...penalties });
        expect(status).toBe("converged");
        return nonzeros(model.weights);
      };
      expect(await fitAt(strongest)).toBe(0);
      expect(await fitAt(0.99 * strongest)).toBeGreaterThan(0);
    },
  );

  it("falls by a factor of ten thousand in equal steps, by a hundred where features outnumber samples", async () => {
    const path = await pathOf("iris", { l1Ratio: 1, nPenalties: 5 });
    expect(path.map((penalty) => path[0] / penalty)).toEqual(
      [1, 10, 100, 1000, 10_000].map((r) => expect.closeTo(r, 8)),
    );

    const rows = [0, 1, 2, 3].map((i) => normal(random(i), 5));
    const wide = prepareRun(datasetFromRows(rows, ["a", "b", "a", "b"]), {}, defaultKernels());
    const [first, last] = penaltyPath(wide, parseTuning({ l1Ratio: 1, nPenalties: 2 }));
    expect(first / last).toBeCloseTo(100, 9);
  });
});

describe("the default path of ridge", () => {
  it("starts at the mean squared norm of the rows and falls by six decades", async () => {
    const run = prepareRun(
      datasetFromRecords([
        { x: 3, y: 4, w: 1, label: "a" },
        { x: 1, y: 0, w: 3, label: "b" },
      ]),
      { standardize: false, weight: "w" },
      defaultKernels(),
    );
    const path = penaltyPath(run, parseTuning({ nPenalties: 4 }));
    const mean = (1 * 25 + 3 * 1) / 4;
    expect(path).toEqual([1, 1e-2, 1e-4, 1e-6].map((part) => expect.closeTo(mean * part, 12)));
    expect(penaltyPath(run, parseTuning({ nPenalties: 1 }))).toEqual([expect.closeTo(mean, 12)]);
  });

  it("is at the number of features for a standardized table", async () => {
    expect((await pathOf("wine", {}))[0]).toBeCloseTo(13, 10);
    expect(await pathOf("wine", {})).toHaveLength(25);
  });

  it("counts only the stored entries of sparse rows", async () => {
    const texts = ["good good film", "bad film", "good film", "bad bad plot"];
    const records = texts.map((text) => ({ text, label: text.startsWith("good") ? "+" : "-" }));
    const run = prepareRun(datasetFromRecords(records), { text: ["text"] }, defaultKernels());
    expect(penaltyPath(run, parseTuning({}))[0]).toBeCloseTo(1, 6);
  });
});

it("a path that is given is tried from strong to weak, each strength once", async () => {
  expect(await pathOf("iris", { penalties: [0, 1e-3, 1, 1e-3] })).toEqual([1, 1e-3, 0]);
});

it("a loss without second derivatives has a path as well", async () => {
  const [strongest] = await pathOf("iris", { l1Ratio: 1 }, { loss: "hinge" });
  const { model } = await fit(await loadDataset("iris"), { loss: "hinge", l1: 2 * strongest, l2: 0 });
  expect(strongest).toBeGreaterThan(0);
  expect(model.weights.every((w) => Math.abs(w) < 1e-3)).toBe(true);
});
