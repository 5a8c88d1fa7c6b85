import { existsSync, readFileSync } from "node:fs";
import { readDataset } from "@softmax/datasets/node";
import { referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { certificate } from "./certificate.js";
import { prepareProblem } from "./prepareProblem.js";
import { parseRunConfig, type RunOptions } from "./runConfig.js";

const shared = new URL("../../../../shared/", import.meta.url);

const cases: { golden: string; data: string; options: RunOptions }[] = [
  { golden: "iris-raw", data: "iris.csv", options: { standardize: false } },
  { golden: "iris-standardized", data: "iris.csv", options: { standardize: true } },
  { golden: "wine-raw", data: "wine_data.csv", options: { standardize: false } },
  { golden: "wine-standardized", data: "wine_data.csv", options: { standardize: true } },
  {
    golden: "digits-16",
    data: "digits.csv.gz",
    options: { scale: 1 / 16, standardize: false, label: "last" },
  },
  { golden: "letter-standardized", data: "letter-recognition.csv", options: { label: "Letter" } },
];

describe.skipIf(!existsSync(shared))("at the reference optima (skipped where ../shared is absent)", () => {
  it.each(cases)("$golden: the gap is at most 1e-9", async ({ golden, data, options }) => {
    const dataset = await readDataset(new URL(`data/${data}`, shared).pathname);
    const { train } = prepareProblem(dataset, parseRunConfig(options), "float64");
    const { weights, bias, objective, l2, nClasses } = JSON.parse(
      readFileSync(new URL(`goldens/${golden}.json`, shared), "utf8"),
    );
    const result = certificate({
      kernel: referenceKernels.linear(train.features, "float64"),
      features: train.features,
      targets: train.targets,
      nClasses,
      params: Float64Array.from([...weights.flat(), ...bias]),
      l2,
    });
    if (result.gap === null) throw new Error(result.reason);
    expect(result.objective / objective).toBeCloseTo(1, 13);
    expect(result.gap).toBeLessThanOrEqual(1e-9);
    expect(result.gap).toBeGreaterThanOrEqual(Math.max(result.objective - objective, 0));
    expect(result.lowerBound).toBeLessThanOrEqual(objective);
  });
});
