import { type Encoder, encodeFeatures, featureCount, type Label } from "@softmax/datasets/encoders";
import {
  type Features,
  type Kernels,
  type LinearKernel,
  type Predictor,
  referenceKernels,
} from "@softmax/tensor-core";
import { exp } from "@softmax/tensor-core/elementary";
import { asDataset, type Samples } from "./samples.js";

/**
 * A trained linear classifier. For a sample x, encoded as in training, logits z_c = w_c · x + b_c for each
 * of C classes; probabilities are their softmax, p_c = e^{z_c} / Σ_k e^{z_k}.
 */
export interface Model extends ModelParts {
  /** Class probabilities, [n, C] row-major; every row sums to 1. */
  predictProbabilities(samples: Samples): Float64Array;
  /** The most probable label of every sample; of equally probable ones the lowest class. */
  predict(samples: Samples): Label[];
  /** z [n, C], row-major. */
  logits(samples: Samples): Float64Array;
}

/** What a model file holds. */
export interface ModelParts {
  /** Ascending: numbers by value, strings by code point. */
  readonly classes: readonly Label[];
  /** Column that training predicted. */
  readonly label?: string;
  readonly encoders: readonly Encoder[];
  /** W [C, d], row-major, over the encoded features. */
  readonly weights: Float64Array;
  /** b [C]. */
  readonly bias: Float64Array;
  /** How logits become probabilities: `sigmoid` where training fitted one-vs-rest, else `softmax`. */
  readonly link: "softmax" | "sigmoid";
  /** How it came about; empty for a model put together by hand. */
  readonly training: Readonly<Record<string, unknown>>;
}

/**
 * A model that predicts, from its parts.
 *
 * @param kernels The loops that multiply; default the plain float64 ones, which run anywhere.
 * @throws RangeError where the sizes of classes, encoders, weights and bias do not match.
 * @example
 * const model = createModel({
 *   classes: ["cold", "warm"],
 *   encoders: [{ kind: "number", column: "celsius", median: 15, mean: 15, deviation: 5 }],
 *   weights: Float64Array.of(-1, 1),
 *   bias: Float64Array.of(0, 0),
 *   link: "softmax",
 *   training: {},
 * });
 * model.predict([{ celsius: 4 }, { celsius: 24 }]); // ["cold", "warm"]
 * model.predictProbabilities([[15]]); // [0.5, 0.5]
 */
export function createModel(parts: ModelParts, kernels: Kernels = referenceKernels): Model {
  const { classes, encoders, link } = parts;
  const mismatch = sizeMismatch(parts);
  if (mismatch) throw new RangeError(`createModel: ${mismatch}`);
  const predictor = predictorOf(parts, kernels);
  const encode = (samples: Samples) =>
    encodeFeatures(encoders, asDataset(samples, encoders), "float64").features;

  const logits = (samples: Samples) => logitsOf(predictor, encode(samples));
  return {
    ...parts,
    logits,
    predictProbabilities: (samples) => predictedProbabilities(predictor, encode(samples), link),
    predict: (samples) => Array.from(argmaxRows(logits(samples), classes.length), (c) => classes[c]),
  };
}

/** The model's parameters, bound to kernels in float64. */
export const predictorOf = (
  { weights, bias }: Pick<ModelParts, "weights" | "bias">,
  kernels: Kernels,
): Predictor => kernels.predictor(joinParams(weights, bias), weights.length / bias.length, "float64");

/** What is wrong with the sizes of a model's parts, in a sentence; undefined where nothing is. */
export function sizeMismatch({
  classes,
  encoders,
  weights,
  bias,
}: Pick<ModelParts, "classes" | "encoders" | "weights" | "bias">): string | undefined {
  const [C, d] = [classes.length, featureCount(encoders)];
  if (C > 0 && bias.length === C && weights.length === C * d) return undefined;
  return `${C} classes and ${d} features need ${C * d} weights and ${C} biases; found ${weights.length} and ${bias.length}`;
}

/**
 * How the logits of a model trained with this loss become probabilities: sigmoids where each class was fitted
 * against the rest, else the softmax. Hinge minimizes margins, not a likelihood: its softmax orders the
 * classes as the logits do and says little about frequencies.
 */
export const linkOf = (loss: string): ModelParts["link"] => (loss === "sigmoid" ? "sigmoid" : "softmax");

/** W [C, d] and b [C] as the flat parameters that kernels and solvers take. */
export function joinParams(weights: Float64Array, bias: Float64Array): Float64Array {
  const params = new Float64Array(weights.length + bias.length);
  params.set(weights);
  params.set(bias, weights.length);
  return params;
}

/** Z [n, C] of encoded features. */
export function logitsOf(predictor: Predictor, features: Features): Float64Array {
  const Z = new Float64Array(features.nRows * predictor.nClasses);
  predictor.logits(features, Z);
  return Z;
}

/** Probabilities [n, C] of encoded features, from one pass over them. */
export function predictedProbabilities(
  predictor: Predictor,
  features: Features,
  link: ModelParts["link"],
): Float64Array {
  const { nClasses } = predictor;
  if (link === "sigmoid") return probabilitiesOf(logitsOf(predictor, features), nClasses, link);
  const p = new Float64Array(features.nRows * nClasses);
  predictor.probabilities(features, p);
  return p;
}

/** Z [n, C] of all rows that are bound to a kernel. */
export const allLogits = (kernel: LinearKernel, params: Float64Array): Float64Array =>
  logitsInOnePlace(params)(kernel);

/** `allLogits` of kernels one after the other: each time in the same place, which grows where it must. */
export function logitsInOnePlace(params: Float64Array): (kernel: LinearKernel) => Float64Array {
  let place = new Float64Array(0);
  return (kernel) => {
    const { nRows, nColumns } = kernel;
    const length = (nRows * params.length) / (nColumns + 1);
    if (place.length < length) place = new Float64Array(length);
    kernel.logits(params, { from: 0, to: nRows }, place);
    return place.subarray(0, length);
  };
}

/** p ← probabilities [n, C] of logits: softmax by row, or sigmoids divided by their sum. */
export function probabilitiesOf(
  logits: Float64Array,
  nClasses: number,
  link: ModelParts["link"],
  p: Float64Array = new Float64Array(logits.length),
): Float64Array {
  for (let at = 0; at < logits.length; at += nClasses) {
    let max = -Infinity;
    for (let c = 0; c < nClasses; c++) max = Math.max(max, logits[at + c]);
    let sum = 0;
    for (let c = 0; c < nClasses; c++) sum += p[at + c] = relativeTerm(logits[at + c], max, link);
    for (let c = 0; c < nClasses; c++) p[at + c] /= sum;
  }
  return p;
}

/** What a logit puts into the sum that normalizes a row, the largest logit's being 1: e^(z − max) or σ(z) / σ(max). */
export const relativeTerm = (z: number, max: number, link: ModelParts["link"]): number =>
  link === "softmax" ? exp(z - max) : sigmoidRelative(z, max);

/** σ(z) / σ(max), which does not underflow where every z is far below zero. */
function sigmoidRelative(z: number, max: number): number {
  return max < 0 ? (exp(z - max) * (1 + exp(max))) / (1 + exp(z)) : (1 + exp(-max)) / (1 + exp(-z));
}

/** Index of the largest entry of every row; the lowest of equal ones. */
export function argmaxRows(values: Float64Array, nColumns: number): Int32Array {
  const best = new Int32Array(values.length / nColumns);
  for (let i = 0; i < best.length; i++)
    for (let c = 1; c < nColumns; c++)
      if (values[i * nColumns + c] > values[i * nColumns + best[i]]) best[i] = c;
  return best;
}
