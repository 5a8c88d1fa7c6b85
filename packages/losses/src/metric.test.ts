import { denseFeatures, normal, random, referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { crossEntropyLoss } from "./crossEntropy.js";
import { linearObjective } from "./linearObjective.js";
import { blockMetric, type Metric } from "./metric.js";

const [n, d, C, l2] = [23, 3, 4, 0.1];
const X = normal(random(1), n * d);
const params = normal(random(2), C * (d + 1));
const objective = linearObjective({
  kernel: referenceKernels.linear(denseFeatures(X, n, d), "float64"),
  kernels: referenceKernels,
  targets: Int32Array.from({ length: n }, (_, i) => i % C),
  nClasses: C,
  loss: crossEntropyLoss(),
  l2,
});
const all = { rows: 1e6, seed: 0 };
const DAMPING = 1 + 1e-6;

/** M e_k. */
function column(metric: Metric, k: number): Float64Array {
  const out = new Float64Array(metric.diagonal.length);
  metric.addColumn(k, 1, out);
  return out;
}

/** ∇²f e_k, by central differences of the gradient. */
function hessianColumn(k: number): Float64Array {
  const h = 1e-5;
  const [up, down] = [h, -h].map((shift) => {
    const gradient = new Float64Array(params.length);
    objective.valueAndGradient(
      params.map((value, j) => (j === k ? value + shift : value)),
      gradient,
    );
    return gradient;
  });
  return up.map((value, j) => (value - down[j]) / (2 * h));
}

const classOf = (k: number) => (k < C * d ? Math.floor(k / d) : k - C * d);
const l2Of = (k: number, j: number) => (k === j && k < C * d ? l2 : 0);
const kappa = C / (C - 1);

describe("the metric of softmax regression", () => {
  it("of blocks is κ times the diagonal blocks of the Hessian, of the penalty only once", () => {
    const metric = objective.curvature!.metric("blocks", params, all)!;
    for (let k = 0; k < params.length; k++) {
      const exact = hessianColumn(k);
      column(metric, k).forEach((value, j) => {
        const own = classOf(j) === classOf(k);
        const stated = own ? kappa * (exact[j] - l2Of(k, j)) + l2Of(k, j) : 0;
        expect(value).toBeCloseTo(j === k ? stated * DAMPING : stated, 7);
      });
      expect(metric.diagonal[k]).toBe(column(metric, k)[k]);
    }
  });

  it("of one Gram matrix is the mean of those blocks", () => {
    const [blocks, gram] = (["blocks", "gram"] as const).map(
      (name) => objective.curvature!.metric(name, params, all)!,
    );
    for (let j = 0; j < d; j++) {
      const columns = Array.from({ length: C }, (_, c) =>
        column(blocks, c * d + j).subarray(c * d, (c + 1) * d),
      );
      for (let i = 0; i < d; i++) {
        const mean = columns.reduce((sum, one) => sum + one[i] / C, 0);
        for (let c = 0; c < C; c++) expect(column(gram, c * d + j)[c * d + i]).toBeCloseTo(mean, 12);
      }
    }
  });

  it("of the diagonal is the diagonal", () => {
    const { curvature } = objective;
    const metric = curvature!.metric("diagonal", params, all)!;
    expect(metric.diagonal).toEqual(curvature!.diagonal(params, all));
    for (let k = 0; k < params.length; k++)
      expect(column(metric, k)).toEqual(metric.diagonal.map((value, j) => (j === k ? value : 0)));
  });
});

describe("blockMetric", () => {
  it("gives a feature without curvature that of the others", () => {
    const metric = blockMetric([Float64Array.of(0, 0, 0, 0, 4, 1, 0, 1, 2)], 1)!;
    expect(metric.diagonal).toEqual(Float64Array.of(3, 4, 2).map((value) => value * DAMPING));
  });

  it("says so where there is no curvature at all, or too much", () => {
    expect(blockMetric([new Float64Array(4)], 2)).toBeUndefined();
    expect(blockMetric([Float64Array.of(Infinity, 0, 0, 1)], 2)).toBeUndefined();
  });
});
