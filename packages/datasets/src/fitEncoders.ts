import { compareCodePoints } from "@softmax/tensor-core";
import { columnStatistics } from "./columnStatistics.js";
import { columnFinder } from "./columns.js";
import {
  type BlockColumn,
  DataError,
  type Dataset,
  type NumberColumn,
  type StringColumn,
} from "./dataset.js";
import type { BlockEncoder, Encoder, NumberEncoder, OneHotEncoder, TextEncoder } from "./encoder.js";
import { fitText } from "./encodeText.js";
import { moments } from "./moments.js";
import { countCodes, readsAsText, refuseDates, refuseStrayText } from "./stringColumns.js";

export interface EncoderOptions {
  /** Columns to use, in this order: those that `chooseColumns` finds. */
  readonly columns: readonly string[];
  /** Default: on for number columns and dense float blocks; off for bytes (images), sparse rows and text. */
  readonly standardize?: boolean;
  /** Multiplies the features of number columns and blocks first; default 1. */
  readonly scale?: number;
  /**
   * How to read text (default tf-idf) and which string columns are text, the others being categories. Default:
   * columns most of whose distinct values have two words or more, and which are the only feature or have a
   * different value in most of the rows.
   */
  readonly text?: { readonly columns?: readonly string[]; readonly method: "tf-idf" | "hashing" };
}

/**
 * Learns from the given rows how the columns become features: medians, means, deviations, categories,
 * vocabularies. Other rows of the dataset have no influence.
 *
 * @param rows the training rows, indices into the dataset
 * @throws DataError for dates, numbers with stray text among them, columns without a value, a
 *   column that does not exist; the message has column and row
 * @example
 * const data = datasetFromRecords([{ x: 1 }, { x: 3 }, { x: 100 }]);
 * fitEncoders(data, Int32Array.of(0, 1), { columns: ["x"] });
 * // [{ kind: "number", column: "x", median: 2, mean: 2, deviation: 1 }]
 */
export function fitEncoders(dataset: Dataset, rows: Int32Array, options: EncoderOptions): readonly Encoder[] {
  const find = columnFinder(dataset);
  return options.columns.map((name) => {
    const column = find(name);
    if (column.kind === "number") return fitNumber(dataset.name, column, rows, options);
    if (column.kind === "block") return fitBlock(dataset.name, column, rows, options);
    return fitStrings(dataset.name, column, rows, options);
  });
}

function fitStrings(
  place: string,
  column: StringColumn,
  rows: Int32Array,
  { columns, text }: EncoderOptions,
): TextEncoder | OneHotEncoder {
  const method = text?.method ?? "tf-idf";
  if (text?.columns?.includes(column.name)) return fitText(column, rows, method);
  refuseDates(place, column, rows);
  const asText = !text?.columns && readsAsText(column, rows, columns.length);
  return asText ? fitText(column, rows, method) : fitOneHot(place, column, rows);
}

function fitNumber(
  place: string,
  { name: column, values }: NumberColumn,
  rows: Int32Array,
  { standardize = true, scale = 1 }: EncoderOptions,
): NumberEncoder {
  const { median, mean, deviation } = columnStatistics(values, rows);
  if (Number.isNaN(median))
    throw new DataError(`${place}: column "${column}" has no value in the training rows; leave it out`);
  return standardize
    ? { kind: "number", column, median, mean, deviation }
    : { kind: "number", column, median, mean: 0, deviation: 1 / scale };
}

/** The categories of the training rows, by code point. */
function fitOneHot(place: string, column: StringColumn, rows: Int32Array): OneHotEncoder {
  refuseStrayText(place, column, rows);
  const counts = countCodes(column, rows);
  const categories = column.categories.filter((_, code) => counts[code] > 0).sort(compareCodePoints);
  if (categories.length === 0)
    throw new DataError(`${place}: column "${column.name}" has no value in the training rows; leave it out`);
  return { kind: "one-hot", column: column.name, categories };
}

function fitBlock(
  place: string,
  { name: column, features, featureNames, image }: BlockColumn,
  rows: Int32Array,
  { standardize, scale = 1 }: EncoderOptions,
): BlockEncoder {
  const encoder = {
    kind: "block",
    column,
    nFeatures: features.nColumns,
    featureNames,
    image,
    scale,
  } as const;
  if (features.kind === "csr") {
    if (standardize)
      throw new DataError(
        `${place}: column "${column}" is sparse and standardizing would fill its zeros; turn standardize off`,
      );
    return encoder;
  }
  if (!(standardize ?? !(features.data instanceof Uint8Array))) return encoder;
  const { mean, deviation } = moments(features.data, features.nColumns, rows);
  const unit = scale * features.scale;
  return { ...encoder, mean: mean.map((m) => m * unit), deviation: deviation.map((s) => s * unit) };
}
