import {
  type CsrFeatures,
  defaultKernels,
  denseFeatures,
  type Features,
  integers,
  type Kernels,
  normal,
  permutation,
  random,
  referenceKernels,
  type Targets,
  takeRows,
  uniform,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { effectiveWeights } from "./classWeight.js";
import { crossEntropyLoss } from "./crossEntropy.js";
import { maxDifference, numericGradient, numericTangent } from "./finiteDifferences.js";
import { type LinearObjective, type LinearObjectiveOptions, linearObjective } from "./linearObjective.js";
import { lossByName, lossNames } from "./lossByName.js";

const C = 3;
const d = 4;

/** The same kind of values three ways, a third of the sparse ones absent. */
function features(kind: string, n: number): Features {
  const values = normal(random(1, kind), n * d);
  if (kind === "dense") return denseFeatures(values, n, d);
  if (kind === "uint8")
    return denseFeatures(
      Uint8Array.from(values, (v) => 128 + 40 * v),
      n,
      d,
      1 / 64,
    );
  return sparse(
    values.map((v, k) => (k % 3 === 0 ? 0 : v)),
    n,
  );
}

function sparse(values: Float64Array, n: number): CsrFeatures {
  const kept = [...values.keys()].filter((k) => values[k] !== 0);
  const rowStarts = Int32Array.from({ length: n + 1 }, (_, i) => kept.filter((k) => k < i * d).length);
  const columns = Int32Array.from(kept, (k) => k % d);
  return {
    kind: "csr",
    values: Float64Array.from(kept, (k) => values[k]),
    columns,
    rowStarts,
    nRows: n,
    nColumns: d,
  };
}

type Setup = Omit<LinearObjectiveOptions, "kernel" | "nClasses"> & { readonly X: Features };

const objectiveOf = ({ X, ...options }: Setup, kernels: Kernels = referenceKernels): LinearObjective =>
  linearObjective({ ...options, kernel: kernels.linear(X, "float64"), nClasses: C });

function gradientOf(objective: LinearObjective, params: Float64Array): Float64Array {
  const gradient = new Float64Array(objective.size).fill(NaN);
  objective.valueAndGradient(params, gradient);
  return gradient;
}

const valueAt = (objective: LinearObjective) => (params: Float64Array) =>
  objective.valueAndGradient(params, new Float64Array(objective.size));

function hvpOf(objective: LinearObjective, params: Float64Array, direction: Float64Array): Float64Array {
  const out = new Float64Array(objective.size).fill(NaN);
  objective.hvp!(params, direction, out);
  return out;
}

const params = normal(random(2), C * d + C).map((v) => v / 2);
const direction = normal(random(3), C * d + C);
const hard = (n: number) => integers(random(4), n, C);
const weightsFor = (targets: Targets) =>
  effectiveWeights({
    targets,
    nClasses: C,
    sampleWeight: uniform(random(5), targets.length),
    classWeight: [1, 2, 3],
  }).weights;

describe.each(lossNames.flatMap((name) => ["dense", "uint8", "csr"].map((kind) => ({ name, kind }))))(
  "$name on $kind features",
  ({ name, kind }) => {
    const n = 17;
    const targets = hard(n);
    const objective = objectiveOf({
      X: features(kind, n),
      targets,
      loss: lossByName(name),
      weights: weightsFor(targets),
      l2: 0.1,
    });

    it("has the gradient that finite differences find", () => {
      const numeric = numericGradient(valueAt(objective), params, 1e-4);
      expect(maxDifference(gradientOf(objective, params), numeric)).toBeLessThan(1e-9);
    });

    it("has the Hessian-vector product that finite differences find, or none where the loss has none", () => {
      if (!lossByName(name).hvp) return expect(objective.hvp).toBeUndefined();
      const numeric = numericTangent((at) => gradientOf(objective, at), params, direction, 1e-4);
      expect(maxDifference(hvpOf(objective, params, direction), numeric)).toBeLessThan(1e-9);
    });

    it("value is loss plus penalty", () => {
      expect(objective.loss(params) + objective.penalty(params)).toBeCloseTo(valueAt(objective)(params), 13);
    });
  },
);

describe.each([referenceKernels, defaultKernels()])(
  "the block path on $name kernels equals the fused reference",
  (kernels) => {
    const blockwise = { ...crossEntropyLoss(), fused: false };
    const cases = [0, 1, 3, 4, 5, 17, 255, 256, 257, 600].flatMap((n) =>
      ["dense", "csr"].map((kind) => ({ n, kind })),
    );

    it.each(cases)("$n rows of $kind features", ({ n, kind }) => {
      const targets = hard(n);
      const setup = {
        X: features(kind, n),
        targets,
        weights: n > 1 ? weightsFor(targets) : undefined,
        l2: 0.01,
      };
      const fused = objectiveOf({ ...setup, loss: crossEntropyLoss() });
      const blocks = objectiveOf({ ...setup, loss: blockwise }, kernels);
      expect(valueAt(blocks)(params)).toBeCloseTo(valueAt(fused)(params), 13);
      expect(maxDifference(gradientOf(blocks, params), gradientOf(fused, params))).toBeLessThan(1e-13);
      expect(maxDifference(hvpOf(blocks, params, direction), hvpOf(fused, params, direction))).toBeLessThan(
        1e-13,
      );
    });

    it("and so do mini-batches in any order, for hard and soft targets", () => {
      const n = 700;
      const X = features("dense", n);
      const soft = Float64Array.from(
        [...hard(n)].flatMap((t) => [0, 1, 2].map((c) => (c === t ? 0.8 : 0.1))),
      );
      for (const targets of [hard(n), soft])
        for (const [from, to] of [
          [0, 0],
          [3, 4],
          [5, 300],
          [0, n],
        ]) {
          const rows = { from, to, order: permutation(random(6), n) };
          const setup = { X, targets, weights: weightsFor(hard(n)), l2: 0.01 };
          const estimate = (objective: LinearObjective) => {
            const gradient = new Float64Array(C * d + C).fill(NaN);
            return { value: objective.batch(params, rows, gradient), gradient };
          };
          const fused = estimate(objectiveOf({ ...setup, loss: crossEntropyLoss() }));
          const blocks = estimate(objectiveOf({ ...setup, loss: blockwise }, kernels));
          expect(blocks.value).toBeCloseTo(fused.value, 13);
          expect(maxDifference(blocks.gradient, fused.gradient)).toBeLessThan(1e-13);
        }
    });
  },
);

describe("linearObjective", () => {
  const n = 17;
  const X = features("dense", n);
  const targets = hard(n);
  const loss = crossEntropyLoss();

  it("weight 2 equals repeating the row", () => {
    const sampleWeight = Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 2 : 1));
    const rows = sampleWeight.flatMap((w, i) => new Array<number>(w).fill(i));
    const weighted = objectiveOf({
      X,
      targets,
      loss,
      weights: effectiveWeights({ targets, nClasses: C, sampleWeight }).weights,
    });
    const repeated = objectiveOf({
      X: takeRows(X, rows),
      targets: Int32Array.from(rows, (i) => targets[i]),
      loss,
    });
    expect(valueAt(weighted)(params)).toBeCloseTo(valueAt(repeated)(params), 13);
    expect(maxDifference(gradientOf(weighted, params), gradientOf(repeated, params))).toBeLessThan(1e-13);
  });

  it("a batch estimates the whole without bias: the mean over equal batches is the objective", () => {
    const weights = weightsFor(targets)!.slice(0, 16);
    const X16 = takeRows(X, [...Array(16).keys()]);
    const objective = objectiveOf({ X: X16, targets: targets.slice(0, 16), loss, weights, l2: 0.3 });
    const order = permutation(random(7), 16);
    const gradient = new Float64Array(objective.size);
    const mean = new Float64Array(objective.size);
    let value = 0;
    for (let from = 0; from < 16; from += 4) {
      value += objective.batch(params, { from, to: from + 4, order }, gradient) / 4;
      for (let j = 0; j < mean.length; j++) mean[j] += gradient[j] / 4;
    }
    expect(value).toBeCloseTo(valueAt(objective)(params), 13);
    expect(maxDifference(mean, gradientOf(objective, params))).toBeLessThan(1e-14);
  });

  it("the bias carries no penalty", () => {
    const onlyBias = new Float64Array(C * d + C).fill(5, C * d);
    const strong = objectiveOf({ X, targets, loss, l2: 1e3, l1: 1e3 });
    const free = objectiveOf({ X, targets, loss });
    expect(strong.penalty(onlyBias)).toBe(0);
    expect(gradientOf(strong, onlyBias)).toEqual(gradientOf(free, onlyBias));
    expect([...strong.l1!.subarray(C * d)]).toEqual([0, 0, 0]);
    expect(free.l1).toBeUndefined();
  });

  it("l1 is in the penalty and in the strengths, not in value and gradient", () => {
    const [plain, sparse] = [0, 0.25].map((l1) => objectiveOf({ X, targets, loss, l2: 0.1, l1 }));
    const norm1 = params.subarray(0, C * d).reduce((sum, w) => sum + Math.abs(w), 0);
    expect(sparse.penalty(params) - plain.penalty(params)).toBeCloseTo(0.25 * norm1, 14);
    expect(valueAt(sparse)(params)).toBe(valueAt(plain)(params));
    expect([...sparse.l1!.subarray(0, C * d)]).toEqual(new Array(C * d).fill(0.25));
  });

  it("the lecture's sum over samples is n times the mean: w ← w − η∇L is our step with η·n", () => {
    let weights = new Float64Array(C * d + C);
    let lecture = new Float64Array(C * d + C);
    const objective = objectiveOf({ X, targets, loss });
    for (let step = 0; step < 5; step++) {
      const mean = gradientOf(objective, weights);
      weights = weights.map((w, j) => w - 0.01 * n * mean[j]);
      const sum = lectureGradient(X, targets, lecture);
      lecture = lecture.map((w, j) => w - 0.01 * sum[j]);
    }
    expect(maxDifference(weights, lecture)).toBeLessThan(1e-14);
  });

  it("binary sigmoid with one logit is two-class softmax, with half the penalty", () => {
    const y = Int32Array.from(targets, (t) => t % 2);
    const kernel = referenceKernels.linear(X, "float64");
    const softmax = linearObjective({ kernel, targets: y, nClasses: 2, loss, l2: 0.2 });
    const sigmoid = linearObjective({
      kernel,
      targets: y,
      nClasses: 1,
      loss: lossByName("sigmoid"),
      l2: 0.1,
    });
    const [w, b] = [params.subarray(0, d), params[d]];
    const symmetric = Float64Array.from([...w.map((v) => -v / 2), ...w.map((v) => v / 2), -b / 2, b / 2]);
    expect(valueAt(softmax)(symmetric)).toBeCloseTo(valueAt(sigmoid)(Float64Array.from([...w, b])), 14);
  });

  it("without rows, only the penalty is left", () => {
    const empty = objectiveOf({ X: features("dense", 0), targets: new Int32Array(0), loss, l2: 0.1 });
    expect(valueAt(empty)(params)).toBeCloseTo(empty.penalty(params), 15);
    expect(empty.loss(params)).toBe(0);
  });

  it.each([
    [{ targets: Int32Array.of(0, 1) }, /there are 2 targets but the features have 17 rows/],
    [{ targets: targets.with(3, 3) }, /the target of row 3 is 3 but must be a class in 0 to 2/],
    [{ targets: targets.with(3, -1) }, /the target of row 3 is -1/],
    [{ targets: new Float64Array(n * C) }, /the targets of row 0 sum to 0 but must sum to 1/],
    [{ weights: Float64Array.of(1) }, /there are 1 weights but 17 rows/],
    [{ l2: -1 }, /l2 is -1 but must be finite and at least 0/],
    [{ l1: NaN }, /l1 is NaN but must be finite and at least 0/],
  ])("refuses %o", (wrong, message) => {
    expect(() => objectiveOf({ X, targets, loss, ...wrong })).toThrow(message);
  });

  it("takes multi-label targets whose rows do not sum to 1 with sigmoid", () => {
    const labels = Float64Array.from({ length: n * C }, (_, k) => k % 2);
    const objective = objectiveOf({ X, targets: labels, loss: lossByName("sigmoid") });
    expect(valueAt(objective)(new Float64Array(objective.size))).toBeCloseTo(C * Math.LN2, 14);
  });
});

/** Σ_i (p_i − y_i)(x_i, 1)ᵀ as a lecture writes it, entry by entry. */
function lectureGradient(X: Features, targets: Int32Array, params: Float64Array): Float64Array {
  const gradient = new Float64Array(params.length);
  const x = (i: number, j: number) => (X as { data: Float64Array }).data[i * d + j];
  for (let i = 0; i < X.nRows; i++) {
    const z = [0, 1, 2].map((c) => {
      let sum = params[C * d + c];
      for (let j = 0; j < d; j++) sum += params[c * d + j] * x(i, j);
      return Math.exp(sum);
    });
    for (let c = 0; c < C; c++) {
      const residual = z[c] / (z[0] + z[1] + z[2]) - (targets[i] === c ? 1 : 0);
      for (let j = 0; j < d; j++) gradient[c * d + j] += residual * x(i, j);
      gradient[C * d + c] += residual;
    }
  }
  return gradient;
}
