import { crossEntropyLoss, hingeLoss, linearObjective, quadraticLoss } from "@softmax/losses";
import { minimize, newton } from "@softmax/optim";
import {
  type CsrFeatures,
  defaultKernels,
  denseFeatures,
  type Features,
  referenceKernels,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { referenceOptimum } from "../test/referenceOptimum.js";
import { type CertificateOptions, certificate, type DualityGap } from "./certificate.js";

type Problem = Omit<CertificateOptions, "kernel">;

const run = (problem: Problem) =>
  certificate({ kernel: referenceKernels.linear(problem.features, "float64"), ...problem });

function certify(problem: Problem): DualityGap {
  const result = run(problem);
  if (result.gap === null) throw new Error(result.reason);
  return result;
}

/** Deterministic numbers without a pattern that matters. */
const wave = (length: number, size = 1) =>
  Float64Array.from({ length }, (_, k) => size * Math.sin(1 + k * k));

function example(n = 17, d = 4, C = 3) {
  const features = denseFeatures(wave(n * d, 2), n, d);
  const targets = Int32Array.from({ length: n }, (_, i) => (i * i + 1) % C);
  return { features, targets, nClasses: C, params: wave(C * (d + 1), 0.3), l2: 0.01 };
}

describe("known values", () => {
  const twoRows = {
    features: denseFeatures(Float64Array.of(-1, 1), 2, 1),
    targets: Int32Array.of(0, 1),
    nClasses: 2,
    params: new Float64Array(4),
  };

  it("x = ∓1, W = 0: t = 1 gives ‖G‖²/(2·l2) = 1/(4·l2)", () => {
    expect(certify({ ...twoRows, l2: 2 }).gap).toBeCloseTo(1 / 8, 12);
  });

  it("and where l2 is small, t = 2·l2·ln 2 gives ln 2 − l2·ln² 2", () => {
    const { gap, objective, lowerBound } = certify({ ...twoRows, l2: 0.1 });
    expect(objective).toBeCloseTo(Math.LN2, 15);
    expect(gap).toBeCloseTo(Math.LN2 - 0.1 * Math.LN2 ** 2, 12);
    expect(lowerBound).toBe(objective - gap);
  });

  it("without l2, t = l1/|G| gives (1 − 2·l1)·ln 2", () => {
    expect(certify({ ...twoRows, l1: 0.1 }).gap).toBeCloseTo(0.8 * Math.LN2, 12);
  });

  it("l1 ≥ |G| proves that W = 0 is the minimum", () => {
    expect(certify({ ...twoRows, l1: 0.5 + 1e-12 }).gap).toBeLessThan(1e-12);
  });

  it("with no features the minimum is the entropy of the classes", () => {
    const targets = Int32Array.of(0, 0, 0, 1);
    const features = denseFeatures(new Float64Array(0), 4, 0);
    const at = (params: Float64Array) => certify({ features, targets, nClasses: 2, params, l2: 1 }).gap;
    const excess = Math.LN2 - (0.75 * Math.log(4 / 3) + 0.25 * Math.log(4));
    expect(at(Float64Array.of(Math.log(3), 0))).toBeLessThan(1e-13);
    expect(at(Float64Array.of(0, 0))).toBeGreaterThan(excess);
    expect(at(Float64Array.of(0, 0))).toBeLessThan(1.2 * excess);
  });
});

it("‖∇F‖²/(2·l2) is no bound while the bias is inexact, the certificate is", () => {
  const [l2, n] = [100, 4];
  const X = [[0.1], [-0.1], [0.1], [-0.1]];
  const Y = [
    [1, 0],
    [1, 0],
    [1, 0],
    [0, 1],
  ];
  const params = Float64Array.of(0, 0, 0, 0);
  const residual = Y.map(([y]) => 0.5 - y);
  const gradientOfWeights = X.reduce((sum, [x], i) => sum + (residual[i] * x) / n, 0);
  const gradientOfBias = residual.reduce((sum, r) => sum + r / n, 0);
  const naive = (2 * gradientOfWeights ** 2 + 2 * gradientOfBias ** 2) / (2 * l2);
  const truth = referenceOptimum({ X, Y, w: [1, 1, 1, 1], l2, l1: 0 }).trueGap(params);
  const { gap } = certify({
    features: denseFeatures(Float64Array.from(X.flat()), n, 1),
    targets: Int32Array.of(0, 0, 0, 1),
    nClasses: 2,
    params,
    l2,
  });
  expect(naive).toBeLessThan(truth / 100);
  expect(gap).toBeGreaterThan(truth);
});

describe("the gap does not depend on", () => {
  it.each([1, 1024, 1e9])("a constant %f added to every bias", (constant) => {
    const problem = example();
    const shifted = problem.params.map((v, j) => (j < 12 ? v : Math.fround(v) + constant));
    const plain = problem.params.map((v, j) => (j < 12 ? v : shifted[j] - constant));
    const [a, b] = [certify({ ...problem, params: plain }), certify({ ...problem, params: shifted })];
    expect(b.gap / a.gap).toBeCloseTo(1, 6);
  });

  it.each([1, 3, 4, 5, 17])("how often %i rows are repeated, across blocks of rows", (n) => {
    const problem = example(n);
    const copies = 301;
    const data = new Float64Array(problem.features.data.length * copies);
    const targets = new Int32Array(n * copies);
    for (let k = 0; k < copies; k++) {
      data.set(problem.features.data, k * n * 4);
      targets.set(problem.targets, k * n);
    }
    const repeated = { ...problem, features: denseFeatures(data, n * copies, 4), targets };
    expect(certify(repeated).gap).toBeCloseTo(certify(problem).gap, 10);
    expect(certify(repeated).gap).toBeGreaterThan(certify(problem).gap * (1 - 1e-10));
  });

  it("whether weight 2 is given, or the row repeated", () => {
    const problem = example(4);
    const weighted = certify({ ...problem, weights: Float64Array.of(0.8, 0.8, 0.8, 1.6) });
    const rows = [0, 1, 2, 3, 3];
    const repeated = certify({
      ...problem,
      features: denseFeatures(
        Float64Array.from(rows.flatMap((i) => Array.from(problem.features.data.subarray(4 * i, 4 * i + 4)))),
        5,
        4,
      ),
      targets: Int32Array.from(rows, (i) => problem.targets[i]),
    });
    expect(weighted.gap).toBeCloseTo(repeated.gap, 12);
    expect(weighted.objective).toBeCloseTo(repeated.objective, 12);
  });

  it("whether label smoothing is an option or already in the targets", () => {
    const problem = example();
    const soft = new Float64Array(17 * 3).fill(0.1 / 3);
    for (const [i, c] of problem.targets.entries()) soft[3 * i + c] += 0.9;
    const smoothed = certify({ ...problem, labelSmoothing: 0.1 });
    expect(certify({ ...problem, targets: soft }).gap).toBeCloseTo(smoothed.gap, 12);
  });

  it("how X is stored", () => {
    const bytes = Uint8Array.from({ length: 17 * 4 }, (_, k) => (k % 3 ? 0 : (k * k * 31) % 256));
    const dense = Float64Array.from(bytes, (v) => v / 255);
    const stored: Features[] = [
      denseFeatures(dense, 17, 4),
      denseFeatures(bytes, 17, 4, 1 / 255),
      sparse(dense, 4),
    ];
    const gaps = stored.map((features) => certify({ ...example(), features }).gap);
    expect(gaps[1]).toBeCloseTo(gaps[0], 12);
    expect(gaps[2]).toBeCloseTo(gaps[0], 12);
  });

  it("which kernels do the sums", () => {
    const problem = example();
    const kernel = defaultKernels().linear(problem.features, "float64");
    const result = certificate({ ...problem, kernel });
    expect(result.gap).toBeCloseTo(certify(problem).gap, 12);
  });
});

function sparse(dense: Float64Array, nColumns: number): CsrFeatures {
  const nonZero = Array.from(dense.keys()).filter((k) => dense[k] !== 0);
  const nRows = dense.length / nColumns;
  return {
    kind: "csr",
    values: Float64Array.from(nonZero, (k) => dense[k]),
    columns: Int32Array.from(nonZero, (k) => k % nColumns),
    rowStarts: Int32Array.from(
      { length: nRows + 1 },
      (_, i) => nonZero.filter((k) => k < i * nColumns).length,
    ),
    nRows,
    nColumns,
  };
}

describe("extremes", () => {
  it("a class that never occurs costs nothing once its bias is low enough", () => {
    const { features, targets, ...rest } = example();
    const Y = Array.from(targets, (c) => [0, 1, 2, 3].map((k) => Number(k === c)));
    const X = Array.from(targets, (_, i) => Array.from(features.data.subarray(4 * i, 4 * i + 4)));
    const { params } = referenceOptimum({ X, Y, w: X.map(() => 1), l2: rest.l2, l1: 0 });
    const gapAt = (bias: number) => {
      params[19] = bias;
      return certify({ features, targets, nClasses: 4, params, l2: rest.l2 }).gap;
    };
    expect(gapAt(-40)).toBeLessThan(1e-12);
    expect(gapAt(-10)).toBeGreaterThan(1e-7);
    expect(gapAt(-10)).toBeLessThan(1e-3);
  });

  it.each([1e-300, 1e-12, 1e12])("l2 = %f: finite, and never more than the objective", (l2) => {
    const { gap, objective, relativeGap } = certify({ ...example(), l2 });
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(objective * (1 + 1e-12));
    expect(relativeGap).toBeLessThanOrEqual(1);
  });

  it.each([1e4, -1e4, 1e150])("parameters of size %f stay finite", (size) => {
    const { gap, objective } = certify({ ...example(), params: wave(15, size) });
    expect(gap).toBeGreaterThan(0);
    expect(gap).toBeLessThan(objective * (1 + 1e-9));
  });

  it.each([100, 101])(
    "%d classes: tight at the minimum; near it never below the true gap, and of its order",
    (C) => {
      const [{ features }, l2] = [example(300, 2, C), 0.01];
      const targets = Int32Array.from({ length: 300 }, (_, i) => (7 * i) % C);
      const kernel = referenceKernels.linear(features, "float64");
      const options = { kernel, targets, nClasses: C, loss: crossEntropyLoss(), l2 };
      const objective = linearObjective(options);
      const value = (params: Float64Array) => objective.loss(params) + objective.penalty(params);
      const start = new Float64Array(objective.size);
      const { params } = minimize(objective, start, newton(), { tolerance: 1e-12 });
      expect(certify({ ...options, features, params }).gap).toBeLessThan(1e-9);
      for (const size of [1e-4, 1e-2, 1]) {
        const near = params.map((v, j) => v + size * Math.sin(j * j));
        const [gap, trueGap] = [
          certify({ ...options, features, params: near }).gap,
          value(near) - value(params),
        ];
        expect(gap).toBeGreaterThanOrEqual(trueGap);
        expect(gap).toBeLessThan(100 * trueGap);
      }
    },
  );

  it("one class alone is always at its minimum", () => {
    const { features } = example();
    const problem = { features, targets: new Int32Array(17), nClasses: 1, l2: 1 };
    expect(certify({ ...problem, params: new Float64Array(5) }).gap).toBeLessThan(1e-13);
  });
});

describe("no certificate, with the reason", () => {
  const reasonOf = (options: Partial<Problem>) => {
    const result = run({ ...example(), ...options });
    return result.gap === null ? result.reason : undefined;
  };

  it("cross-entropy with a penalty has one", () => {
    expect(reasonOf({ loss: crossEntropyLoss() })).toBeUndefined();
  });

  it.each([
    ["no penalty", { l2: 0 }, "Without a penalty"],
    ["a loss that is not convex", { loss: quadraticLoss() }, "The quadratic loss is not convex"],
    ["another convex loss", { loss: hingeLoss() }, "not for the hinge loss"],
    ["an objective that is not finite", { params: wave(15).fill(NaN) }, "not finite"],
    ["no weight anywhere", { weights: new Float64Array(17) }, "No row has a positive weight"],
    [
      "no rows",
      { features: denseFeatures(new Float64Array(0), 0, 4), targets: new Int32Array(0) },
      "No row has a positive weight",
    ],
  ] as const)("%s", (_, options, reason) => {
    expect(reasonOf(options)).toContain(reason);
  });

  it("sizes that do not match and negative penalties are errors", () => {
    expect(() => run({ ...example(), params: new Float64Array(14) })).toThrow(
      "certificate: params has 14 values but [17, 4] features and 3 classes need 15",
    );
    expect(() => run({ ...example(), targets: new Int32Array(16) })).toThrow(
      "certificate: targets has 16 values but [17, 4] features and 3 classes need 17",
    );
    expect(() => run({ ...example(), l1: -1 })).toThrow("certificate: l1 is -1 but must be finite");
  });
});
