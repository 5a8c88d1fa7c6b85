import type { WatchedState } from "./stall.js";
import { combine, dots } from "./vector.js";

/** A linear map that approximates the inverse of the Hessian: out ← P · gradient, P symmetric and positive. */
export type ApplyPreconditioner = (gradient: Float64Array, out: Float64Array) => void;

/**
 * The latest pairs s = θ⁺ − θ, y = ∇f(θ⁺) − ∇f(θ) of limited-memory quasi-Newton methods, as fields of a state.
 * Pair k lies in slot k mod memory: s in `s{slot}`, Py in `p{slot}`, with P the preconditioner, which stays the same
 * while pairs are remembered (P = I without one). The products among them and with the gradient g are all that the
 * recursion needs, so that every vector is read twice a step.
 */
export interface HistoryState extends WatchedState {
  /** How many pairs have been remembered since the history was last forgotten. */
  readonly pairs: number;
  /** sᵢᵀyⱼ, [memory, memory] by slots. */
  readonly sy: Float64Array;
  /** yᵢᵀPyⱼ, likewise. */
  readonly yPy: Float64Array;
  /** sᵢᵀg, and after them yᵢᵀPg, [2, memory]. */
  readonly along: Float64Array;
}

export const emptyHistory = (memory: number) => ({
  pairs: 0,
  sy: new Float64Array(memory * memory),
  yPy: new Float64Array(memory * memory),
  along: new Float64Array(2 * memory),
});

/** Where a step has led to. */
export interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  /** Py; `y` itself without a preconditioner. */
  readonly p: Float64Array;
  /** g, from which the next direction goes down. */
  readonly gradient: Float64Array;
}

/**
 * The fields that change with a step. A pair whose curvature sᵀy is not positive beyond rounding would make the
 * approximation indefinite, and is not remembered.
 */
export function remember(state: HistoryState, { s, y, p, gradient }: Pair): Partial<HistoryState> {
  const memory = memoryOf(state);
  const [ss, sTy, , yy] = dots([s, y], s, y);
  const convex = sTy > 1e-10 * Math.sqrt(ss * yy);
  const [slot, pairs] = [state.pairs % memory, state.pairs + (convex ? 1 : 0)];
  const own = convex ? { [`s${slot}`]: s, [`p${slot}`]: p } : {};
  const slots = slotsOf(pairs, memory);
  const products = dots(vectorsOf({ ...state, ...own }, slots), gradient, y);

  const [sy, yPy, along] = [state.sy.slice(), state.yPy.slice(), new Float64Array(2 * memory)];
  slots.forEach((i, k) => {
    const [ofS, ofP] = [2 * k, 2 * (k + slots.length)];
    along[i] = products[ofS];
    along[memory + i] = products[ofP];
    if (!convex) return;
    sy[i * memory + slot] = products[ofS + 1];
    yPy[i * memory + slot] = yPy[slot * memory + i] = products[ofP + 1];
  });
  return { ...own, pairs, sy, yPy, along };
}

/**
 * The quasi-Newton direction −H·g from Pg. H is built from the remembered pairs, starting from γP with
 * γ = sᵀy / yᵀPy of the latest pair. The recursion of the textbook, over products instead of vectors:
 *
 *     q = g − Σ aⱼyⱼ             aᵢ = sᵢᵀq / sᵢᵀyᵢ, the latest pair first
 *     r = γPq + Σ bⱼsⱼ = Hg      bᵢ = aᵢ − yᵢᵀr / sᵢᵀyᵢ, the oldest pair first
 *
 * Source: Nocedal & Wright, algorithm 7.4 and equation 7.20; W. Chen, Z. Wang and J. Zhou, Large-scale L-BFGS using
 * MapReduce (2014), for the products.
 */
export function quasiNewtonDirection(state: HistoryState, scaledGradient: Float64Array): Float64Array {
  const { pairs, sy, yPy, along } = state;
  const memory = memoryOf(state);
  const slots = slotsOf(pairs, memory);
  const [a, b] = [new Float64Array(memory), new Float64Array(memory)];
  const latest = slots.at(-1);
  const gamma = latest === undefined ? 1 : sy[latest * memory + latest] / yPy[latest * memory + latest];

  for (let k = slots.length - 1; k >= 0; k--) {
    const i = slots[k];
    let sq = along[i];
    for (const j of slots.slice(k + 1)) sq -= a[j] * sy[i * memory + j];
    a[i] = sq / sy[i * memory + i];
  }
  for (let k = 0; k < slots.length; k++) {
    const i = slots[k];
    let yPq = along[memory + i];
    for (const j of slots) yPq -= a[j] * yPy[i * memory + j];
    let yr = gamma * yPq;
    for (const j of slots.slice(0, k)) yr += b[j] * sy[j * memory + i];
    b[i] = a[i] - yr / sy[i * memory + i];
  }
  const factors = [-gamma, ...slots.map((j) => -b[j]), ...slots.map((j) => gamma * a[j])];
  const vectors = [scaledGradient, ...vectorsOf(state, slots)];
  return combine(factors, vectors, new Float64Array(scaledGradient.length));
}

const memoryOf = (state: HistoryState): number => state.along.length / 2;

/** The slots in use, from the oldest pair to the latest. */
export const slotsOf = (pairs: number, memory: number): number[] =>
  Array.from({ length: Math.min(pairs, memory) }, (_, k) => (Math.max(0, pairs - memory) + k) % memory);

/** All s, then all p, in the order of the slots. */
const vectorsOf = (state: HistoryState, slots: readonly number[]): Float64Array[] =>
  ["s", "p"].flatMap((name) => slots.map((i) => state[`${name}${i}`] as Float64Array));
