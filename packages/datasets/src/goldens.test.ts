import { existsSync, readFileSync } from "node:fs";
import { referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { loadDataset } from "./bundled.js";
import { chooseColumns } from "./columns.js";
import { parseCsv } from "./csv.js";
import type { Dataset } from "./dataset.js";
import { encodeFeatures } from "./encodeFeatures.js";
import { fitEncoders } from "./fitEncoders.js";
import { encodeLabels } from "./labels.js";

const shared = new URL("../../../../shared/", import.meta.url);

/** Mean cross-entropy of the reference weights on our features, by the plain kernel. */
function lossAt(
  dataset: Dataset,
  options: object,
  { weights, bias }: { weights: number[][]; bias: number[] },
) {
  const { label, features: columns } = chooseColumns(dataset, { label: dataset.label ?? "first" });
  const rows = Int32Array.from({ length: dataset.nSamples }, (_, i) => i);
  const encoders = fitEncoders(dataset, rows, { columns, ...options });
  const { features } = encodeFeatures(encoders, dataset, "float64");
  const params = Float64Array.from([...weights.flat(), ...bias]);
  const { targets } = encodeLabels(dataset, label);
  const range = { from: 0, to: rows.length };
  const kernel = referenceKernels.linear(features, "float64");
  return (
    kernel.crossEntropy(params, targets, undefined, range, new Float64Array(params.length)) / rows.length
  );
}

describe.skipIf(!existsSync(shared))("reference optima (skipped without ../shared)", () => {
  const letter = async () =>
    parseCsv(readFileSync(new URL("data/letter-recognition.csv", shared)), { name: "letter" });

  it.each<[string, () => Promise<Dataset>, object]>([
    ["iris-raw", () => loadDataset("iris"), { standardize: false }],
    ["iris-standardized", () => loadDataset("iris"), {}],
    ["wine-raw", () => loadDataset("wine"), { standardize: false }],
    ["wine-standardized", () => loadDataset("wine"), {}],
    ["digits-16", () => loadDataset("digits"), { scale: 1 / 16 }],
    ["letter-standardized", letter, {}],
  ])("%s: our features and targets give the loss that is recorded there", async (name, load, options) => {
    const golden = JSON.parse(readFileSync(new URL(`goldens/${name}.json`, shared), "utf8"));
    expect(lossAt(await load(), options, golden) / golden.loss).toBeCloseTo(1, 12);
  });
});
