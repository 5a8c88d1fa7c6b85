import type { Targets } from "@softmax/tensor-core";

/**
 * A loss ℓ(z, y) of one sample's logits z [C] and target y, in the form the training loop uses: over a
 * block of n rows, without allocation. `logits`, `gradient`, `direction` and `out` are [n, C] row-major;
 * `targets` are those of the same n rows: class indices [n] or distributions [n, C].
 */
export interface Loss {
  readonly name: string;
  /** Convex in the logits, so that with a linear model the objective is convex in the parameters. */
  readonly convex: boolean;
  /** Set where `LinearKernel.crossEntropy` is this very loss, so that X need be read only once. */
  readonly fused?: boolean;
  /**
   * Set where ℓ(z + t, y) = ℓ(z, y) for every number t added to all logits, as where ℓ depends on softmax(z):
   * the gradient then sums to 0 over the classes, and so do the rows of the second derivative.
   */
  readonly shiftInvariant?: boolean;
  /** Set where the columns of soft targets are independent labels in [0, 1] that need not sum to 1. */
  readonly multiLabel?: boolean;
  /** values[i] ← ℓ(z_i, y_i) and, where `gradient` is given, gradient[i, c] ← ∂ℓ/∂z_ic. */
  evaluate(
    logits: Float64Array,
    targets: Targets,
    nClasses: number,
    values: Float64Array,
    gradient?: Float64Array,
  ): void;
  /** out[i, ·] ← (∂²ℓ/∂z²)(z_i, y_i) · direction[i, ·]; absent where the loss has no second derivative. */
  hvp?(
    logits: Float64Array,
    targets: Targets,
    nClasses: number,
    direction: Float64Array,
    out: Float64Array,
  ): void;
  /**
   * out[i, c] ← ∂²ℓ/∂z_c² at z_i, the diagonal of the second derivative, never negative. Present where the loss
   * is convex and its second derivative does not depend on the target.
   */
  curvature?(logits: Float64Array, nClasses: number, out: Float64Array): void;
}
