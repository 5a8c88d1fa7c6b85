import type { Features, Precision } from "@softmax/tensor-core";
import type { Dataset, Label } from "./dataset.js";

/**
 * How columns become features. Fitted on the training rows only, saved in the model, applied by `predict`;
 * columns are found by name. Each encoder yields one or more features, in this order.
 */
export type Encoder = NumberEncoder | OneHotEncoder | TextEncoder | BlockEncoder;

/** x ↦ (x − mean) / deviation, missing values first replaced by the training median. */
export interface NumberEncoder {
  readonly kind: "number";
  readonly column: string;
  readonly median: number;
  /** 0 and 1 where not standardised; the deviation is the population's, 1 for a constant column. */
  readonly mean: number;
  readonly deviation: number;
}

/** One feature a category, 1 where it matches; an unseen or missing category is all zeros. */
export interface OneHotEncoder {
  readonly kind: "one-hot";
  readonly column: string;
  readonly categories: readonly string[];
}

/** Words and word pairs of a text, counted and weighted; see `text.ts`. */
export interface TextEncoder {
  readonly kind: "text";
  readonly column: string;
  readonly method: "tf-idf" | "hashing";
  /** tf-idf: the vocabulary, ascending, and its inverse document frequencies. */
  readonly vocabulary?: readonly string[];
  readonly idf?: Float64Array;
  /** hashing: the number of buckets, a power of two. */
  readonly buckets?: number;
  readonly ngrams: 1 | 2;
}

/** The block's own features times `scale`, standardised where mean and deviation are given. */
export interface BlockEncoder {
  readonly kind: "block";
  readonly column: string;
  readonly nFeatures: number;
  readonly scale: number;
  readonly mean?: Float64Array;
  readonly deviation?: Float64Array;
}

export interface EncoderOptions {
  /** Columns to use, in order; default all but the label and the weight. */
  readonly columns: readonly string[];
  /** Default: on for number columns and float blocks, off for images, sparse rows and text. */
  readonly standardize?: boolean;
  /** Multiplies the features of number columns and blocks first; default 1. */
  readonly scale?: number;
  /** String columns to read as text rather than as categories. */
  readonly text?: { readonly columns: readonly string[]; readonly method: "tf-idf" | "hashing" };
}

/** What `fitEncoders`, `encodeFeatures` and `encodeLabels` must do; implementations follow in this file. */
export interface EncodedFeatures {
  readonly features: Features;
  /** Values that fell outside what training saw, by column: how many unseen categories, how many imputed. */
  readonly unseen: Readonly<Record<string, number>>;
  readonly imputed: Readonly<Record<string, number>>;
}

export interface EncodedLabels {
  /** Class index of every row; −1 where the label is missing or not among the classes. */
  readonly targets: Int32Array;
  /** Ascending: numbers by value, strings by code point. */
  readonly classes: readonly Label[];
}

export declare function fitEncoders(
  dataset: Dataset,
  rows: Int32Array,
  options: EncoderOptions,
): readonly Encoder[];
export declare function encodeFeatures(
  encoders: readonly Encoder[],
  dataset: Dataset,
  precision: Precision,
): EncodedFeatures;
export declare function encodeLabels(
  dataset: Dataset,
  column: string,
  classes?: readonly Label[],
): EncodedLabels;
