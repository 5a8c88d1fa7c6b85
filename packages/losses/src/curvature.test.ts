import {
  type CsrFeatures,
  cholesky,
  defaultKernels,
  denseFeatures,
  type Features,
  integers,
  type Kernels,
  normal,
  random,
  referenceKernels,
  solvePositiveDefinite,
  uniform,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { crossEntropyLoss } from "./crossEntropy.js";
import type { ApplyInverse } from "./curvature.js";
import { maxDifference } from "./finiteDifferences.js";
import { hingeLoss } from "./hinge.js";
import { type LinearObjectiveOptions, linearObjective } from "./linearObjective.js";
import { lossByName } from "./lossByName.js";
import { sigmoidLoss } from "./sigmoid.js";

const DAMPING = 1e-6;
const all = { rows: 1e6, seed: 0 };

interface Setup extends Pick<LinearObjectiveOptions, "loss" | "weights" | "l2"> {
  readonly X: Features;
  readonly nClasses: number;
  readonly kernels?: Kernels;
}

function objectiveOf({ X, kernels = referenceKernels, ...options }: Setup) {
  const targets = integers(random(4), X.nRows, options.nClasses);
  return linearObjective({ ...options, targets, kernels, kernel: kernels.linear(X, "float64") });
}

const gaussian = (n: number, d: number) => denseFeatures(normal(random(1), n * d), n, d);

function toCsr({
  data,
  nRows,
  nColumns,
}: {
  data: Float64Array;
  nRows: number;
  nColumns: number;
}): CsrFeatures {
  return {
    kind: "csr",
    values: Float64Array.from(data),
    columns: Int32Array.from(data, (_, k) => k % nColumns),
    rowStarts: Int32Array.from({ length: nRows + 1 }, (_, i) => i * nColumns),
    nRows,
    nColumns,
  };
}

/** The rows of the matrix that `apply` multiplies by. */
const matrixOf = (apply: ApplyInverse, size: number): Float64Array[] =>
  Array.from({ length: size }, (_, j) => {
    const out = new Float64Array(size).fill(NaN);
    apply(new Float64Array(size).fill(1, j, j + 1), out);
    return out;
  });

function expectPositiveDefinite(rows: Float64Array[]): void {
  const size = rows.length;
  const largest = Math.max(...rows.map((row, j) => row[j]));
  for (let j = 0; j < size; j++)
    for (let k = 0; k < j; k++) expect(Math.abs(rows[j][k] - rows[k][j])).toBeLessThan(1e-9 * largest);
  expect(() => cholesky(Float64Array.from(rows.flatMap((row) => [...row])), size)).not.toThrow();
}

/** κ·mean_i h_i x̃_i x̃_iᵀ + L2 by the docstring, each entry of its diagonal raised by the damping. */
function statedMatrix(X: number[][], h: number[], l2: number, spread: number): Float64Array {
  const side = X[0].length + 1;
  const A = new Float64Array(side * side);
  X.forEach((x, i) => {
    const z = [...x, 1];
    for (let j = 0; j < side; j++)
      for (let k = 0; k < side; k++) A[j * side + k] += (spread * h[i] * z[j] * z[k]) / X.length;
  });
  for (let j = 0; j < side; j++) {
    if (j < side - 1) A[j * side + j] += l2;
    A[j * side + j] *= 1 + DAMPING;
  }
  return A;
}

/** P M⁻¹ P g + ḡ / l2, class by class, from the inverse of each class's matrix. */
function statedInverse(matrices: Float64Array[], g: Float64Array, l2: number, shiftInvariant: boolean) {
  const C = matrices.length;
  const d = g.length / C - 1;
  const entry = (c: number, j: number) => (j < d ? c * d + j : C * d + c);
  const mean = (v: (c: number) => number) => {
    let sum = 0;
    for (let c = 0; c < C; c++) sum += v(c);
    return shiftInvariant ? sum / C : 0;
  };
  const means = Array.from({ length: d + 1 }, (_, j) => mean((c) => g[entry(c, j)]));
  const solved = matrices.map((A, c) =>
    solvePositiveDefinite(
      A,
      Float64Array.from(means, (m, j) => g[entry(c, j)] - m),
    ),
  );
  const out = new Float64Array(g.length);
  for (let j = 0; j <= d; j++) {
    const m = mean((c) => solved[c][j]);
    for (let c = 0; c < C; c++) out[entry(c, j)] = solved[c][j] - m + means[j] / (j < d && l2 > 0 ? l2 : 1);
  }
  return out;
}

const softmaxOf = (z: number[]) => {
  const e = z.map((value) => Math.exp(value - Math.max(...z)));
  return e.map((value) => value / e.reduce((a, b) => a + b));
};

describe.each([
  { title: "cross-entropy", loss: crossEntropyLoss(), shiftInvariant: true },
  { title: "smoothed cross-entropy", loss: crossEntropyLoss({ labelSmoothing: 0.2 }), shiftInvariant: true },
  { title: "sigmoid", loss: sigmoidLoss(), shiftInvariant: false },
])("the curvature of $title", ({ loss, shiftInvariant }) => {
  const [n, d, C, l2] = [17, 3, 4, 0.05];
  const dense = gaussian(n, d);
  const weights = uniform(random(5), n);
  const params = normal(random(2), C * d + C);
  const gradient = normal(random(3), C * d + C);
  const X = Array.from({ length: n }, (_, i) => [
    ...(dense.data as Float64Array).subarray(i * d, (i + 1) * d),
  ]);
  const h = X.map((x, i) => {
    const z = Array.from({ length: C }, (_, c) =>
      x.reduce((sum, value, j) => sum + value * params[c * d + j], params[C * d + c]),
    );
    const p = shiftInvariant ? softmaxOf(z) : z.map((value) => 1 / (1 + Math.exp(-value)));
    return p.map((value) => weights[i] * value * (1 - value));
  });
  const spread = shiftInvariant ? C / (C - 1) : 1;

  describe.each([
    { kind: "dense", features: dense as Features },
    { kind: "csr", features: toCsr(dense as { data: Float64Array; nRows: number; nColumns: number }) },
  ])("on $kind features", ({ features }) => {
    const { curvature } = objectiveOf({ X: features, nClasses: C, loss, weights, l2 });

    it("blocks invert the stated matrix of each class", () => {
      const out = new Float64Array(gradient.length);
      curvature!.blocks(params, all)!(gradient, out);
      const matrices = h[0].map((_, c) =>
        statedMatrix(
          X,
          h.map((row) => row[c]),
          l2,
          spread,
        ),
      );
      expect(maxDifference(out, statedInverse(matrices, gradient, l2, shiftInvariant))).toBeLessThan(1e-9);
    });

    it("gram inverts the stated matrix of all classes", () => {
      const out = new Float64Array(gradient.length);
      curvature!.gram(params, all)!(gradient, out);
      const mean = h.map((row) => row.reduce((a, b) => a + b) / C);
      const shared = Array.from({ length: C }, () => statedMatrix(X, mean, l2, spread));
      expect(maxDifference(out, statedInverse(shared, gradient, l2, shiftInvariant))).toBeLessThan(1e-9);
    });

    it("diagonal is that matrix's, for every class", () => {
      const mean = h.map((row) => row.reduce((a, b) => a + b) / C);
      const A = statedMatrix(X, mean, l2, spread);
      const diagonal = curvature!.diagonal(params, all)!;
      for (let c = 0; c < C; c++)
        for (let j = 0; j <= d; j++)
          expect(diagonal[j < d ? c * d + j : C * d + c]).toBeCloseTo(A[j * (d + 1) + j] / (1 + DAMPING), 12);
    });

    it.each(["blocks", "gram"] as const)("%s are symmetric and positive definite", (name) => {
      expectPositiveDefinite(matrixOf(curvature![name](params, all)!, gradient.length));
      expectPositiveDefinite(matrixOf(curvature![name](params, { rows: 8, seed: 3 })!, gradient.length));
    });
  });
});

describe("blocks are the Hessian itself", () => {
  const [n, d, l2] = [40, 3, 0.1];

  it.each([
    { title: "for two classes, where directions sum to 0 over them", loss: crossEntropyLoss(), C: 2, at: 1 },
    {
      title: "at equal probabilities, where directions sum to 0 over classes",
      loss: crossEntropyLoss(),
      C: 5,
      at: 0,
    },
    { title: "for the sigmoid loss", loss: sigmoidLoss(), C: 3, at: 1 },
  ])("$title", ({ loss, C, at }) => {
    const objective = objectiveOf({ X: gaussian(n, d), nClasses: C, loss, l2 });
    const params = normal(random(2), objective.size).map((value) => at * value);
    const direction = normal(random(3), objective.size);
    if (loss.shiftInvariant)
      for (let j = 0; j <= d; j++) {
        const entries = Array.from({ length: C }, (_, c) => (j < d ? c * d + j : C * d + c));
        const mean = entries.reduce((sum, k) => sum + direction[k], 0) / C;
        for (const k of entries) direction[k] -= mean;
      }
    const [product, back] = [new Float64Array(objective.size), new Float64Array(objective.size)];
    objective.hvp!(params, direction, product);
    objective.curvature!.blocks(params, all)!(product, back);
    expect(maxDifference(back, direction)).toBeLessThan(1e-4);
  });
});

it("a direction that is the same in every class is inverted exactly: only the penalty resists it", () => {
  const [n, d, C, l2] = [30, 4, 3, 0.02];
  const objective = objectiveOf({ X: gaussian(n, d), nClasses: C, loss: crossEntropyLoss(), l2 });
  const one = normal(random(6), d);
  const direction = Float64Array.of(...one, ...one, ...one, 0, 0, 0);
  const [product, back] = [new Float64Array(objective.size), new Float64Array(objective.size)];
  const params = normal(random(2), objective.size);
  objective.hvp!(params, direction, product);
  for (const name of ["blocks", "gram"] as const) {
    objective.curvature![name](params, all)!(product, back);
    expect(maxDifference(back, direction)).toBeLessThan(1e-12);
  }
});

describe("a sample of rows", () => {
  const [n, d, C] = [3000, 2, 3];
  const objective = objectiveOf({ X: gaussian(n, d), nClasses: C, loss: crossEntropyLoss(), l2: 1e-3 });
  const params = normal(random(2), objective.size).map((value) => 2 * value);
  const inverseWith = (sample: { rows: number; seed: number }) =>
    matrixOf(objective.curvature!.blocks(params, sample)!, objective.size);

  it("stands for all rows: 300 of 3000 give the inverse within 15 %", () => {
    const [few, every] = [inverseWith({ rows: 300, seed: 1 }), inverseWith(all)];
    few.forEach((row, j) => void expect(Math.abs(row[j] / every[j][j] - 1)).toBeLessThan(0.15));
  });

  it("is a function of the seed", () => {
    expect(inverseWith({ rows: 100, seed: 1 })).toEqual(inverseWith({ rows: 100, seed: 1 }));
    expect(inverseWith({ rows: 100, seed: 1 })).not.toEqual(inverseWith({ rows: 100, seed: 2 }));
  });

  it("takes rows by their sample weights: weight 2 equals repeating the row", () => {
    const twice = gaussian(20, d);
    const repeated = denseFeatures(
      Float64Array.from({ length: 40 * d }, (_, k) => twice.data[k % (20 * d)]),
      40,
      d,
    );
    const options = { nClasses: C, loss: crossEntropyLoss(), l2: 0.1 };
    const first = { X: twice, weights: new Float64Array(20).fill(1) };
    const same = { X: repeated, weights: new Float64Array(40).fill(1) };
    for (const name of ["blocks", "gram"] as const) {
      const [a, b] = [first, same].map((setup) =>
        matrixOf(objectiveOf({ ...options, ...setup }).curvature![name](params, all)!, objective.size),
      );
      a.forEach((row, j) => void expect(maxDifference(row, b[j])).toBeLessThan(1e-10));
    }
  });
});

/** Columns: ordinary, its copy, constant, zero, huge, tiny. */
function hostile(n: number): Features {
  const x = normal(random(1), 3 * n);
  return denseFeatures(
    Float64Array.from({ length: n * 6 }, (_, k) => {
      const [i, j] = [Math.floor(k / 6), k % 6];
      return [x[3 * i], x[3 * i], 1, 0, 1e9 * x[3 * i + 1], 1e-9 * x[3 * i + 2]][j];
    }),
    n,
    6,
  );
}

describe.each([
  { title: "on reference kernels", kernels: referenceKernels },
  { title: "on the default kernels", kernels: defaultKernels() },
])("what is duplicated, constant, zero, huge, tiny or scarce stays safe $title", ({ kernels }) => {
  const cases = [2, 5, 200].flatMap((n) => [0, 1e-4].map((l2) => ({ n, l2 })));

  it.each(cases)("$n rows, l2 $l2", ({ n, l2 }) => {
    const C = 3;
    const objective = objectiveOf({ X: hostile(n), nClasses: C, loss: crossEntropyLoss(), l2, kernels });
    const params = new Float64Array(objective.size);
    const out = new Float64Array(objective.size);
    for (const name of ["blocks", "gram"] as const) {
      const apply = objective.curvature![name](params, all)!;
      for (let k = 0; k < 20; k++) {
        const g = normal(random(7, k), objective.size);
        apply(g, out);
        const product = out.reduce((sum, value, j) => sum + value * g[j], 0);
        expect(product).toBeGreaterThan(0);
        expect(product).toBeLessThan(Infinity);
      }
    }
    const diagonal = objective.curvature!.diagonal(params, all)!;
    expect(diagonal.every((value) => value > 0 && value < Infinity)).toBe(true);
  });

  it("probabilities of 0 and 1, as separable data end in, leave no curvature to use", () => {
    const objective = objectiveOf({ X: gaussian(5, 2), nClasses: 3, loss: crossEntropyLoss(), kernels });
    const certain = new Float64Array(objective.size);
    certain.set([1e5, -1e5, 0], 6);
    expect(objective.curvature!.blocks(certain, all)).toBeUndefined();
    expect(objective.curvature!.gram(certain, all)).toBeUndefined();
    expect(objective.curvature!.diagonal(certain, all)).toBeUndefined();
  });

  it("features whose squares overflow leave none either", () => {
    const X = denseFeatures(Float64Array.of(1e200, -1e200, 1e200), 3, 1);
    const objective = objectiveOf({ X, nClasses: 2, loss: crossEntropyLoss(), l2: 1, kernels });
    expect(objective.curvature!.blocks(new Float64Array(4), all)).toBeUndefined();
    expect(objective.curvature!.diagonal(new Float64Array(4), all)).toBeUndefined();
  });
});

it("losses that are not convex, or have no second derivative, tell no curvature", () => {
  const X = gaussian(5, 2);
  for (const loss of [lossByName("quadratic"), lossByName("focal"), hingeLoss()])
    expect(objectiveOf({ X, nClasses: 3, loss }).curvature).toBeUndefined();
});
