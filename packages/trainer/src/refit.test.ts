import type { Dataset } from "@softmax/datasets";
import {
  defaultKernels,
  denseFeatures,
  integers,
  normal,
  random,
  referenceKernels,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { fit } from "./fit.js";
import { refitter } from "./refit.js";

interface Points {
  features: Float64Array;
  targets: number[];
  l2: number;
}

/** Points [n, d] around C centers, close enough to overlap. */
function clouds(n: number, d: number, C: number): Points {
  const centers = normal(random(1, "centers"), C * d);
  const noise = normal(random(1, "noise"), n * d);
  const targets = Array.from(integers(random(1, "targets"), n, C));
  return {
    features: noise.map((v, k) => v + centers[targets[Math.floor(k / d)] * d + (k % d)]),
    targets,
    l2: 1e-3,
  };
}

const joined = (a: Float64Array, b: Float64Array) => Float64Array.of(...a, ...b);

/** Changes of which the k-th is drawn from the k-th randomness alone; `some` are three rows. */
const edits: ((points: Points, some: number[], noise: Float64Array) => void)[] = [
  (points, some, noise) => {
    const d = noise.length / some.length;
    some.forEach((i, r) => {
      for (let j = 0; j < d; j++) points.features[i * d + j] += 0.5 * noise[r * d + j];
    });
  },
  (points, some, noise) => {
    points.features = joined(points.features, noise);
    points.targets = [...points.targets, ...some.map((i) => points.targets[i])];
  },
  (points, some) => {
    for (const i of some) points.targets[i] = points.targets[some[0]];
  },
  (points, some) => {
    points.l2 *= some[0] % 2 ? 3 : 1 / 3;
  },
  (points, [i]) => {
    points.targets[i] = 7; // a class that was not there
  },
  (points, [i]) => {
    const [gone, instead] = [points.targets[i], points.targets.find((c) => c !== points.targets[i])!];
    points.targets = points.targets.map((c) => (c === gone ? instead : c)); // a class is emptied
    for (let k = 0; k < points.targets.length; k += 3) points.targets[k] = gone + 1;
  },
];

function datasetOf({ features, targets }: Points): Dataset {
  const n = targets.length;
  const x = denseFeatures(features.slice(), n, features.length / n);
  return {
    name: "points",
    nSamples: n,
    label: "class",
    columns: [
      { kind: "block", name: "x", features: x },
      { kind: "number", name: "class", values: Float64Array.from(targets) },
    ],
  };
}

describe.each([
  { n: 60, d: 2, C: 3, kernels: referenceKernels },
  { n: 60, d: 2, C: 3, kernels: defaultKernels() },
  { n: 90, d: 20, C: 4, kernels: defaultKernels() },
])(
  "after each of 100 edits of $n × $d points of $C classes, $kernels.name kernels,",
  ({ n, d, C, kernels }) => {
    it("the minimum is that of a fit from scratch", async () => {
      const refit = refitter({ kernels });
      const points = clouds(n, d, C);
      for (let k = 0; k < 100; k++) {
        const kind = integers(random(2, "edit", k), 1, edits.length)[0];
        const some = Array.from(integers(random(2, "rows", k), 3, points.targets.length));
        edits[kind](points, some, normal(random(2, "noise", k), 3 * d));
        const answer = refit(points);
        const { model, objective } = await fit(
          datasetOf(points),
          { l2: points.l2 },
          { kernels: referenceKernels },
        );
        expect(answer.status).toBe("converged");
        expect(answer.classes).toEqual(model.classes);
        expect(Math.abs(answer.objective / objective.value - 1)).toBeLessThan(1e-9);
      }
    });
  },
);

describe("a refit", () => {
  it("without standardization is a fit without it", async () => {
    const points = clouds(50, 3, 3);
    const answer = refitter()({ ...points, standardize: false });
    const { objective } = await fit(datasetOf(points), { l2: points.l2, standardize: false });
    expect(Math.abs(answer.objective / objective.value - 1)).toBeLessThan(1e-9);
    expect([answer.mean, answer.deviation]).toEqual([Float64Array.of(0, 0, 0), Float64Array.of(1, 1, 1)]);
  });

  it("tells means, deviations, accuracy and certificate as fit does", async () => {
    const points = clouds(200, 2, 3);
    const answer = refitter()(points);
    const { model, train, certificate } = await fit(datasetOf(points), { l2: points.l2 });
    expect(model.encoders).toMatchObject([{ mean: answer.mean, deviation: answer.deviation }]);
    expect(answer.accuracy).toBe(train.accuracy);
    expect(answer.certificate).toMatchObject({ objective: expect.closeTo(answer.objective, 12) });
    expect(certificate.gap).not.toBeNull();
    expect(answer.certificate.gap! / answer.objective).toBeLessThan(1e-6);
  });

  it("of the same problem takes no step", () => {
    const refit = refitter();
    const points = clouds(100, 2, 3);
    expect(refit(points).steps).toBeGreaterThan(0);
    expect(refit(points).steps).toBe(0);
  });

  it("starts where points keep their logits when another one changes the scale", () => {
    const refit = refitter();
    const points = clouds(3000, 2, 3);
    const cold = refit(points).steps;
    points.features[0] = 40;
    expect(refit(points).steps).toBeLessThan(cold);
  });

  it("sees what was written into its features since", () => {
    const points = clouds(30, 2, 2);
    const refit = refitter();
    const before = refit(points);
    points.features[5] += 3;
    expect(refit(points).objective).not.toBe(before.objective);
    expect(refit(points).objective).toBeCloseTo(refitter()(points).objective, 10);
  });

  it("after one that was refused is as if that had not been", () => {
    const points = clouds(30, 2, 2);
    const refit = refitter();
    const { objective } = refit(points);
    const broken = points.features.map((x, k) => (k === 5 ? Number.POSITIVE_INFINITY : x));
    for (let k = 0; k < 2; k++) expect(() => refit({ ...points, features: broken })).toThrow("refit, row 3");
    expect(refit(points).objective).toBeCloseTo(objective, 10);
  });

  it("of one class, or of no points, has nothing to decide", () => {
    const refit = refitter();
    const alone = refit({ features: Float64Array.of(1, 2, 3, 4), targets: [5, 5], l2: 1 });
    expect(alone).toMatchObject({ classes: [5], objective: 0, accuracy: 1, certificate: { gap: 0 } });
    expect(alone.weights).toEqual(new Float64Array(2));
    expect(refit({ features: new Float64Array(), targets: [], l2: 1 }).classes).toEqual([]);
  });

  it("of separable points without a penalty ends where rounding does", () => {
    const answer = refitter()({ features: Float64Array.of(-2, -1, 1, 2), targets: [0, 0, 1, 1], l2: 0 });
    expect(answer.objective).toBeLessThan(1e-9);
    expect(answer.certificate).toMatchObject({ gap: null });
  });

  it.each([
    [{ features: new Float64Array(5), targets: [0, 1], l2: 1 }, "refit: 5 features do not make 2 rows"],
    [{ features: new Float64Array(2), targets: [0, 0.5], l2: 1 }, "refit, row 2: label 0.5"],
    [{ features: Float64Array.of(0, Number.NaN), targets: [0, 1], l2: 1 }, "refit, row 2"],
    [{ features: new Float64Array(2), targets: [0, 1], l2: -1 }, "l2"],
  ])("refuses %o", (problem, message) => {
    expect(() => refitter()(problem)).toThrow(message);
  });
});
