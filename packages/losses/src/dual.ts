import {
  type DualAscent,
  type DualPoint,
  type DualProblem,
  dualAscent,
  type KernelVariant,
  type LinearKernel,
  type Precision,
} from "@softmax/tensor-core";
import { exp, log } from "@softmax/tensor-core/elementary";

export interface CrossEntropyDualOptions extends DualProblem {
  /** The same features, bound to kernels. */
  readonly kernel: LinearKernel;
  readonly precision: Precision;
  /** Which loops take the epochs. */
  readonly variant: KernelVariant;
}

/** The dual of a linear objective, in the form that `sdca` of `@softmax/optim` takes. */
export interface CrossEntropyDual {
  start(params: Float64Array): DualPoint & { readonly head: number; readonly value?: number };
  readonly ascend: DualAscent;
}

/** Of the samples, those that the first of the first epoch finds as if moved: a few, for a start at W = 0. */
const HEAD = 1 / 20;

/**
 * The dual of softmax cross-entropy over sparse features with an l2 penalty. Every sample has a distribution a_i over
 * the classes; with e_y the one that is all on its class and H the entropy,
 *
 *     F(W, b) ≥ mean_i w_i H(a_i) − ½·l2·‖W(a)‖²,    W(a) = (1 / (n·l2)) Σ_i w_i (e_{y_i} − a_i) x_iᵀ
 *
 * for all a with mean_i w_i (e_{y_i} − a_i) = 0, and equal at the minimum, where a_i = softmax(W x_i + b). X is
 * copied for the epochs.
 *
 * `start` takes a_i = softmax(W x_i + b) of the given params; where W is 0, a_i = e_{y_i}, which an empty array stands for, and
 * the biases that are best without weights: F(0, b) = mean_i w_i (ln Σ_c e^b_c − b_{y_i}) takes no pass.
 *
 * @throws RangeError where sizes do not fit together, a target is not a class, or l2 is not positive.
 * @example
 * const features = { kind: "csr", values: Float64Array.of(1, 1), columns: Int32Array.of(0, 1),
 *   rowStarts: Int32Array.of(0, 1, 2), nRows: 2, nColumns: 2 };
 * const dual = crossEntropyDual({
 *   features, kernel: referenceKernels.linear(features, "float64"), targets: Int32Array.of(0, 1),
 *   nClasses: 2, l2: 0.5, precision: "float64", variant: "reference",
 * });
 * const { params } = dual.start(new Float64Array(6));
 * params; // [0, 0, 0, 0, -0.6931, -0.6931], ln ½
 */
export function crossEntropyDual(options: CrossEntropyDualOptions): CrossEntropyDual {
  const { precision, variant, nClasses: C } = options;
  const { nRows: n, nColumns: d } = options.features;
  const ascend = dualAscent(options, precision, variant);
  const hasWeights = (params: Float64Array) => {
    for (let k = 0; k < C * d; k++) if (params[k] !== 0) return true;
    return false;
  };

  return {
    start(params) {
      if (hasWeights(params)) return { ...pointNear(params, options), head: n };
      const point = pointAtTargets(params, options);
      return { ...point, head: n * HEAD, value: lossOfBias(point.params.subarray(C * d), options) };
    },
    ascend,
  };
}

/** mean_i w_i (ln Σ_c e^b_c − b_{y_i}). */
function lossOfBias(b: Float64Array, { targets, weights }: DualProblem): number {
  const top = b.reduce((most, z) => Math.max(most, z), Number.NEGATIVE_INFINITY);
  const logSum = top + log(b.reduce((sum, z) => sum + exp(z - top), 0));
  let loss = 0;
  for (let i = 0; i < targets.length; i++) loss += (weights ? weights[i] : 1) * (logSum - b[targets[i]]);
  return loss / Math.max(targets.length, 1);
}

/** a = e_y, W = 0 and b_c = ln of the share of class c, of which half a sample is taken to have been seen before. */
function pointAtTargets({ length }: Float64Array, { targets, nClasses: C, weights }: DualProblem): DualPoint {
  const counts = new Float64Array(C).fill(0.5);
  targets.forEach((y, i) => {
    counts[y] += weights ? weights[i] : 1;
  });
  const params = new Float64Array(length);
  params.set(
    counts.map((count) => log(count / (targets.length + C / 2))),
    length - C,
  );
  return { params, dual: new Float64Array(0) };
}

/** a = softmax(W x + b), W(a) and b. */
function pointNear(params: Float64Array, options: CrossEntropyDualOptions): DualPoint {
  const { kernel, targets, nClasses: C, weights, l2 } = options;
  const all = { from: 0, to: targets.length };
  const dual = new Float64Array(targets.length * C);
  kernel.logits(params, all, dual);
  for (let i = 0; i < targets.length; i++) softmaxInPlace(dual.subarray(i * C, (i + 1) * C));
  const rest = new Float64Array(dual.length);
  targets.forEach((y, i) => {
    const share = (weights ? weights[i] : 1) / (targets.length * l2);
    for (let c = 0; c < C; c++) rest[i * C + c] = share * ((c === y ? 1 : 0) - dual[i * C + c]);
  });
  const start = new Float64Array(params.length);
  kernel.accumulate(rest, all, start);
  start.set(params.subarray(params.length - C), params.length - C);
  return { params: start, dual };
}

function softmaxInPlace(z: Float64Array): void {
  const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let c = 0; c < z.length; c++) {
    z[c] = exp(z[c] - top);
    sum += z[c];
  }
  for (let c = 0; c < z.length; c++) z[c] /= sum;
}
