import type { BlockLayout, BlockSize } from "./blocks.js";
import type { Features } from "./features.js";
import type { Slot } from "./kernels.slot.js";

/**
 * The few loops that training spends its time in. Every implementation is checked against the plain
 * float64 loops of `kernels.reference.ts`.
 *
 * Legend: n rows, d columns (features), C classes.
 *   X [n, d]   features
 *   params     [C·d + C]: weights W [C, d] row-major, then bias b [C]; gradients and directions alike
 *   Z [n, C]   logits, Z = X Wᵀ + b
 *   p [n, C]   probabilities, p = softmax(Z) by row
 *   w [n]      sample weights (1 when absent)
 */
export interface Kernels {
  /** Recorded in a run, so that it can be repeated: `reference`, `simd`, `relaxed-simd`. */
  readonly name: string;
  readonly threads: number;
  /**
   * Binds X to the kernels: it is put where they want it, and is released with the last object returned for it.
   * The same features bound again, in either precision, take no more memory (unless they are float64 and the
   * precisions differ). Features that have been bound must not change any more.
   *
   * Features that change a little again and again, bound anew each time, would leave garbage of their size behind;
   * `instead` hands the memory on.
   *
   * @param precision `float32` computes in single precision with double-precision sums over blocks of rows, for
   *   relative errors of about 1e-6; `float64` computes in double precision throughout. Any stored type goes
   *   with either. The reference loops compute in float64 always.
   * @param instead a kernel of dense features that is not used any more: its memory is taken where it serves,
   *   and it throws from then on
   * @throws RangeError where the arrays of X do not have the sizes that its shape needs, or a CSR column is
   *   not below `nColumns`
   */
  linear(features: Features, precision: Precision, instead?: LinearKernel): LinearKernel;
  /**
   * Binds a model to the kernels, for rows that come and go: its parameters are put where the kernels want them, rows
   * pass by through a small memory that stays. Where the same rows are looked at more than once, bind them with
   * `linear`. The parameters are copied.
   *
   * @param precision as for `linear`
   * @throws RangeError when the length of `params` is not a multiple of nColumns + 1
   */
  predictor(params: Float64Array, nColumns: number, precision: Precision): Predictor;
  /**
   * A place for blocks of rows that are more than memory holds, one at a time, none larger than `room`. Passes over a
   * whole block cut it as they would a block of `room` rows.
   *
   * @throws RangeError where the host refuses that much memory
   */
  slot(layout: BlockLayout, room: BlockSize): Slot;
  /**
   * Factors A + shift · I = L Lᵀ for symmetric A [n, n], row-major, of which only the lower triangle is read;
   * A is not kept. The factor is released with the returned object. Costs n³/3 operations.
   *
   * @param precision as for `linear`. float32 serves preconditioners: (A + E)⁻¹ with ‖E‖ about n · 6e-8 · ‖A‖.
   * @param shift added to the diagonal, default 0; `shiftedCholesky` finds one that suffices
   * @throws RangeError when the array's length is not n²
   * @throws NotPositiveDefiniteError when A + shift · I is not positive definite in that precision
   */
  cholesky(matrix: Float64Array, n: number, precision: Precision, shift?: number): CholeskyFactor;
}

/** A model [C, d] that is bound. Either method throws a RangeError where X has not d columns or `out` no room. */
export interface Predictor {
  readonly nColumns: number;
  readonly nClasses: number;
  /** out ← Z of all rows of X, [n, C]. */
  logits(features: Features, out: Float64Array): void;
  /** out ← p of all rows of X, [n, C]; every row sums to 1. */
  probabilities(features: Features, out: Probabilities): void;
}

/** p [., C], in either precision, whatever the kernels' is. */
export type Probabilities = Float32Array | Float64Array;

/** The factor of a symmetric positive definite matrix A + shift · I [n, n]. */
export interface CholeskyFactor {
  readonly n: number;
  readonly shift: number;
  /**
   * out ← (A + shift · I)⁻¹ b for each row of b [k, n], k = 0, 1, …; out may be b. Costs 2n² operations a row.
   *
   * @throws RangeError when b's length is not a multiple of n, or out's not b's
   */
  solve(b: Float64Array, out: Float64Array): void;
}

export type Precision = "float32" | "float64";

/** Rows `order[from] … order[to − 1]`, or rows `from … to − 1` where there is no order. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
  readonly order?: Int32Array;
}

/** What the rows should be: class indices 0 … C − 1 [n], or distributions over the classes [n, C]. */
export type Targets = Int32Array | Float64Array;

/**
 * The linear model's passes over X. All arrays passed in and out are plain JavaScript memory.
 * `targets` and `weights` are indexed by row of X, blocks (`logits`, `residuals`) and `rowWeights` by position
 * in the range.
 *
 * Every pass throws a RangeError, before it changes anything, where the length of an array is not what X, the
 * range and the other arrays need, where the range or its order leaves X, or where row weights are negative. C follows from the length of the
 * parameters.
 */
export interface LinearKernel {
  readonly nRows: number;
  readonly nColumns: number;
  /** out ← Z of the rows, [to − from, C]. */
  logits(params: Float64Array, rows: RowRange, out: Float64Array): void;
  /** out ← p of the rows, [to − from, C], in one pass; finite for any finite logits. */
  probabilities(params: Float64Array, rows: RowRange, out: Probabilities): void;
  /** gradient ← gradient + (Rᵀ X, Σ R) for residuals R [to − from, C]. */
  accumulate(residuals: Float64Array, rows: RowRange, gradient: Float64Array): void;
  /**
   * Fused softmax cross-entropy: returns Σ w_i · (−Σ_c y_ic ln p_ic) and adds its gradient
   * Σ w_i (p_i − y_i)(x_i, 1)ᵀ to `gradient`, reading X once. In nats; −ln p is had from the logits
   * as ln Σ_c e^z_c − z, so that it is finite where p underflows.
   */
  crossEntropy(
    params: Float64Array,
    targets: Targets,
    weights: Float64Array | undefined,
    rows: RowRange,
    gradient: Float64Array,
  ): number;
  /**
   * Hessian-vector product of the same sum: with u_i = V x_i + v (direction (V, v)) and
   * r_i = w_i p_i ∘ (u_i − p_i·u_i), out ← out + (Rᵀ X, Σ R). Independent of the targets.
   */
  crossEntropyHvp(
    params: Float64Array,
    weights: Float64Array | undefined,
    direction: Float64Array,
    rows: RowRange,
    out: Float64Array,
  ): void;
  /**
   * out ← out + Σ_k w_k x̃_k x̃_kᵀ over the rows of the range, where x̃ = (x, 1): [d + 1, d + 1], row-major, both
   * triangles. Its last row holds the weighted column sums, its last entry Σ w. Weights are 1 when absent, and
   * may be zero but not negative. With w_k = p_kc (1 − p_kc) it is class c's diagonal block of the Hessian of
   * the same sum. Costs n·d² operations and, for CSR features, Σ (entries of a row)².
   */
  gram(rowWeights: Float64Array | undefined, rows: RowRange, out: Float64Array): void;
  /** out ← out + the diagonal of `gram`: Σ w x² by column, and then Σ w, [d + 1]. As fast for CSR as for dense. */
  gramDiagonal(rowWeights: Float64Array | undefined, rows: RowRange, out: Float64Array): void;
}
