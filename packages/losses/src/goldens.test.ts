import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { denseFeatures, referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { crossEntropyLoss } from "./crossEntropy.js";
import { linearObjective } from "./linearObjective.js";

const shared = new URL("../../../../shared/", import.meta.url);
const present = existsSync(fileURLToPath(shared));
const reason = present ? "" : " (skipped: ../shared is absent)";

const cases = [
  { name: "iris-raw", file: "iris.csv", firstLine: 1, transform: (X: number[][]) => X },
  { name: "iris-standardized", file: "iris.csv", firstLine: 1, transform: standardize },
  { name: "wine-raw", file: "wine_data.csv", firstLine: 1, transform: (X: number[][]) => X },
  { name: "wine-standardized", file: "wine_data.csv", firstLine: 1, transform: standardize },
  {
    name: "digits-16",
    file: "digits.csv.gz",
    firstLine: 0,
    transform: (X: number[][]) => X.map((row) => row.map((x) => x / 16)),
  },
];

describe.skipIf(!present)(`the objective at the reference optima${reason}`, () => {
  it.each(cases)(
    "$name: objective, loss, penalty and a zero gradient",
    ({ name, file, firstLine, transform }) => {
      const golden = JSON.parse(readFileSync(new URL(`goldens/${name}.json`, shared), "utf8"));
      const rows = readNumbers(file).slice(firstLine);
      const X = transform(rows.map((row) => row.slice(0, -1)));
      const objective = linearObjective({
        kernel: referenceKernels.linear(
          denseFeatures(Float64Array.from(X.flat()), X.length, X[0].length),
          "float64",
        ),
        targets: Int32Array.from(rows, (row) => row.at(-1)!),
        nClasses: golden.nClasses,
        loss: crossEntropyLoss(),
        l2: golden.l2,
      });
      const params = Float64Array.from([...golden.weights.flat(), ...golden.bias]);
      const gradient = new Float64Array(objective.size);

      expect(objective.valueAndGradient(params, gradient)).toBeCloseTo(golden.objective, 12);
      expect(objective.loss(params)).toBeCloseTo(golden.loss, 12);
      expect(objective.penalty(params)).toBeCloseTo(golden.penalty, 12);
      expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-12);
    },
  );
});

function readNumbers(file: string): number[][] {
  const bytes = readFileSync(new URL(`data/${file}`, shared));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map(Number));
}

/** z-scores with the population's deviation. */
function standardize(X: number[][]): number[][] {
  const mean = X[0].map((_, j) => X.reduce((sum, row) => sum + row[j], 0) / X.length);
  const deviation = X[0].map((_, j) =>
    Math.sqrt(X.reduce((sum, row) => sum + (row[j] - mean[j]) ** 2, 0) / X.length),
  );
  return X.map((row) => row.map((x, j) => (x - mean[j]) / deviation[j]));
}
