import { denseFeatures, referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import {
  directObjective,
  type Optimum,
  referenceOptimum,
  type SmallProblem,
} from "../test/referenceOptimum.js";
import { certificate, type DualityGap } from "./certificate.js";

const problemsPerKind = 50;
const distances = [0, 1e-12, 1e-9, 1e-7, 1e-5, 1e-3, 1e-1, 1e1, 1e3];

/**
 * 200 problems of 1–25 rows, 0–8 features (often more than rows) of scale 0.01 to 100, and 1–5 classes, with
 * and without weights (some 0), l2 from 1e-5 to 10 or none beside an l1.
 */
describe.each(["noisy", "separable", "soft targets", "a class missing"])("random problems: %s", (kind) => {
  const solved = Array.from({ length: problemsPerKind }, (_, k) => {
    const random = randomNumbers(`${kind} ${k}`);
    const problem = randomProblem(kind, k, random);
    return { problem, optimum: referenceOptimum(problem), random };
  });
  const failing = (fails: (problem: SmallProblem, optimum: Optimum, random: RandomNumbers) => boolean) =>
    solved.flatMap(({ problem, optimum, random }, k) => (fails(problem, optimum, random) ? [k] : []));

  it("are solved by the reference", () => {
    expect(failing((_, { subgradientNorm }) => !(subgradientNorm < 1e-13))).toEqual([]);
  });

  it("the gap at the optimum is at most 1e-9", () => {
    expect(failing((problem, { params }) => !(certify(problem, params).gap <= 1e-9))).toEqual([]);
  });

  it("the gap is never below the true gap, near the optimum or wildly far from it", () => {
    const violations = failing((problem, { params, trueGap }, { normal }) =>
      distances.some((distance) => {
        const at = params.map((v) => v + distance * normal());
        return !(certify(problem, at).gap >= Math.max(trueGap(at), 0));
      }),
    );
    expect(violations).toEqual([]);
  });

  it("nor for parameters that were rounded to float32", () => {
    const violations = failing((problem, { params, trueGap }) => {
      const at = params.map(Math.fround);
      return !(certify(problem, at).gap >= trueGap(at));
    });
    expect(violations).toEqual([]);
  });

  it("objective and lower bound are the objective, and below its minimum", () => {
    const violations = failing((problem, { params }, { normal }) => {
      const at = params.map((v) => v + normal());
      const { objective, lowerBound, gap, relativeGap } = certify(problem, at);
      const direct = directObjective(problem, at);
      return !(
        Math.abs(objective - direct) <= 1e-12 * (1 + direct) &&
        lowerBound <= directObjective(problem, params) &&
        gap <= objective * (1 + 1e-9) + 1e-9 &&
        relativeGap <= 1
      );
    });
    expect(violations).toEqual([]);
  });
});

function certify({ X, Y, w, l2, l1 }: SmallProblem, params: Float64Array): DualityGap {
  const features = denseFeatures(Float64Array.from(X.flat()), X.length, X[0].length);
  const result = certificate({
    kernel: referenceKernels.linear(features, "float64"),
    features,
    targets: Float64Array.from(Y.flat()),
    nClasses: Y[0].length,
    params,
    weights: Float64Array.from(w),
    l2,
    l1,
  });
  if (result.gap === null) throw new Error(result.reason);
  return result;
}

function randomProblem(kind: string, k: number, { uniform, normal, below }: RandomNumbers): SmallProblem {
  const [n, d, C] = [1 + below(25), below(9), 1 + below(5)];
  const scale = 10 ** (4 * uniform() - 2);
  const rows = Array.from({ length: n }, () => Array.from({ length: d }, normal));
  const rule = Array.from({ length: C }, () => Array.from({ length: d }, normal));
  const eligible = kind === "a class missing" ? Math.max(C - 1, 1) : C;
  const Y = rows.map((x) => {
    const noise = kind === "separable" ? 0 : 2;
    const z = rule.map((r) => x.reduce((sum, v, j) => sum + v * r[j], 0) + noise * normal());
    if (kind === "soft targets") return softmax(z);
    const best = z.slice(0, eligible).reduce((b, v, c) => (v > z[b] ? c : b), 0);
    return z.map((_, c) => Number(c === best));
  });
  const raw = rows.map((_, i) => (k % 3 === 0 ? 1 : i > 0 && uniform() < 0.1 ? 0 : uniform() + 0.1));
  const mean = raw.reduce((a, b) => a + b, 0) / n;
  return {
    X: rows.map((x) => x.map((v) => scale * v)),
    Y,
    w: raw.map((v) => v / mean),
    l1: k % 5 < 2 ? 10 ** (3 * uniform() - 3.5) : 0,
    l2: k % 10 === 1 ? 0 : 10 ** (6 * uniform() - 5),
  };
}

function softmax(z: number[]): number[] {
  const e = z.map(Math.exp);
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((v) => v / sum);
}

type RandomNumbers = ReturnType<typeof randomNumbers>;

/** A stream of its own for every name (mulberry32). */
function randomNumbers(name: string) {
  let state = [...name].reduce((hash, letter) => Math.imul(hash, 31) + letter.codePointAt(0)!, 7);
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal, below: (n: number) => Math.floor(n * uniform()) };
}
