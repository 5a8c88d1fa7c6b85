import { customVjp, div, full, mul, reshape, sum, type Targets, Tensor, tensor } from "@softmax/tensor-core";
import { type ClassWeight, rawWeights } from "./classWeight.js";
import type { Loss } from "./loss.js";
import { checkTargets } from "./targets.js";

/** Class indices [n], or a tensor [n, C] of soft labels. Constants: no derivative flows into targets. */
export type TensorTargets = Tensor | ArrayLike<number>;

export interface ReductionOptions {
  /**
   * Over the samples, with weights w_i: `"mean"` is Σ w_i ℓ_i / Σ w_i, a scalar; `"sum"` is Σ w_i ℓ_i, a
   * scalar; `"none"` is w_i ℓ_i, [n]. Default `"mean"`; the mean over nothing is 0.
   */
  readonly reduction?: "mean" | "sum" | "none";
  /** One weight ≥ 0 a sample, [n]. Default 1. */
  readonly sampleWeight?: ArrayLike<number>;
}

export interface WeightedOptions extends ReductionOptions {
  /** Multiplies the sample weight by that of the sample's class. Default 1. */
  readonly classWeight?: ClassWeight;
}

/** The reduced loss of logits [n, C] as a differentiable tensor, its derivatives being the loss's own. */
export function lossOnTensors(
  place: string,
  loss: Loss,
  logits: Tensor,
  targets: TensorTargets,
  options: WeightedOptions,
): Tensor {
  if (logits.shape.length !== 2)
    throw new RangeError(`${place}: logits are [${logits.shape.join(", ")}]; expected [n, C]`);
  const block = blockTargets(place, targets, logits.shape, loss.multiLabel);
  const { sampleWeight, classWeight } = options;
  const weighted = sampleWeight || classWeight;
  const weights = weighted
    ? rawWeights(place, { targets: block, nClasses: logits.shape[1], sampleWeight, classWeight })
    : undefined;
  return reduce(perSample(loss, block)(logits), weights, options.reduction);
}

/** Losses [n] under a reduction, weighted where there are weights. */
function reduce(
  losses: Tensor,
  weights: Float64Array | undefined,
  reduction: ReductionOptions["reduction"] = "mean",
): Tensor {
  const weighted = weights ? mul(losses, tensor(weights, { dtype: losses.dtype })) : losses;
  if (reduction === "none") return weighted;
  const total = sum(weighted);
  if (reduction === "sum") return total;
  const totalWeight = weights ? weights.reduce((a, b) => a + b, 0) : losses.size;
  return div(total, totalWeight || 1);
}

/**
 * Logits [n, C] ↦ ℓ [n]. The gradient is ∂ℓ/∂z from `evaluate`, its own derivative the symmetric Hessian
 * from `hvp` (0, as it is almost everywhere, where the loss has none). There is no third derivative: it
 * comes out as NaN.
 */
function perSample(loss: Loss, targets: Targets): (logits: Tensor) => Tensor {
  const evaluate = (z: Tensor) => {
    const [n, C] = z.shape;
    const values = new Float64Array(n);
    const gradient = new Float64Array(n * C);
    loss.evaluate(float64(z), targets, C, values, gradient);
    return { values, gradient };
  };
  const hessianTimes: (z: Tensor, u: Tensor) => Tensor = customVjp(
    (z: Tensor, u: Tensor) => {
      const out = new Float64Array(z.size);
      loss.hvp?.(float64(z), targets, z.shape[1], float64(u), out);
      return tensor(out, { shape: z.shape, dtype: z.dtype });
    },
    (ct, _value, z) => [full(z.shape, NaN), hessianTimes(z, ct)],
  );
  const gradientOf = customVjp(
    (z: Tensor) => tensor(evaluate(z).gradient, { shape: z.shape, dtype: z.dtype }),
    (ct, _value, z) => [loss.hvp && hessianTimes(z, ct)],
  );
  return customVjp(
    (z: Tensor) => tensor(evaluate(z).values, { dtype: z.dtype }),
    (ct, _value, z) => [mul(reshape(ct, [z.shape[0], 1]), gradientOf(z))],
  );
}

/** The targets in the form of a `Loss`, checked. */
function blockTargets(
  place: string,
  targets: TensorTargets,
  [n, C]: readonly number[],
  multiLabel?: boolean,
): Targets {
  const shape = targets instanceof Tensor ? targets.shape : [targets.length];
  const soft = shape.length === 2;
  if (shape[0] !== n || (soft ? shape[1] !== C : shape.length !== 1))
    throw new RangeError(
      `${place}: targets are [${shape.join(", ")}] but logits are [${n}, ${C}]; expected [${n}] or [${n}, ${C}]`,
    );
  const block = soft ? float64(targets as Tensor) : classIndices(place, targets);
  checkTargets(place, block, C, multiLabel);
  return block;
}

function classIndices(place: string, targets: TensorTargets): Int32Array {
  const values = targets instanceof Tensor ? targets.toArray() : targets;
  return Int32Array.from(values, (value, i) => {
    if (Number.isInteger(value)) return value;
    throw new RangeError(`${place}: the target of row ${i} is ${value} but must be a class index`);
  });
}

/** The elements, row-major, in double precision. */
const float64 = (x: Tensor): Float64Array => {
  const values = x.toArray();
  return values instanceof Float64Array ? values : Float64Array.from(values);
};
