import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { emptyHistory, type HistoryState, quasiNewtonDirection, remember } from "./history.js";
import { dot } from "./vector.js";

const empty = (memory: number): HistoryState => ({
  step: 0,
  params: new Float64Array(0),
  value: 0,
  initialValue: 0,
  gradientNorm: 0,
  stalled: "",
  lowestValue: 0,
  lowestNorm: 0,
  idle: 0,
  ...emptyHistory(memory),
});

const size = 5;
const vector = (k: number) => normal(random(1, k), size);
/** y = (diagonal + rank one) s, so that every pair has positive curvature. */
const pairOf = (k: number) => {
  const s = vector(k);
  const sum = s.reduce((total, x) => total + x);
  return { s, y: s.map((x, j) => (j + 1) * x + sum / 2) };
};
/** The state after `count` pairs, g the gradient it has come to. */
function remembered(memory: number, count: number, g: Float64Array, diagonal?: Float64Array): HistoryState {
  let state = empty(memory);
  for (let k = 0; k < count; k++) {
    const { s, y } = pairOf(k);
    const p = diagonal ? y.map((x, j) => diagonal[j] * x) : y;
    state = Object.assign(
      {},
      state,
      remember(state, { s, y, p, gradient: k < count - 1 ? vector(50 + k) : g }),
    );
  }
  return state;
}

/** −H g with the dense BFGS update H ← (I − s yᵀ/yᵀs) H (I − y sᵀ/yᵀs) + s sᵀ/yᵀs of the latest pairs. */
function denseDirection(memory: number, count: number, g: Float64Array, diagonal: Float64Array) {
  const pairs = Array.from({ length: count }, (_, k) => pairOf(k)).slice(-memory);
  const latest = pairs.at(-1);
  const scaled = latest?.y.map((x, j) => diagonal[j] * x);
  const scale = latest && scaled ? dot(latest.s, latest.y) / dot(latest.y, scaled) : 1;
  let H = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? scale * diagonal[i] : 0)),
  );
  for (const { s, y } of pairs) {
    const rho = 1 / dot(s, y);
    const V = H.map((_, i) => H.map((_, j) => (i === j ? 1 : 0) - rho * y[i] * s[j]));
    const HV = H.map((row) => V[0].map((_, j) => row.reduce((sum, h, k) => sum + h * V[k][j], 0)));
    H = H.map((_, i) =>
      H.map((_, j) => V.reduce((sum, row, k) => sum + row[i] * HV[k][j], rho * s[i] * s[j])),
    );
  }
  return H.map((row) => -row.reduce((sum, h, j) => sum + h * g[j], 0));
}

describe("quasiNewtonDirection", () => {
  it.each([0, 1, 3, 4, 5, 17])(
    "is −Hg with the dense BFGS matrix of %d pairs, the latest 4 remembered",
    (count) => {
      const g = vector(99);
      const direction = quasiNewtonDirection(remembered(4, count, g), g);
      const dense = denseDirection(4, count, g, new Float64Array(size).fill(1));
      dense.forEach((value, j) => void expect(direction[j]).toBeCloseTo(value, 10));
    },
  );

  it("starts from the preconditioner, scaled", () => {
    const diagonal = Float64Array.of(1, 0.5, 0.3, 0.2, 0.1);
    const g = vector(99);
    const scaled = g.map((x, j) => diagonal[j] * x);
    for (const count of [0, 1, 3, 4, 5, 17]) {
      const direction = quasiNewtonDirection(remembered(4, count, g, diagonal), scaled);
      const dense = denseDirection(4, count, g, diagonal);
      dense.forEach((value, j) => void expect(direction[j]).toBeCloseTo(value, 10));
    }
  });

  it("satisfies the secant equation H y = s of the latest pair", () => {
    const { s, y } = pairOf(2);
    quasiNewtonDirection(remembered(4, 3, y), y).forEach(
      (value, j) => void expect(-value).toBeCloseTo(s[j], 12),
    );
  });
});

describe("remember", () => {
  it.each([
    ["negative", -1],
    ["no", 0],
    ["undefined", Number.NaN],
  ])("leaves a pair of %s curvature out, and goes on from the next gradient", (_, factor) => {
    const [s, g] = [vector(1), vector(99)];
    const y = s.map((x) => factor * x);
    const before = remembered(3, 2, vector(7));
    const after = { ...before, ...remember(before, { s, y, p: y, gradient: g }) };
    expect(after).toEqual(remembered(3, 2, g));
  });

  it("shares the older pairs with the state it came from", () => {
    const g = vector(99);
    const [two, three] = [remembered(4, 2, vector(51)), remembered(4, 3, g)];
    const { s, y } = pairOf(2);
    const next = { ...two, ...remember(two, { s, y, p: y, gradient: g }) };
    expect(next.s0).toBe(two.s0);
    expect(next).toEqual(three);
  });
});
