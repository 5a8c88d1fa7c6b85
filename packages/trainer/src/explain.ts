import { type Dataset, encodeFeatures, takeSamples } from "@softmax/datasets";
import type { Features } from "@softmax/tensor-core";
import { type ModelParts, relativeTerm } from "./classifier.js";

/** How a model comes from one sample to its probabilities, every term of it. C classes, m features that are not 0. */
export interface Explanation {
  /** The features j that are not zero in this sample, ascending; [m]. All others contribute nothing. */
  readonly features: Int32Array;
  /** x_j as the model sees them, after encoding; [m]. */
  readonly values: Float64Array;
  /** w_cj · x_j; [C, m], row-major. */
  readonly contributions: Float64Array;
  /** z_c = Σ_j w_cj · x_j + b_c; [C]. */
  readonly logits: Float64Array;
  /** The largest logit, which is subtracted from all so that no exponential overflows; no probability changes. */
  readonly max: number;
  /** e^(z_c − max); with the sigmoid link σ(z_c) / σ(max). [C], the largest is 1. */
  readonly terms: Float64Array;
  /** Σ_c terms_c, at least 1. */
  readonly normalizer: number;
  /** terms_c / normalizer; [C]. */
  readonly probabilities: Float64Array;
}

/**
 * The sum behind each logit of one sample, and the way from logits to probabilities:
 * z_c = Σ_j w_cj · x_j + b_c, then p_c = e^(z_c − max) / Σ_k e^(z_k − max).
 *
 * @throws RangeError for a row that the dataset does not have; DataError where a column that the model needs is
 * missing or of another kind.
 * @example
 * const iris = await loadDataset("iris");
 * const { model } = await fit(iris);
 * const { contributions, logits, probabilities } = explain(model, iris, 0);
 * const setosa = contributions.slice(0, 4).reduce((sum, term) => sum + term, model.bias[0]);
 * Math.abs(setosa - logits[0]) < 1e-12; // true
 * probabilities[0] > 0.9; // true
 */
export function explain(model: ModelParts, dataset: Dataset, row: number): Explanation {
  const { encoders, classes, weights, bias, link } = model;
  if (!(Number.isInteger(row) && row >= 0 && row < dataset.nSamples))
    throw new RangeError(`explain: row ${row}, but there are ${dataset.nSamples}; rows count from 0`);
  const { features: x } = encodeFeatures(encoders, takeSamples(dataset, Int32Array.of(row)), "float64");
  const { columns: features, values } = nonZeros(x);
  const [d, m] = [x.nColumns, features.length];
  const contributions = Float64Array.from(
    { length: classes.length * m },
    (_, k) => weights[Math.floor(k / m) * d + features[k % m]] * values[k % m],
  );
  const logits = bias.map((b, c) => sum(contributions.subarray(c * m, (c + 1) * m)) + b);
  const max = Math.max(...logits);
  const terms = logits.map((z) => relativeTerm(z, max, link));
  const normalizer = sum(terms);
  const probabilities = terms.map((term) => term / normalizer);
  return { features, values, contributions, logits, max, terms, normalizer, probabilities };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** The entries of a single row that are not zero. */
function nonZeros(x: Features): { readonly columns: Int32Array; readonly values: Float64Array } {
  const [columns, values] =
    x.kind === "csr"
      ? [x.columns, Float64Array.from(x.values)]
      : [Int32Array.from(x.data, (_, j) => j), Float64Array.from(x.data, (value) => x.scale * value)];
  const kept = Array.from(values.keys()).filter((k) => values[k] !== 0);
  return {
    columns: Int32Array.from(kept, (k) => columns[k]),
    values: Float64Array.from(kept, (k) => values[k]),
  };
}
