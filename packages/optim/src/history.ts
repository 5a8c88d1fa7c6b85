import type { WatchedState } from "./stall.js";
import { dot, norm } from "./vector.js";

/** A linear map that approximates the inverse of the Hessian: out ← P · gradient, P symmetric and positive. */
export type ApplyPreconditioner = (gradient: Float64Array, out: Float64Array) => void;

/**
 * The pairs s = θ⁺ − θ, y = ∇f(θ⁺) − ∇f(θ) of limited-memory quasi-Newton methods, as fields of a state:
 * pair k lies in `s{k mod memory}` and `y{k mod memory}`, its sᵀy in `curvatures[k mod memory]`.
 */
export interface HistoryState extends WatchedState {
  /** How many pairs have been remembered since the history was last forgotten. */
  readonly pairs: number;
  readonly curvatures: Float64Array;
}

export const emptyHistory = (memory: number) => ({ pairs: 0, curvatures: new Float64Array(memory) });

/**
 * The fields that change when a pair is remembered: none where its curvature sᵀy is not positive beyond
 * rounding, which would make the approximation indefinite.
 */
export function remember(state: HistoryState, s: Float64Array, y: Float64Array): Partial<HistoryState> {
  const sy = dot(s, y);
  if (!(sy > 1e-10 * norm(s) * norm(y))) return {};
  const slot = state.pairs % state.curvatures.length;
  const curvatures = state.curvatures.slice();
  curvatures[slot] = sy;
  return { pairs: state.pairs + 1, curvatures, [`s${slot}`]: s, [`y${slot}`]: y };
}

/**
 * The quasi-Newton direction −H·gradient. H is built from the remembered pairs, starting from γI with
 * γ = sᵀy / yᵀy of the latest pair, or from γP with γ = sᵀy / yᵀPy where there is a preconditioner.
 *
 * Source: Nocedal & Wright, algorithm 7.4 and equation 7.20.
 */
export function quasiNewtonDirection(
  state: HistoryState,
  gradient: Float64Array,
  precondition: ApplyPreconditioner = (g, out) => out.set(g),
): Float64Array {
  const memory = state.curvatures.length;
  const [first, end] = [Math.max(0, state.pairs - memory), state.pairs];
  const pair = (k: number) => ({
    s: state[`s${k % memory}`] as Float64Array,
    y: state[`y${k % memory}`] as Float64Array,
    sy: state.curvatures[k % memory],
  });

  const q = new Float64Array(gradient);
  const a = new Float64Array(memory);
  for (let k = end - 1; k >= first; k--) {
    const { s, y, sy } = pair(k);
    a[k % memory] = dot(s, q) / sy;
    for (let j = 0; j < q.length; j++) q[j] -= a[k % memory] * y[j];
  }
  const direction = new Float64Array(q.length);
  if (end > first) {
    const { y, sy } = pair(end - 1);
    precondition(y, direction);
    const scale = sy / dot(y, direction);
    precondition(q, direction);
    for (let j = 0; j < q.length; j++) direction[j] *= scale;
  } else precondition(q, direction);
  for (let k = first; k < end; k++) {
    const { s, y, sy } = pair(k);
    const factor = a[k % memory] - dot(y, direction) / sy;
    for (let j = 0; j < q.length; j++) direction[j] += factor * s[j];
  }
  for (let j = 0; j < q.length; j++) direction[j] = -direction[j];
  return direction;
}
