import { compareCodePoints } from "@softmax/tensor-core";
import { type CategoryCounts, categoryCounter } from "./categoryCounts.js";
import { statisticsFitter } from "./columnStatistics.js";
import { type BlockColumn, type Column, DataError, type NumberColumn, type StringColumn } from "./dataset.js";
import type { BlockEncoder, Encoder, OneHotEncoder } from "./encoder.js";
import type { EncoderOptions } from "./encoderFitter.js";
import { type TextFitter, textFitter } from "./encodeText.js";
import { momentsFitter } from "./moments.js";
import { readsAsText, refuseDates, refuseStrayText, trained } from "./stringColumns.js";

/** Learns from a column in pieces how it becomes features. */
export interface ColumnFitter {
  /** Takes the training rows of the next piece. */
  add(column: Column, rows: Int32Array): void;
  /**
   * At the end of the column; undefined where all of it has to be added once more.
   *
   * @param place what the dataset is called
   */
  finish(place: string): Encoder | undefined;
}

/** @param column its first piece, for the kind */
export function columnFitter(column: Column, options: EncoderOptions, room: number): ColumnFitter {
  if (column.kind === "number") return numberFitter(column, options, room);
  if (column.kind === "block") return blockFitter(column, options);
  return stringFitter(column, options);
}

function numberFitter(
  { name: column }: NumberColumn,
  { standardize = true, scale = 1 }: EncoderOptions,
  room: number,
): ColumnFitter {
  const fitter = statisticsFitter(room);
  return {
    add: (piece, rows) => fitter.add((piece as NumberColumn).values, rows),
    finish(place) {
      const statistics = fitter.finish();
      if (!statistics) return undefined;
      const { median, mean, deviation } = statistics;
      if (Number.isNaN(median)) throw withoutValue(place, column);
      return standardize
        ? { kind: "number", column, median, mean, deviation }
        : { kind: "number", column, median, mean: 0, deviation: 1 / scale };
    },
  };
}

/** One pass tells categories from text; the terms of a text take a second. */
function stringFitter({ name }: StringColumn, { columns, text }: EncoderOptions): ColumnFitter {
  const method = text?.method ?? "tf-idf";
  let terms: TextFitter | undefined = text?.columns?.includes(name) ? textFitter(name, method) : undefined;
  const met = categoryCounter();
  return {
    add: (piece, rows) => (terms ?? met).add(piece as StringColumn, rows),
    finish(place) {
      if (terms) return terms.finish();
      refuseDates(place, name, met);
      if (text?.columns || !readsAsText(met, columns.length)) return oneHot(place, name, met);
      terms = textFitter(name, method);
      return undefined;
    },
  };
}

/** The categories of the training rows, by code point. */
function oneHot(place: string, column: string, met: CategoryCounts): OneHotEncoder {
  refuseStrayText(place, column, met);
  const categories = trained(met)
    .map((c) => met.texts[c])
    .sort(compareCodePoints);
  if (categories.length === 0) throw withoutValue(place, column);
  return { kind: "one-hot", column, categories };
}

/** Widths of sparse rows end where their last entry does: the widest piece counts. */
function blockFitter(
  { name: column, features, featureNames, image }: BlockColumn,
  { standardize, scale = 1 }: EncoderOptions,
): ColumnFitter {
  let nFeatures = features.nColumns;
  const fit = standardize ?? !(features.kind === "dense" && features.data instanceof Uint8Array);
  const moments = features.kind === "dense" && fit ? momentsFitter(nFeatures) : undefined;
  const unit = features.kind === "dense" ? scale * features.scale : 1;
  return {
    add(piece, rows) {
      const block = (piece as BlockColumn).features;
      nFeatures = Math.max(nFeatures, block.nColumns);
      if (block.kind === "dense") moments?.add(block.data, rows);
    },
    finish(place) {
      const encoder: BlockEncoder = { kind: "block", column, nFeatures, featureNames, image, scale };
      if (features.kind === "csr" && standardize)
        throw new DataError(
          `${place}: column "${column}" is sparse and standardizing would fill its zeros; turn standardize off`,
        );
      if (!moments) return encoder;
      const found = moments.finish();
      return (
        found && {
          ...encoder,
          mean: found.mean.map((m) => m * unit),
          deviation: found.deviation.map((s) => s * unit),
        }
      );
    },
  };
}

const withoutValue = (place: string, column: string): DataError =>
  new DataError(`${place}: column "${column}" has no value in the training rows; leave it out`);
