import { normal, random } from "@softmax/tensor-core";
import { expect, it } from "vitest";
import {
  type DirectHistoryState,
  directModel,
  emptyDirectHistory,
  remeasured,
  rememberDirectly,
} from "./directHistory.js";
import { diagonalMetric } from "./metric.js";

const size = 7;
const metric = diagonalMetric(Float64Array.from({ length: size }, (_, j) => 1 + j / 3));
const other = diagonalMetric(Float64Array.from({ length: size }, (_, j) => 5 - j / 2));
const hessian = Float64Array.from({ length: size }, (_, j) => 2 ** j);
const all = Int32Array.from({ length: size }, (_, j) => j);
const scales = { firstScale: 3, leastScale: 0 };

const joined = (state: DirectHistoryState, fields: object) => ({ ...state, ...fields }) as DirectHistoryState;

/** A state that has seen `count` steps on a bowl with that Hessian, and the steps; `moves` says where they are not zero. */
function after(count: number, memory: number, moves = (_step: number, _coordinate: number) => true) {
  const steps = Array.from({ length: count }, (_, k) =>
    normal(random(2, k), size).map((value, j) => (moves(k, j) ? value : 0)),
  );
  return { state: afterSteps(steps, memory), steps };
}

/** A state that has taken these steps. */
function afterSteps(steps: readonly Float64Array[], memory: number): DirectHistoryState {
  let state = { ...emptyDirectHistory(memory) } as DirectHistoryState;
  for (const s of steps) {
    const y = s.map((value, j) => hessian[j] * value);
    state = joined(state, rememberDirectly(state, metric, s, y));
  }
  return state;
}

/** B = B − (Bs)(Bs)ᵀ/sᵀBs + yyᵀ/sᵀy, a pair at a time, from γM. */
function updatedMatrix(steps: Float64Array[], gamma: number, diagonal: Float64Array): number[][] {
  let B = [...diagonal].map((value, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? gamma * value : 0)),
  );
  const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, value, j) => sum + value * b[j], 0);
  for (const s of steps) {
    const y = s.map((value, j) => hessian[j] * value);
    const Bs = B.map((row) => inner(row, s));
    const [sBs, sy] = [inner(s, Bs), inner(s, y)];
    B = B.map((row, i) => row.map((value, j) => value - (Bs[i] * Bs[j]) / sBs + (y[i] * y[j]) / sy));
  }
  return B;
}

function expectModel(state: DirectHistoryState, steps: Float64Array[], diagonal: Float64Array) {
  const { gamma, rank, U, V } = directModel(state, all, scales);
  const expected = updatedMatrix(steps, gamma, diagonal);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) {
      let entry = i === j ? gamma * diagonal[i] : 0;
      for (let a = 0; a < rank; a++) entry -= V[i * rank + a] * U[j * rank + a];
      expect(entry).toBeCloseTo(expected[i][j], 9);
    }
}

it.each([
  [0, 3],
  [1, 3],
  [3, 3],
  [5, 3],
  [4, 5],
])("after %d steps, of which %d are remembered, B is what the BFGS updates make of γM", (count, memory) => {
  const { state, steps } = after(count, memory);
  expectModel(state, steps.slice(-memory), metric.diagonal);
});

it("is the same of steps that move few parameters, others each time", () => {
  const { state, steps } = after(5, 4, (k, j) => (j + 2 * k) % 5 === 0);
  expect(steps.every((s) => s.some((value) => value === 0))).toBe(true);
  expectModel(state, steps.slice(-4), metric.diagonal);
});

it("keeps its pairs when the metric changes", () => {
  const { state, steps } = after(5, 3);
  expectModel(joined(state, remeasured(state, other)), steps.slice(-3), other.diagonal);
});

it("scales M by the latest curvature, but not below the least scale", () => {
  const { state, steps } = after(2, 3);
  const s = steps[1];
  const along = (diagonal: Float64Array) => s.reduce((sum, value, j) => sum + diagonal[j] * value * value, 0);
  expect(directModel(state, all, scales).gamma).toBeCloseTo(along(hessian) / along(metric.diagonal), 12);
  expect(directModel(state, all, { firstScale: 1, leastScale: 1e3 }).gamma).toBe(1e3);
  expect(directModel(after(0, 3).state, all, scales).gamma).toBe(3);
});

it("forgets a pair without curvature", () => {
  const { state } = after(1, 3);
  const s = normal(random(9), size);
  expect(
    rememberDirectly(
      state,
      metric,
      s,
      s.map((value) => -value),
    ),
  ).toEqual({});
  expect(rememberDirectly(state, metric, new Float64Array(size), new Float64Array(size))).toEqual({});
});

it("tells of a few coordinates what it tells of all", () => {
  const { state } = after(3, 3);
  const [few, whole] = [directModel(state, Int32Array.of(1, 4), scales), directModel(state, all, scales)];
  expect(few.V.subarray(0, few.rank)).toEqual(whole.V.subarray(few.rank, 2 * few.rank));
  expect(few.U.subarray(few.rank)).toEqual(whole.U.subarray(4 * few.rank, 5 * few.rank));
});

it("leaves out the oldest pairs where pairs are the same beyond rounding", () => {
  const ranks = [1, 2, 3, 4, 5, 6].map((seed) => {
    const s = normal(random(seed), size);
    const repeated = afterSteps([s, s, s, s], 4);
    const { rank, V } = directModel(repeated, all, { firstScale: 3, leastScale: 1e20 });
    const kept = afterSteps(Array(rank / 2).fill(s), 4);
    expect(V).toEqual(directModel(kept, all, { firstScale: 3, leastScale: 1e20 }).V);
    return rank;
  });
  expect(Math.min(...ranks)).toBeLessThan(8);
  expect(Math.min(...ranks)).toBeGreaterThan(0);
});
