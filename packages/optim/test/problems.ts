import { existsSync, readFileSync } from "node:fs";
import { denseFeatures, type RowRange, referenceKernels } from "@softmax/tensor-core";
import type { Objective } from "../src/index.js";

/** A problem whose minimum is known: F(minimum) = value, and where the minimum is unique, its place. */
export interface Problem {
  readonly name: string;
  readonly convex: boolean;
  readonly objective: Objective;
  readonly start: Float64Array;
  readonly value: number;
  readonly minimum?: Float64Array;
}

/** Softmax regression over dense features: mean cross-entropy + ½ l2 ‖W‖² (+ l1 ‖W‖₁), bias unpenalized. */
export function softmaxRegression(
  data: Float64Array,
  labels: Int32Array,
  nClasses: number,
  { l2 = 0, l1 = 0 }: { l2?: number; l1?: number } = {},
): Objective {
  const nSamples = labels.length;
  const nColumns = data.length / nSamples;
  const kernel = referenceKernels.linear(denseFeatures(data, nSamples, nColumns), "float64");
  const nWeights = nClasses * nColumns;
  const size = nWeights + nClasses;

  const overRows = (params: Float64Array, rows: RowRange, gradient: Float64Array) => {
    gradient.fill(0);
    const n = rows.to - rows.from;
    let value = kernel.crossEntropy(params, labels, undefined, rows, gradient) / n;
    for (let j = 0; j < size; j++) gradient[j] /= n;
    for (let j = 0; j < nWeights; j++) {
      value += (l2 / 2) * params[j] ** 2;
      gradient[j] += l2 * params[j];
    }
    return value;
  };
  return {
    size,
    nSamples,
    ...(l1 > 0 && { l1: new Float64Array(size).fill(l1, 0, nWeights) }),
    valueAndGradient: (params, gradient) => overRows(params, { from: 0, to: nSamples }, gradient),
    batch: overRows,
    hvp(params, direction, out) {
      out.fill(0);
      kernel.crossEntropyHvp(params, undefined, direction, { from: 0, to: nSamples }, out);
      for (let j = 0; j < size; j++) out[j] = out[j] / nSamples + (j < nWeights ? l2 * direction[j] : 0);
    },
  };
}

/** f(x, y) = (1 − x)² + 100 (y − x²)². */
export const rosenbrock: Objective = {
  size: 2,
  valueAndGradient([x, y], gradient) {
    gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
    gradient[1] = 200 * (y - x * x);
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
  },
  hvp([x, y], [u, v], out) {
    out[0] = (2 - 400 * (y - 3 * x * x)) * u - 400 * x * v;
    out[1] = -400 * x * u + 200 * v;
  },
};

const shared = new URL("../../../../shared/", import.meta.url);
export const wineAbsent = !existsSync(new URL("goldens/wine-standardized.json", shared));

/** Wine with standardized features, its golden objective value and l2. */
export function wine() {
  const golden = JSON.parse(readFileSync(new URL("goldens/wine-standardized.json", shared), "utf8"));
  const rows = readFileSync(new URL("data/wine_data.csv", shared), "utf8").trim().split("\n").slice(1);
  const table = rows.map((row) => row.split(",").map(Number));
  const [n, d] = [table.length, table[0].length - 1];
  const data = new Float64Array(n * d);
  for (let j = 0; j < d; j++) {
    const column = table.map((row) => row[j]);
    const mean = column.reduce((sum, x) => sum + x) / n;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
    for (let i = 0; i < n; i++) data[i * d + j] = (column[i] - mean) / deviation;
  }
  const labels = Int32Array.from(table, (row) => row[d]);
  return { data, labels, nSamples: n, nColumns: d, golden };
}
