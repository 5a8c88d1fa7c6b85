import { describe, expect, test } from "vitest";
import { type Float64Problem, float64Bounds, type Passed, passedBy } from "../test/float64Bound.js";
import { distributions, integers, numbers, randomFeatures, STORED } from "../test/problems.js";
import { type CsrFeatures, type DenseFeatures, denseFeatures, type Features } from "./features.js";
import type { Kernels } from "./kernels.js";
import { referenceKernels } from "./kernels.reference.js";
import { fasterByColumns } from "./kernels.wasm.byColumns.js";
import { wasmKernels } from "./kernels.wasm.js";
import { random, uniform } from "./random.js";

const BUILDS: Record<string, Kernels | undefined> = {
  simd: wasmKernels("simd"),
  "relaxed-simd": wasmKernels("relaxed-simd"),
  "simd in 1 MiB": wasmKernels("simd", 1, 1 << 20),
};
const builds = Object.entries(BUILDS).filter((build): build is [string, Kernels] => build[1] !== undefined);

const PASSES = ["logits", "probabilities", "loss", "gradient", "hvp", "accumulated", "gram"] as const;
type Shares = Record<keyof Passed, number>;

/** For each pass, the largest share that the difference from the reference loops has of its bound; Infinity above it. */
function shares(kernels: Kernels, problem: Float64Problem, bounds = float64Bounds(problem)): Shares {
  const [expected, found] = [referenceKernels, kernels].map((each) =>
    passedBy(each.linear(problem.features, "float64"), problem),
  );
  const shareOf = (name: keyof Passed) =>
    bounds[name].reduce((most, bound, k) => {
      const difference = Math.abs(found[name][k] - expected[name][k]);
      return Math.max(most, difference <= bound ? difference / (bound || 1) : Number.POSITIVE_INFINITY);
    }, 0);
  return Object.fromEntries(PASSES.map((name) => [name, shareOf(name)])) as Shares;
}

function problemOf(features: Features, C: number, soft: boolean, size = 1): Float64Problem {
  const { nRows: n, nColumns: d } = features;
  const nParams = C * (d + 1);
  return {
    features,
    params: numbers("params", nParams).map((value) => size * value),
    direction: numbers("direction", nParams),
    targets: soft ? distributions("soft", n, C) : integers("labels", n, C),
    weights: numbers("weights", n).map((w) => 1 + w),
    residuals: numbers("residuals", n * C),
  };
}

/** Powers of ten from 10^−most to 10^most. */
const magnitudes = (name: string, length: number, most: number) =>
  numbers(name, length).map((value) => 10 ** Math.round(most * value));

/** Columns and rows' weights of sizes that have nothing to do with each other, and parameters that make up for it. */
function badlyScaled(n: number, d: number, C: number, most: number): Float64Problem {
  const sizes = magnitudes("sizes", d, most);
  const data = numbers("x", n * d).map((value, k) => value * sizes[k % d]);
  const problem = problemOf(denseFeatures(data, n, d), C, true);
  return {
    ...problem,
    params: problem.params.map((value, k) => (k < C * d ? value / sizes[k % d] : value)),
    weights: magnitudes("row weights", n, 10),
    residuals: magnitudes("residuals", n * C, 20),
  };
}

/** Rows whose second half takes away what the first gave to the logits, but for their last digits. */
function cancelling(n: number, d: number, C: number): Float64Problem {
  const half = magnitudes("cancel", n * d, 8);
  const data = Float64Array.from({ length: 2 * n * d }, (_, k) => {
    const value = half[Math.floor(k / (2 * d)) * d + (k % d)];
    return k % (2 * d) < d ? value : -value * (1 + 1e-15);
  });
  const problem = problemOf(denseFeatures(data, n, 2 * d), C, false);
  return { ...problem, params: problem.params.map((_, k) => problem.params[k % d]) };
}

/** Rows that are certain of the right class, then of a wrong one, up to and beyond where exp underflows. */
function certain(C: number): Float64Problem {
  const gaps = [0, 1e-9, 1, 36.7, 37.5, 500, 700, 708.2, 708.3, 708.4, 745, 746, 1e4, 1e8, 1e15];
  const data = Float64Array.from([...gaps, ...gaps.map((gap) => -gap)]);
  const problem = problemOf(denseFeatures(data, data.length, 1), C, false);
  const params = new Float64Array(2 * C);
  params[0] = 1;
  return { ...problem, params, targets: new Int32Array(data.length) };
}

/** Three in a thousand entries of a table of many columns. */
function wide(n: number, d: number): CsrFeatures {
  const row = (i: number) => Array.from({ length: Math.floor(d / 300) }, (_, k) => k * 300 + ((i * 7) % 300));
  const columns = Int32Array.from(Array.from({ length: n }, (_, i) => row(i)).flat());
  const rowStarts = Int32Array.from({ length: n + 1 }, (_, i) => (i * columns.length) / n);
  const values = numbers("wide", columns.length);
  return { kind: "csr", values, columns, rowStarts, nRows: n, nColumns: d };
}

const PROBLEMS: [string, () => Float64Problem][] = [
  ...STORED.flatMap((stored) =>
    [
      [1, 0, 3],
      [1, 1, 1],
      [3, 1, 2],
      [17, 5, 4],
      [63, 8, 6],
      [65, 33, 11],
      [70, 129, 3],
    ].map(([n, d, C]): [string, () => Float64Problem] => [
      `${stored} [${n}, ${d}], C = ${C}`,
      () => problemOf(randomFeatures(stored, n, d), C, n % 2 === 0),
    ]),
  ),
  ["many rows", () => problemOf(randomFeatures("float32", 4161, 40), 5, false)],
  ["large logits", () => problemOf(randomFeatures("float64", 200, 9), 7, true, 300)],
  ["many classes", () => problemOf(randomFeatures("float32", 20, 9), 1000, false)],
  ["sizes of 1e±8", () => badlyScaled(50, 12, 5, 8)],
  ["sizes of 1e±30", () => badlyScaled(50, 12, 5, 30)],
  ["rows that cancel", () => cancelling(40, 6, 4)],
  ["certainty among 2 classes", () => certain(2)],
  ["certainty among 5 classes", () => certain(5)],
];

describe.skipIf(builds.length === 0)("in float64, no pass differs by more than is derived", () => {
  const expectWithin = (found: Shares, name: string) => {
    for (const [pass, share] of Object.entries(found)) expect(share, `${pass} of ${name}`).toBeLessThan(1);
  };

  test.each(PROBLEMS)("on %s", (_, make) => {
    const problem = make();
    const bounds = float64Bounds(problem);
    for (const [name, kernels] of builds) expectWithin(shares(kernels, problem, bounds), name);
  });

  test("on sparse rows by columns", () => {
    const features = wide(200, 15_000);
    expect(fasterByColumns(features, 3)).toBe(true);
    const problem = problemOf(features, 3, false);
    const bounds = float64Bounds(problem);
    for (const [name, kernels] of builds) expectWithin(shares(kernels, problem, bounds), name);
  });

  test("in three threads", async () => {
    const problem = problemOf(randomFeatures("float64", 5001, 33), 11, true);
    const kernels = wasmKernels("simd", 3) as Kernels;
    passedBy(kernels.linear(problem.features, "float64"), problem); // which starts them
    await new Promise((resolve) => setTimeout(resolve, 50));
    expectWithin(shares(kernels, problem), "three threads");
  });

  test.each(PASSES)(
    "on problems made for %s to differ, which take a twentieth of the bound and more",
    (pass) => {
      const found = climb(builds[0][1], pass, 150);
      expectWithin(found, pass);
      expect(found[pass]).toBeGreaterThan(0.05);
    },
  );
});

/** The shares of the problem that so many random changes, of which those are kept that make a pass differ more, lead to. */
function climb(kernels: Kernels, pass: keyof Passed, steps: number): Shares {
  const dice = uniform(random(7, pass), 4 * steps);
  let problem = problemOf(denseFeatures(numbers("x", 9).slice(), 3, 3, 0.3), 3, true);
  let best = shares(kernels, problem);
  for (let step = 0; step < steps; step++) {
    const [which, where, how, size] = dice.subarray(4 * step, 4 * step + 4);
    const next = changed(problem, which, where, how, size);
    const found = shares(kernels, next);
    if (found[pass] > best[pass]) [problem, best] = [next, found];
  }
  return best;
}

/** One entry of one array is other: of any size, or by its last digits. */
function changed(problem: Float64Problem, which: number, where: number, how: number, size: number) {
  const { data, nRows, nColumns, scale } = problem.features as DenseFeatures;
  const next = {
    data: data.slice() as Float64Array,
    params: problem.params.slice(),
    direction: problem.direction.slice(),
    weights: problem.weights.slice(),
    residuals: problem.residuals.slice(),
  };
  const arrays = Object.values(next);
  const array = arrays[Math.floor(which * arrays.length)];
  const k = Math.floor(where * array.length);
  if (how < 0.5) array[k] *= 1 + 1e-3 * (size - 0.5);
  else if (how < 0.75) array[k] *= 2 * size;
  else array[k] *= 10 ** Math.round(8 * (size - 0.5));
  return { ...problem, ...next, features: denseFeatures(next.data, nRows, nColumns, scale) };
}
