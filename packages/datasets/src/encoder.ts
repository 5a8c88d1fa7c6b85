import type { ImageLayout } from "./dataset.js";

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

/** Words and word pairs of a text, counted and weighted; see `textTerms.ts`. */
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
  /** Names that came with the data; `column[j]` where absent. */
  readonly featureNames?: readonly string[];
  /** Set when each row is an image, so that weights can be shown as one. */
  readonly image?: ImageLayout;
  readonly scale: number;
  readonly mean?: Float64Array;
  readonly deviation?: Float64Array;
}

/** Features each encoder yields, added up: the d of the model. */
export const featureCount = (encoders: readonly Encoder[]): number =>
  encoders.reduce((sum, encoder) => sum + encoderWidth(encoder), 0);

/** Features that one encoder yields. */
export function encoderWidth(encoder: Encoder): number {
  if (encoder.kind === "number") return 1;
  if (encoder.kind === "one-hot") return encoder.categories.length;
  if (encoder.kind === "block") return encoder.nFeatures;
  return encoder.method === "hashing" ? encoder.buckets! : encoder.vocabulary!.length;
}

/** A name for every feature: `age`, `color=red`, `SMS:free entry`, `pixels[3]`, in the order of the weights. */
export const featureNames = (encoders: readonly Encoder[]): string[] => encoders.flatMap(namesOf);

function namesOf(encoder: Encoder): string[] {
  const { column } = encoder;
  if (encoder.kind === "number") return [column];
  if (encoder.kind === "one-hot") return encoder.categories.map((category) => `${column}=${category}`);
  if (encoder.kind === "text" && encoder.vocabulary)
    return encoder.vocabulary.map((term) => `${column}:${term}`);
  const named = encoder.kind === "block" ? encoder.featureNames : undefined;
  return named?.slice() ?? Array.from({ length: encoderWidth(encoder) }, (_, j) => `${column}[${j}]`);
}
