import { boundedMessage, type Features } from "@softmax/tensor-core";

/**
 * Labelled data as it was read, before any encoding: columns of equal length, one of which may be the
 * label. Values keep the user's type; images and matrices stay together as one block.
 */
export interface Dataset {
  readonly name: string;
  readonly nSamples: number;
  readonly columns: readonly Column[];
  /** The label's column where the format says which it is (svmlight, IDX, CIFAR, image folders). */
  readonly label?: string;
  /** Held-out samples that came with the data, columns alike. */
  readonly test?: Dataset;
  /** Rows that come before these in a larger dataset, which errors count too; default 0. */
  readonly firstRow?: number;
}

/** What a dataset, or a chunk of one, is called, and where it begins. */
export type Place = Pick<Dataset, "name" | "firstRow">;

/** `flowers.csv, row 7`: rows count from 1, through all chunks of a dataset. */
export const rowPlace = ({ name, firstRow = 0 }: Place, row: number): string =>
  `${name}, row ${firstRow + row + 1}`;

export type Column = NumberColumn | StringColumn | BlockColumn;

/**
 * Numbers; NaN is a missing value. `parseCsv` keeps them in the first of these types that holds every one
 * exactly: a column of small whole numbers is a byte a sample.
 */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  readonly values: NumberArray;
}

export type NumberArray = Uint8Array | Float32Array | Float64Array;

/** Strings, each stored once: sample i is `categories[codes[i]]`, or missing where the code is −1. */
export interface StringColumn {
  readonly kind: "string";
  readonly name: string;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
}

/** Features that belong together: pixels, a matrix, sparse rows. */
export interface BlockColumn {
  readonly kind: "block";
  readonly name: string;
  readonly features: Features;
  /** A name for each feature; `name[j]` where absent. */
  readonly featureNames?: readonly string[];
  /** Set when each row is an image: pixels in this layout. */
  readonly image?: ImageLayout;
}

export interface ImageLayout {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** `planar`: all of one channel, then the next (CIFAR-10); `interleaved`: channel fastest. */
  readonly order: "planar" | "interleaved";
}

/** A label as the user wrote it. */
export type Label = string | number;

/** Data that cannot be read or used; the message names the place, what was found and what was expected. */
export class DataError extends Error {
  override readonly name = "DataError";

  constructor(message: string, options?: ErrorOptions) {
    super(boundedMessage(message), options);
  }
}
