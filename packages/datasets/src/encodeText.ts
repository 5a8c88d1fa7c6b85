import { type CsrFeatures, compareCodePoints, type Precision } from "@softmax/tensor-core";
import { log } from "@softmax/tensor-core/elementary";
import type { StringColumn } from "./dataset.js";
import type { TextEncoder } from "./encoder.js";
import { countTerms, hashTerm } from "./textTerms.js";

const HASH_BUCKETS = 2 ** 18;

/** Takes texts in pieces; any pieces give the same encoder. */
export interface TextFitter {
  /** Takes the given rows of the next piece. */
  add(column: StringColumn, rows: Int32Array): void;
  finish(): TextEncoder;
}

/**
 * Learns the vocabulary of the training texts: every term found in at least two of them (every term, where
 * there is none such), with its inverse document frequency
 *
 *     idf_t = ln((1 + n) / (1 + df_t)) + 1,   n texts, df_t of them with term t,
 *
 * as scikit-learn smooths it. Hashing learns nothing: each term falls into one of 2¹⁸ buckets.
 */
export function textFitter(column: string, method: TextEncoder["method"]): TextFitter {
  if (method === "hashing")
    return { add() {}, finish: () => ({ kind: "text", column, method, buckets: HASH_BUCKETS, ngrams: 2 }) };
  const frequencies = new Map<string, number>();
  let n = 0;
  return {
    add({ codes, categories }, rows) {
      n += rows.length;
      const counts = new Int32Array(categories.length);
      for (const row of rows) if (codes[row] !== -1) counts[codes[row]]++;
      for (const [code, count] of counts.entries())
        if (count > 0)
          for (const term of countTerms(categories[code], 2).keys())
            frequencies.set(term, (frequencies.get(term) ?? 0) + count);
    },
    finish() {
      const common = [...frequencies.keys()].filter((term) => frequencies.get(term)! > 1);
      const vocabulary = (common.length > 0 ? common : [...frequencies.keys()]).sort(compareCodePoints);
      const idf = Float64Array.from(vocabulary, (term) => log((1 + n) / (1 + frequencies.get(term)!)) + 1);
      return { kind: "text", column, method, vocabulary, idf, ngrams: 2 };
    },
  };
}

/**
 * Rows of term weights, each of Euclidean length 1 (all zeros where no term is known): tf-idf weighs a term
 * by count · idf; hashing by ±count, the sign from another bit of the hash so that collisions cancel on
 * average (Weinberger et al., "Feature hashing for large scale multitask learning", 2009).
 */
export function encodeText(encoder: TextEncoder, column: StringColumn, precision: Precision): CsrFeatures {
  const { codes, categories } = column;
  const weigh = encoder.method === "hashing" ? hashWeights(encoder) : tfIdfWeights(encoder);
  const texts = categories.map((text) => unitRow(weigh(countTerms(text, encoder.ngrams))));
  const nRows = codes.length;
  const rowStarts = new Int32Array(nRows + 1);
  for (let i = 0; i < nRows; i++) rowStarts[i + 1] = rowStarts[i] + (texts[codes[i]]?.columns.length ?? 0);
  const values =
    precision === "float32" ? new Float32Array(rowStarts[nRows]) : new Float64Array(rowStarts[nRows]);
  const columns = new Int32Array(rowStarts[nRows]);
  for (let i = 0; i < nRows; i++) {
    if (codes[i] === -1) continue;
    columns.set(texts[codes[i]].columns, rowStarts[i]);
    values.set(texts[codes[i]].values, rowStarts[i]);
  }
  const nColumns = encoder.buckets ?? encoder.vocabulary!.length;
  return { kind: "csr", values, columns, rowStarts, nRows, nColumns };
}

type Weights = Map<number, number>;

function tfIdfWeights({ vocabulary, idf }: TextEncoder): (counts: Map<string, number>) => Weights {
  const index = new Map(vocabulary!.map((term, j) => [term, j]));
  return (counts) => {
    const weights: Weights = new Map();
    for (const [term, count] of counts) {
      const j = index.get(term);
      if (j !== undefined) weights.set(j, count * idf![j]);
    }
    return weights;
  };
}

function hashWeights({ buckets }: TextEncoder): (counts: Map<string, number>) => Weights {
  return (counts) => {
    const weights: Weights = new Map();
    for (const [term, count] of counts) {
      const hash = hashTerm(term);
      const j = hash & (buckets! - 1);
      weights.set(j, (weights.get(j) ?? 0) + (hash >>> 31 ? count : -count));
    }
    return weights;
  };
}

/** The entries other than zero by ascending index, divided by their Euclidean length. */
function unitRow(weights: Weights): { readonly columns: Int32Array; readonly values: Float64Array } {
  for (const [j, weight] of weights) if (weight === 0) weights.delete(j);
  const columns = Int32Array.from(weights.keys()).sort();
  const values = Float64Array.from(columns, (j) => weights.get(j)!);
  const length = Math.sqrt(values.reduce((sum, weight) => sum + weight * weight, 0));
  return { columns, values: values.map((weight) => weight / length) };
}
