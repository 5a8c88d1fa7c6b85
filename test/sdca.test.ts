import { describe, expect, it } from "vitest";
import { crossEntropyDual, crossEntropyLoss, linearObjective } from "../packages/losses/src/index.js";
import {
  lbfgs,
  minimize,
  type Objective,
  type SdcaState,
  sdca,
  solutionStatus,
} from "../packages/optim/src/index.js";
import {
  type CsrFeatures,
  defaultKernels,
  type KernelVariant,
  normal,
  random,
  uniform,
} from "../packages/tensor-core/src/index.js";

/** Rows of length 1 with about a third of the entries, the first row empty. */
function sparse(nRows: number, nColumns: number): CsrFeatures {
  const draws = uniform(random(1, "kept"), nRows * nColumns);
  const entries = normal(random(2, "entries"), nRows * nColumns);
  const [values, columns, rowStarts]: number[][] = [[], [], [0]];
  for (let i = 0; i < nRows; i++) {
    const kept = Array.from({ length: nColumns }, (_, j) => j).filter(
      (j) => i > 0 && draws[i * nColumns + j] < 1 / 3,
    );
    const length = Math.hypot(...kept.map((j) => entries[i * nColumns + j]));
    columns.push(...kept);
    values.push(...kept.map((j) => entries[i * nColumns + j] / length));
    rowStarts.push(values.length);
  }
  const [v, c, r] = [Float64Array.from(values), Int32Array.from(columns), Int32Array.from(rowStarts)];
  return { kind: "csr", values: v, columns: c, rowStarts: r, nRows, nColumns };
}

interface Case {
  n: number;
  d: number;
  C: number;
  weighted?: boolean;
  l2?: number;
  variant?: KernelVariant;
}

function objectiveOf({ n, d, C, weighted = false, l2 = 1 / n, variant = "simd" }: Case) {
  const features = sparse(n, d);
  const targets = Int32Array.from({ length: n }, (_, i) => Math.floor((i * i) / 3) % C);
  const raw = uniform(random(3, "weights"), n);
  const mean = raw.reduce((sum, w) => sum + w, 0) / n;
  const weights = weighted ? raw.map((w) => w / mean) : undefined;
  const kernel = defaultKernels({ variant }).linear(features, "float64");
  const problem = { features, kernel, targets, nClasses: C, weights, l2 };
  const dual = crossEntropyDual({ ...problem, precision: "float64", variant });
  const objective: Objective = { ...linearObjective({ ...problem, loss: crossEntropyLoss() }), dual };
  return { objective, ...problem };
}

/** mean_i w_i H(a_i). */
const entropy = (dual: Float64Array, C: number, weights?: Float64Array): number =>
  dual.reduce((sum, a, k) => sum - (a > 0 ? (weights?.[Math.floor(k / C)] ?? 1) * a * Math.log(a) : 0), 0) /
  (dual.length / C);

const squaredNorm = (params: Float64Array, C: number): number =>
  params.subarray(0, params.length - C).reduce((sum, w) => sum + w * w, 0);

describe("sdca", () => {
  it.each<Case>([
    { n: 30, d: 4, C: 2 },
    { n: 57, d: 17, C: 3, weighted: true },
    { n: 41, d: 65, C: 5, l2: 0.2 },
    { n: 90, d: 13, C: 21, weighted: true },
    { n: 50, d: 9, C: 4, l2: 0.001 },
    { n: 30, d: 7, C: 3, variant: "reference" },
  ])("reaches the minimum of lbfgs within 1e-9: %o", (size) => {
    const { objective } = objectiveOf(size);
    const start = new Float64Array(objective.size);
    const expected = minimize(objective, start, lbfgs(), { tolerance: 1e-11, maxSteps: 5000 });
    const found = minimize(objective, start, sdca(), { tolerance: 1e-9, maxSteps: 3000 });
    expect(found.status).toBe("converged");
    expect(found.gradientNorm).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(found.value - expected.value)).toBeLessThan(1e-9);
  });

  it("keeps the dual variables distributions; the gap mean w KL(a ‖ p) falls at every step, to 0", () => {
    const { objective, nClasses: C, weights, l2 } = objectiveOf({ n: 80, d: 11, C: 4, weighted: true });
    const solver = sdca({ seed: 3 });
    let state = solver.init(objective, new Float64Array(objective.size));
    const gaps: number[] = [];
    for (let step = 0; step < 12; step++) {
      state = solver.step(objective, state);
      for (let i = 0; i < state.dual.length; i += C) {
        const row = state.dual.subarray(i, i + C);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 12);
      }
      const value = objective.valueAndGradient(state.params, new Float64Array(objective.size));
      const bias = state.params.subarray(state.params.length - C);
      const constraint = bias.reduce((sum, b, c) => sum + b * state.residual[c], 0);
      const primalSide = value + (l2 / 2) * squaredNorm(state.params, C) + constraint;
      gaps.push(primalSide - entropy(state.dual, C, weights));
    }
    for (let k = 1; k < gaps.length; k++) expect(gaps[k]).toBeLessThan(gaps[k - 1]);
    expect(gaps.at(-1)).toBeLessThan(1e-4 * gaps[0]);
  });

  it("a weight of 2 equals a repeated row at the minimum", () => {
    const { objective, kernel: _, ...problem } = objectiveOf({ n: 24, d: 5, C: 3 });
    const { features, targets } = problem;
    const order = Int32Array.from({ length: 25 }, (_, k) => Math.min(k, 23));
    const end = features.rowStarts[24];
    const last = features.rowStarts[23];
    const repeated: CsrFeatures = {
      ...features,
      nRows: 25,
      values: Float64Array.from([...features.values, ...features.values.subarray(last)]),
      columns: Int32Array.from([...features.columns, ...features.columns.subarray(last)]),
      rowStarts: Int32Array.from([...features.rowStarts, 2 * end - last]),
    };
    const weights = new Float64Array(24).fill(24 / 25);
    weights[23] = 48 / 25;
    const solve = (of: CsrFeatures, y: Int32Array, w?: Float64Array) => {
      const kernel = defaultKernels().linear(of, "float64");
      const shared = { ...problem, features: of, targets: y, weights: w, kernel };
      const dual = crossEntropyDual({ ...shared, precision: "float64", variant: "simd" });
      const whole = { ...linearObjective({ ...shared, loss: crossEntropyLoss() }), dual };
      return minimize(whole, new Float64Array(objective.size), sdca(), { tolerance: 1e-10 });
    };
    const once = solve(features, targets, weights);
    const twice = solve(
      repeated,
      order.map((i) => targets[i]),
    );
    expect(once.value).toBeCloseTo(twice.value, 10);
    expect(Array.from(once.params.subarray(0, 15))).toEqual(
      Array.from(twice.params.subarray(0, 15), (w) => expect.closeTo(w, 6)),
    );
  });

  it("takes the same steps from a copied state, and never writes to one it has returned", () => {
    const { objective } = objectiveOf({ n: 40, d: 9, C: 3 });
    const [solver, other] = [sdca({ seed: 5 }), sdca({ seed: 5 })];
    let state: SdcaState = solver.init(objective, new Float64Array(objective.size));
    const kept = [state];
    const copies = [structuredClone(state)];
    for (let step = 0; step < 8; step++) {
      state = solver.step(objective, state);
      kept.push(state);
      copies.push(structuredClone(state));
    }
    expect(kept).toEqual(copies);
    const { objective: afresh } = objectiveOf({ n: 40, d: 9, C: 3 });
    let resumed = copies[4];
    for (let step = 4; step < 8; step++) resumed = other.step(afresh, resumed);
    expect(resumed).toEqual(state);
  });

  it("depends on the seed only by its path", () => {
    const { objective } = objectiveOf({ n: 40, d: 9, C: 3 });
    const start = new Float64Array(objective.size);
    const [a, b] = [1, 2].map((seed) => minimize(objective, start, sdca({ seed }), { tolerance: 1e-9 }));
    expect(a.params).not.toEqual(b.params);
    expect(a.value).toBeCloseTo(b.value, 12);
  });

  it("started near the minimum of another l2 needs fewer steps than from zero", () => {
    const near = objectiveOf({ n: 60, d: 8, C: 3, l2: 0.021 }).objective;
    const { objective } = objectiveOf({ n: 60, d: 8, C: 3, l2: 0.02 });
    const options = { tolerance: 1e-7 };
    const cold = minimize(objective, new Float64Array(objective.size), sdca(), options);
    const from = minimize(near, new Float64Array(near.size), lbfgs(), options).params;
    const warm = minimize(objective, from, sdca(), options);
    expect(warm.status).toBe("converged");
    expect(warm.steps).toBeLessThan(cold.steps);
  });

  it("begins without weights from the value of the biases, and reads no sample for it", () => {
    const { objective } = objectiveOf({ n: 40, d: 9, C: 3, weighted: true });
    const params = new Float64Array(objective.size);
    params.set([1, -2, 0.5], objective.size - 3);
    let passes = 0;
    const counted: Objective = {
      ...objective,
      valueAndGradient: (...args) => {
        passes++;
        return objective.valueAndGradient(...args);
      },
    };
    const { value, gradientNorm, params: start } = sdca().init(counted, params);
    expect(passes).toBe(0);
    expect(gradientNorm).toBeNaN();
    expect(value).toBeCloseTo(objective.valueAndGradient(start, new Float64Array(objective.size)), 12);
    expect(start.subarray(0, -3).every((w) => w === 0)).toBe(true);
    params[4] = 0.1;
    expect(sdca().init(counted, params).gradientNorm).toBeGreaterThan(0);
    expect(passes).toBe(1);
  });

  it("measures where it is asked to stop before it has come near", () => {
    const { objective } = objectiveOf({ n: 40, d: 9, C: 3 });
    const solver = sdca();
    const first = solver.step(objective, solver.init(objective, new Float64Array(objective.size)));
    expect(solutionStatus(first, { maxSteps: 2, tolerance: 1e-9 })).toBeUndefined();
    const { status, gradientNorm } = minimize(objective, new Float64Array(objective.size), solver, {
      maxSteps: 1,
      tolerance: 1e-9,
    });
    expect(status).toBe("max-steps");
    expect(gradientNorm).toBeGreaterThan(0);
  });

  it("says what it needs where there is no dual", () => {
    const { objective } = objectiveOf({ n: 5, d: 3, C: 2 });
    expect(() => sdca().init({ ...objective, dual: undefined }, new Float64Array(objective.size))).toThrow(
      "sdca: the objective has no dual, which takes softmax cross-entropy of sparse features with l2 > 0",
    );
  });
});
