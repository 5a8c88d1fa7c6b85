import { cholesky, NotPositiveDefiniteError, solveCholesky } from "@softmax/tensor-core";
import { slotsOf } from "./history.js";
import type { Metric } from "./objective.js";
import type { WatchedState } from "./stall.js";
import { dot } from "./vector.js";

/**
 * The latest pairs s = θ⁺ − θ, y = ∇f(θ⁺) − ∇f(θ) as fields of a state, scaled to sᵀy = 1, for the approximation of the
 * Hessian itself; `history.ts` is for its inverse. Pair k lies in slot k mod memory: s, y and Ms in `s{slot}`, `y{slot}`,
 * `m{slot}`, with M the metric.
 */
export interface DirectHistoryState extends WatchedState {
  /** How many pairs have been remembered since the history was last forgotten. */
  readonly pairs: number;
  /** sᵢᵀMsⱼ and sᵢᵀyⱼ, [memory, memory] by slots. */
  readonly sMs: Float64Array;
  readonly sy: Float64Array;
}

export const emptyDirectHistory = (memory: number) => ({
  pairs: 0,
  sMs: new Float64Array(memory * memory),
  sy: new Float64Array(memory * memory),
});

/**
 * The fields that change with a step s and its y. A pair whose curvature sᵀy is not positive beyond rounding is not
 * remembered.
 */
export function rememberDirectly(
  state: DirectHistoryState,
  metric: Metric,
  s: Float64Array,
  y: Float64Array,
): Partial<DirectHistoryState> {
  const sTy = dot(s, y);
  if (!(sTy > 1e-10 * Math.sqrt(dot(s, s) * dot(y, y)))) return {};
  const memory = memoryOf(state);
  const slot = state.pairs % memory;
  const own = { [`s${slot}`]: divided(s, Math.sqrt(sTy)), [`y${slot}`]: divided(y, Math.sqrt(sTy)) };
  const next = { ...state, ...own, [`m${slot}`]: times(metric, own[`s${slot}`]), pairs: state.pairs + 1 };
  return { ...next, ...productsOf(next, [slot]) };
}

/** The fields that change when M does. */
export function remeasured(state: DirectHistoryState, metric: Metric): Partial<DirectHistoryState> {
  const slots = slotsOf(state.pairs, memoryOf(state));
  const own = Object.fromEntries(slots.map((i) => [`m${i}`, times(metric, vector(state, "s", i))]));
  return { ...own, ...productsOf({ ...state, ...own }, slots) };
}

function divided(vector: Float64Array, by: number): Float64Array {
  const out = new Float64Array(vector.length);
  for (let j = 0; j < out.length; j++) out[j] = vector[j] / by;
  return out;
}

/** The products of all pairs with those in `changed`. */
function productsOf(state: DirectHistoryState, changed: readonly number[]) {
  const memory = memoryOf(state);
  const slots = slotsOf(state.pairs, memory);
  const [sMs, sy] = [state.sMs.slice(), state.sy.slice()];
  for (const j of changed) {
    const [s, y, m] = [vector(state, "s", j), vector(state, "y", j), vector(state, "m", j)];
    for (const i of slots) {
      const other = vector(state, "s", i);
      sMs[i * memory + j] = sMs[j * memory + i] = sparseDot(other, m);
      sy[i * memory + j] = sparseDot(other, y);
      if (i !== j) sy[j * memory + i] = sparseDot(s, vector(state, "y", i));
    }
  }
  return { sMs, sy };
}

/**
 * B, the BFGS approximation of the Hessian that starts from γM, on a few coordinates:
 *
 *     B = γM − U K Uᵀ,   U = [γMS  Y],   K = [γSᵀMS  L; Lᵀ  −I]⁻¹,   L = the part of SᵀY below the diagonal
 *
 * with the pairs from the oldest to the latest, but for the oldest ones where pairs depend on each other. γ = sᵀy / sᵀMs of the latest pair, but not below `leastScale`.
 *
 * Source: R. Byrd, J. Nocedal and R. Schnabel, Representations of quasi-Newton matrices and their use in limited
 * memory methods (1994), theorem 2.3.
 */
export interface DirectModel {
  readonly gamma: number;
  /** Columns of U and V. */
  readonly rank: number;
  /** U and V = UK on those coordinates, [coordinates, rank]. */
  readonly U: Float64Array;
  readonly V: Float64Array;
}

export function directModel(
  state: DirectHistoryState,
  coordinates: Int32Array,
  { firstScale, leastScale }: { firstScale: number; leastScale: number },
): DirectModel {
  const memory = memoryOf(state);
  const remembered = slotsOf(state.pairs, memory);
  const latest = remembered.at(-1);
  const gamma =
    latest === undefined ? firstScale : Math.max(1 / state.sMs[latest * memory + latest], leastScale);
  const { slots, K } = independentPairs(state, remembered, gamma);
  const rank = 2 * slots.length;
  const columns = [
    ...slots.map((i) => ({ of: vector(state, "m", i), factor: gamma })),
    ...slots.map((i) => ({ of: vector(state, "y", i), factor: 1 })),
  ];
  const [U, V] = [new Float64Array(coordinates.length * rank), new Float64Array(coordinates.length * rank)];
  for (let q = 0, at = 0; q < coordinates.length; q++, at += rank) {
    for (let a = 0; a < rank; a++) U[at + a] = columns[a].factor * columns[a].of[coordinates[q]];
    for (let a = 0; a < rank; a++) for (let b = 0; b < rank; b++) V[at + a] += K[a * rank + b] * U[at + b];
  }
  return { gamma, rank, U, V };
}

/**
 * The latest pairs, as many as are independent beyond rounding, and their K: steps that all but repeat each other make a
 * matrix whose last pivots are rounding errors, of either sign.
 */
function independentPairs(state: DirectHistoryState, remembered: readonly number[], gamma: number) {
  for (let forgotten = 0; ; forgotten++) {
    const slots = remembered.slice(forgotten);
    try {
      return { slots, K: middleMatrix(state, slots, gamma) };
    } catch (error) {
      if (!(error instanceof NotPositiveDefiniteError)) throw error;
    }
  }
}

/** K [2m, 2m], by elimination of its lower right block: only γSᵀMS + LLᵀ, positive definite, is inverted. */
function middleMatrix(state: DirectHistoryState, slots: readonly number[], gamma: number): Float64Array {
  const [memory, m] = [memoryOf(state), slots.length];
  const L = (i: number, j: number) => (i > j ? state.sy[slots[i] * memory + slots[j]] : 0);
  const A = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < m; j++) {
      A[i * m + j] = gamma * state.sMs[slots[i] * memory + slots[j]];
      for (let k = 0; k < Math.min(i, j); k++) A[i * m + j] += L(i, k) * L(j, k);
    }
  const factor = cholesky(A, m);
  const K = new Float64Array(4 * m * m);
  for (let b = 0; b < 2 * m; b++) {
    const right = Float64Array.from({ length: m }, (_, i) => (b < m ? (i === b ? 1 : 0) : L(i, b - m)));
    const p = solveCholesky(factor, right);
    for (let i = 0; i < m; i++) {
      K[i * 2 * m + b] = p[i];
      let q = b === m + i ? -1 : 0;
      for (let k = i + 1; k < m; k++) q += L(k, i) * p[k];
      K[(m + i) * 2 * m + b] = q;
    }
  }
  return K;
}

/** M s. */
function times(metric: Metric, s: Float64Array): Float64Array {
  const out = new Float64Array(s.length);
  for (const j of supportOf(s)) metric.addColumn(j, s[j], out);
  return out;
}

/** sᵀb, for a step s, which under l1 moves few of the parameters. */
function sparseDot(s: Float64Array, b: Float64Array): number {
  const support = supportOf(s);
  let sum = 0;
  for (let k = 0; k < support.length; k++) sum += s[support[k]] * b[support[k]];
  return sum;
}

const supports = new WeakMap<Float64Array, Int32Array>();

/** Where a vector that does not change any more is not zero, ascending; looked for once. */
function supportOf(s: Float64Array): Int32Array {
  const known = supports.get(s);
  if (known) return known;
  let count = 0;
  for (let j = 0; j < s.length; j++) if (s[j] !== 0) count++;
  const support = new Int32Array(count);
  for (let j = 0, k = 0; k < count; j++) if (s[j] !== 0) support[k++] = j;
  supports.set(s, support);
  return support;
}

const memoryOf = (state: DirectHistoryState): number => Math.sqrt(state.sMs.length);

const vector = (state: DirectHistoryState, name: "s" | "y" | "m", slot: number) =>
  state[`${name}${slot}`] as Float64Array;
