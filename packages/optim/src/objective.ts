import type { RandomKey, RowRange } from "@softmax/tensor-core";
import type { Dual } from "./dual.js";
import type { ApplyPreconditioner } from "./history.js";

/**
 * What a solver minimizes: F(θ) = f(θ) + Σ_j l1_j |θ_j| with f smooth, over flat float64 parameters θ.
 *
 * Solvers pass arrays of their own as `gradient` and `out` and read them back at once; an objective keeps
 * none of the arrays it is given.
 *
 * @example
 * const parabola = {
 *   size: 1,
 *   valueAndGradient([x], gradient) {
 *     gradient[0] = x - 3;
 *     return (x - 3) ** 2 / 2;
 *   },
 * };
 * minimize(parabola, new Float64Array(1), lbfgs()).params; // [3]
 */
export interface Objective {
  readonly size: number;
  /** Returns f(θ) and overwrites `gradient` with ∇f(θ). */
  valueAndGradient(params: Float64Array, gradient: Float64Array): number;
  /** out ← ∇²f(θ) · direction. */
  hvp?(params: Float64Array, direction: Float64Array, out: Float64Array): void;
  /** What the objective can tell of its own Hessian, for preconditioners. */
  readonly curvature?: Curvature;
  /** What `sdca` needs. */
  readonly dual?: Dual;
  /** The same function in more precise arithmetic, for when rounding in this one hides any further decrease. */
  refined?(): Objective;
  /** Strength of the l1 penalty on each parameter, [size]; none where absent. */
  readonly l1?: Float64Array;
  /** An upper bound on the curvature of f, ‖∇²f(θ)‖₂ ≤ lipschitz for every θ: 1/lipschitz is a safe step. */
  readonly lipschitz?: number;
  /** Samples the mean in f runs over; with `batch`, what mini-batch optimizers need. */
  readonly nSamples?: number;
  /** Returns an unbiased estimate of f from these rows and overwrites `gradient` with its gradient. */
  batch?(params: Float64Array, rows: RowRange, gradient: Float64Array): number;
  /** The same from rows of an order of the objective's own, in place of `batch` where samples cannot be had in any order. */
  shuffledBatch?(params: Float64Array, rows: ShuffledRows, gradient: Float64Array): number;
}

/** Places from … to − 1 in the order that an objective gives all its samples for this key. */
export interface ShuffledRows extends Pick<RowRange, "from" | "to"> {
  readonly key: RandomKey;
}

/** Which samples a curvature is estimated from. */
export interface CurvatureSample {
  /** How many rows; all of them, and no chance, where there are no more. */
  readonly rows: number;
  /** Of the drawing, a whole number ≥ 0. */
  readonly seed: number;
}

/**
 * Approximations of ∇²f(θ) in growing order of cost and of likeness; `undefined` where nothing usable came of
 * one. Each is a function of its arguments alone, so that a resumed run builds the same again.
 */
export interface Curvature {
  /** The inverse of an approximation with a block for each class. */
  blocks(params: Float64Array, sample: CurvatureSample): ApplyPreconditioner | undefined;
  /** The inverse of one with the same block for every class. */
  gram(params: Float64Array, sample: CurvatureSample): ApplyPreconditioner | undefined;
  /** The diagonal of an approximation, [size], positive. */
  diagonal(params: Float64Array, sample: CurvatureSample): Float64Array | undefined;
  /** One of these approximations itself, for proximal methods. */
  metric?(
    name: "blocks" | "gram" | "diagonal",
    params: Float64Array,
    sample: CurvatureSample,
  ): Metric | undefined;
}

/** A symmetric positive semidefinite matrix M [size, size], by columns. */
export interface Metric {
  /** M_jj, [size], positive. */
  readonly diagonal: Float64Array;
  /** out ← out + factor · M e_j, e_j the j-th unit vector. */
  addColumn(j: number, factor: number, out: Float64Array): void;
}
