import { existsSync, readFileSync } from "node:fs";
import {
  cholesky,
  denseFeatures,
  normal,
  type RowRange,
  random,
  referenceKernels,
  solveCholesky,
} from "@softmax/tensor-core";
import { bowl, type Curvature, type Objective } from "../src/index.js";

/** A problem whose least value is known from a formula, a golden or a one-dimensional bisection. */
export interface Problem {
  readonly name: string;
  readonly objective: Objective;
  readonly start: Float64Array;
  readonly least: number;
  /** The first parameters at the minimum, as far as they are unique and known; of softmax biases only the differences are. */
  readonly minimum?: Float64Array;
}

/** Softmax regression over dense features: mean cross-entropy + ½ l2 ‖W‖² + l1 ‖W‖₁, bias unpenalized. */
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
    curvature: denseCurvature(data, nSamples, nClasses, l2),
    valueAndGradient: (params, gradient) => overRows(params, { from: 0, to: nSamples }, gradient),
    batch: overRows,
    hvp(params, direction, out) {
      out.fill(0);
      kernel.crossEntropyHvp(params, undefined, direction, { from: 0, to: nSamples }, out);
      for (let j = 0; j < size; j++) out[j] = out[j] / nSamples + (j < nWeights ? l2 * direction[j] : 0);
    },
  };
}

/**
 * The Hessian's diagonal blocks, one a class, over all rows, with a little added so that each can be inverted. What a
 * gradient has in common in all classes is divided by l2 instead: no softmax sees it.
 */
function denseCurvature(data: Float64Array, n: number, C: number, l2: number): Curvature {
  const d = data.length / n;
  const side = d + 1;
  const at = (c: number, j: number) => (j < d ? c * d + j : C * d + c);
  const x = (i: number, j: number) => (j < d ? data[i * d + j] : 1);

  const matrices = (params: Float64Array) => {
    const blocks = Array.from({ length: C }, () => new Float64Array(side * side));
    for (let i = 0; i < n; i++) {
      const z = blocks.map((_, c) => {
        let sum = 0;
        for (let j = 0; j < side; j++) sum += x(i, j) * params[at(c, j)];
        return Math.exp(sum);
      });
      const total = z.reduce((a, b) => a + b);
      for (let c = 0; c < C; c++)
        for (let j = 0; j < side; j++)
          for (let k = 0; k < side; k++)
            blocks[c][j * side + k] += ((z[c] / total) * (1 - z[c] / total) * x(i, j) * x(i, k)) / n;
    }
    for (const block of blocks)
      for (let j = 0; j < side; j++)
        block[j * side + j] = 1.0001 * block[j * side + j] + (j < d ? l2 : 0) + 1e-9;
    return blocks;
  };
  const centered = (vector: Float64Array) => {
    const mean = Array.from({ length: side }, (_, j) => {
      let sum = 0;
      for (let c = 0; c < C; c++) sum += vector[at(c, j)];
      return sum / C;
    });
    for (let c = 0; c < C; c++) for (let j = 0; j < side; j++) vector[at(c, j)] -= mean[j];
    return mean;
  };
  const inverse = (blocks: Float64Array[]) => {
    const factors = blocks.map((block) => cholesky(block, side));
    return (gradient: Float64Array, out: Float64Array) => {
      const rest = gradient.slice();
      const mean = centered(rest);
      factors.forEach((factor, c) => {
        const row = Float64Array.from({ length: side }, (_, j) => rest[at(c, j)]);
        solveCholesky(factor, row).forEach((value, j) => void (out[at(c, j)] = value));
      });
      centered(out);
      for (let c = 0; c < C; c++)
        for (let j = 0; j < side; j++) out[at(c, j)] += mean[j] / (j < d && l2 > 0 ? l2 : 1);
    };
  };
  const averaged = (blocks: Float64Array[]) =>
    blocks[0].map((_, k) => blocks.reduce((sum, block) => sum + block[k], 0) / C);
  return {
    blocks: (params) => inverse(matrices(params)),
    gram: (params) => {
      const mean = averaged(matrices(params));
      return inverse(Array.from({ length: C }, () => mean));
    },
    diagonal: (params) => {
      const mean = averaged(matrices(params));
      const diagonal = new Float64Array(C * side);
      for (let c = 0; c < C; c++) for (let j = 0; j < side; j++) diagonal[at(c, j)] = mean[j * side + j];
      return diagonal;
    },
    metric: (name, params) => {
      const own = matrices(params);
      const blocks = name === "gram" ? own.map(() => averaged(own)) : own;
      const diagonal = new Float64Array(C * side);
      for (let c = 0; c < C; c++) for (let j = 0; j < side; j++) diagonal[at(c, j)] = blocks[c][j * side + j];
      return {
        diagonal,
        addColumn(k, factor, out) {
          const [c, j] = k < C * d ? [Math.floor(k / d), k % d] : [k - C * d, d];
          for (let i = 0; i < side; i++)
            if (i === j || name !== "diagonal") out[at(c, i)] += factor * blocks[c][j * side + i];
        },
      };
    },
  };
}

/** f(x, y) = (1 − x)² + 100 (y − x²)², not convex; its minimum is 0, at (1, 1). */
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

const spread = (size: number, condition: number) =>
  Float64Array.from({ length: size }, (_, j) => condition ** (size > 1 ? j / (size - 1) - 1 : 0));

/** A bowl of the given condition number and largest curvature 1, from the origin. */
export function bowlOf(size: number, condition: number): Problem {
  const minimum = normal(random(3, size), size);
  return {
    name: `bowl of size ${size}, condition number ${condition}`,
    objective: bowl(spread(size, condition), minimum),
    start: new Float64Array(size),
    least: 0,
    minimum,
  };
}

/** No features: the best probabilities are the shares of the classes, the least loss their entropy. */
export function biasOnly(): Problem {
  const labels = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 2, 2, 1);
  const shares = [0.4, 0.4, 0.2];
  return {
    name: "softmax without features",
    objective: softmaxRegression(new Float64Array(0), labels, 3),
    start: new Float64Array(3),
    least: -shares.reduce((sum, p) => sum + p * Math.log(p), 0),
  };
}

/** Samples (1, class 0) and (−1, class 1): by symmetry W = (w, −w), and F is a function of w to bisect. */
export function twoPoints(l2 = 0.1): Problem {
  let [low, high] = [0, 100];
  for (let halvings = 0; halvings < 100; halvings++) {
    const w = (low + high) / 2;
    if (2 * l2 * w < 2 / (1 + Math.exp(2 * w))) low = w;
    else high = w;
  }
  const w = (low + high) / 2;
  return {
    name: "softmax of two points",
    objective: softmaxRegression(Float64Array.of(1, -1), Int32Array.of(0, 1), 2, { l2 }),
    start: new Float64Array(4),
    least: Math.log1p(Math.exp(-2 * w)) + l2 * w * w,
    minimum: Float64Array.of(w, -w, 0, 0),
  };
}

const shared = new URL("../../../../shared/", import.meta.url);
export const wineAbsent = !existsSync(new URL("goldens/wine-standardized.json", shared));

/** Wine with standardized features, and its golden optimum. */
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
  return { data, labels: Int32Array.from(table, (row) => row[d]), golden };
}

export function wineProblem(): Problem {
  const { data, labels, golden } = wine();
  const objective = softmaxRegression(data, labels, 3, { l2: golden.l2 });
  return {
    name: "wine, standardized, l2 1e-2",
    objective,
    start: new Float64Array(objective.size),
    least: golden.objective,
    minimum: Float64Array.from(golden.weights.flat()),
  };
}

/** The objective, and how often each of its functions has been called. */
export function counted(objective: Objective) {
  const calls = { evaluations: 0, batches: 0, hvps: 0 };
  const counting: Objective = {
    ...objective,
    valueAndGradient(params, gradient) {
      calls.evaluations++;
      return objective.valueAndGradient(params, gradient);
    },
    batch(params, rows, gradient) {
      calls.batches++;
      return objective.batch!(params, rows, gradient);
    },
    hvp(params, direction, out) {
      calls.hvps++;
      objective.hvp!(params, direction, out);
    },
  };
  return { objective: counting, calls };
}

/** Softmax regression whose features are correlated and of scales that differ by powers of ten: n 200, d 12, C 4. */
export function illConditioned(l2 = 1e-4): Objective {
  const [n, d, C] = [200, 12, 4];
  const raw = normal(random(7, "features"), n * d);
  const data = raw.map((value, k) => {
    const shared = raw[Math.floor(k / d) * d];
    return (value + 3 * shared) * 10 ** (((k % d) - 6) / 4);
  });
  const noise = normal(random(7, "labels"), n * C);
  const labels = Int32Array.from({ length: n }, (_, i) => {
    const scores = Array.from({ length: C }, (_, c) => noise[i * C + c] + 2 * raw[i * d + c + 1]);
    return scores.indexOf(Math.max(...scores));
  });
  return softmaxRegression(data, labels, C, { l2 });
}
