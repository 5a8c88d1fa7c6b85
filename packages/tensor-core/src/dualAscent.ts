import { referenceEpochs } from "./dualAscent.reference.js";
import { wasmEpochs } from "./dualAscent.wasm.js";
import type { CsrFeatures } from "./features.js";
import { checkFeatures } from "./kernels.checked.js";
import type { Precision } from "./kernels.js";

/**
 * What the dual variables belong to: the minimum over W and b of
 *
 *     F(W, b) = mean_i w_i (ln Σ_c e^z_ic − z_i,y_i) + ½·l2·‖W‖²,    z_i = W x_i + b
 *
 * for n samples of d features in C classes.
 */
export interface DualProblem {
  readonly features: CsrFeatures;
  /** Class indices y [n]. */
  readonly targets: Int32Array;
  readonly nClasses: number;
  /** w [n], of mean 1, not negative; 1 where absent. */
  readonly weights?: Float64Array;
  /** Positive. */
  readonly l2: number;
}

/** A point of the primal and the dual that belong together: W = (1 / (n·l2)) Σ_i w_i (e_{y_i} − a_i) x_iᵀ. */
export interface DualPoint {
  /** W [C, d] row-major, then b [C]. */
  readonly params: Float64Array;
  /** a [n, C]: every row a distribution over the classes. */
  readonly dual: Float64Array;
}

export interface DualEpoch extends DualPoint {
  /** mean_i w_i ½‖p_i − a_i‖², every row as it was met: a lower bound of the duality gap then, 0 at the minimum. */
  readonly movement: number;
  /** mean_i w_i ℓ_i, every row as it was met: before its step. */
  readonly loss: number;
}

/**
 * Epochs of stochastic dual coordinate ascent. One visits the rows of X in an order and, with p_i = softmax(z_i), takes
 *
 *     t   = 1 / (1 + w_i ‖x_i‖² / (2 n l2))
 *     a_i ← a_i + t (p_i − a_i)
 *     W   ← W − (t w_i / (n l2)) (p_i − a_i) x_iᵀ
 *
 * which never lowers the dual objective mean_i w_i H(a_i) + mean_i w_i b·(e_{y_i} − a_i) − ½·l2·‖W‖² (H the entropy): the
 * cross-entropy is ½-smooth in its logits. The bias b stays as it is. An epoch touches what is stored of X twice, as a
 * pass for value and gradient does, and multiplies the expected distance to the maximum by at most e^(−1 / (1 + q)),
 * where q is the largest w_i ‖x_i‖² / (2 n l2): the larger l2, the faster.
 *
 * Given a `head` below n, the k-th row is met (from k = 0) as if there were no more than head + k + 1 rows, of which the
 * others have not moved: W x_i counts n / (head + k + 1) times, and so does ‖x_i‖². From a = e_y and W = 0 that makes
 * the first epoch worth two.
 *
 * Source: S. Shalev-Shwartz and T. Zhang, Accelerated proximal stochastic dual coordinate ascent for regularized loss
 * minimization (2014), the procedure with the closed-form step; Stochastic dual coordinate ascent methods (2013),
 * section 4, for the first epoch.
 *
 * Returns new arrays and keeps the latest: going on from them costs no copy.
 */
export type DualAscent = (point: DualPoint, order: Int32Array, head?: number) => DualEpoch;

export type DualVariant = "relaxed-simd" | "simd" | "reference";

/**
 * Binds a problem to loops of that variant: WebAssembly in that precision where the host has it and memory for it, plain
 * float64 loops otherwise.
 *
 * @throws RangeError where sizes do not fit together, a target is not a class, or l2 is not positive; when called, where
 * `order` is not n rows.
 * @example
 * const features = { kind: "csr", values: Float64Array.of(1, 1), columns: Int32Array.of(0, 1),
 *   rowStarts: Int32Array.of(0, 1, 2), nRows: 2, nColumns: 2 };
 * const targets = Int32Array.of(0, 1);
 * const ascend = dualAscent({ features, targets, nClasses: 2, l2: 0.5 }, "float64", "reference");
 * const start = { params: new Float64Array(6), dual: Float64Array.of(1, 0, 0, 1) };
 * ascend(start, Int32Array.of(0, 1)).dual; // [0.6667, 0.3333, 0.3333, 0.6667]
 */
export function dualAscent(problem: DualProblem, precision: Precision, variant: DualVariant): DualAscent {
  checkProblem(problem);
  const ascend =
    (variant === "reference" ? undefined : wasmEpochs(problem, precision, variant)) ??
    referenceEpochs(problem);
  const { features, nClasses } = problem;
  const nParams = nClasses * (features.nColumns + 1);
  return (point, order, head = features.nRows) => {
    checkLength("params", point.params.length, nParams);
    checkLength("dual", point.dual.length, features.nRows * nClasses);
    checkLength("order", order.length, features.nRows);
    for (const i of order)
      if (!(i >= 0 && i < features.nRows))
        throw new RangeError(`dualAscent: order names row ${i}, but X has ${features.nRows} rows`);
    return ascend(point, order, head);
  };
}

/** q_i = w_i ‖x_i‖² / (2 n l2), of which the step's length is 1 / (1 + q_i): dual ascent is fast where they are small. */
export function dualCurvatures({ features, weights, l2 }: Omit<DualProblem, "targets" | "nClasses">) {
  const { values, rowStarts, nRows } = features;
  const q = new Float64Array(nRows);
  for (let i = 0; i < nRows; i++) {
    let squares = 0;
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++) squares += values[k] * values[k];
    q[i] = ((weights ? weights[i] : 1) * squares) / (2 * nRows * l2);
  }
  return q;
}

function checkProblem({ features, targets, nClasses, weights, l2 }: DualProblem): void {
  checkFeatures(features);
  if (!(l2 > 0)) throw new RangeError(`dualAscent: l2 is ${l2} but must be positive`);
  checkLength("targets", targets.length, features.nRows);
  if (weights) checkLength("weights", weights.length, features.nRows);
  for (const y of targets)
    if (!(y >= 0 && y < nClasses))
      throw new RangeError(`dualAscent: a target is ${y}, but the classes are 0 to ${nClasses - 1}`);
}

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected)
    throw new RangeError(`dualAscent: ${what} has ${found} values, expected ${expected}`);
}
