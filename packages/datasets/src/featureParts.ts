import type { CsrFeatures, DenseFeatures, Precision } from "@softmax/tensor-core";
import { asNumbers, asStrings } from "./columnAs.js";
import type { Column, NumberArray, Place } from "./dataset.js";
import type { BlockEncoder, NumberEncoder, OneHotEncoder } from "./encoder.js";

/** The features that one encoder yields, written row by row into a larger matrix. */
export interface FeaturePart {
  readonly width: number;
  /** Entries other than zero to expect in a row, at most; decides between dense and sparse. */
  readonly entriesPerRow: number;
  /** out[i·stride + offset + j] ← feature j of row i for rows from … to − 1; `out` holds zeros before. */
  writeDense(out: FloatArray, offset: number, stride: number, from: number, to: number): void;
  /** Non-zero entries of row i. */
  countEntries(i: number): number;
  /** Appends the non-zero entries of row i at position k, columns ascending; returns the next position. */
  writeEntries(i: number, offset: number, columns: Int32Array, values: FloatArray, k: number): number;
}

export type FloatArray = Float32Array | Float64Array;

/** How often encoding met what training had not: rows by column. */
export interface Surprises {
  readonly unseen: Record<string, number>;
  readonly imputed: Record<string, number>;
}

/** (x − mean) / deviation, the median in place of a gap. */
export function numberPart(
  place: Place,
  encoder: NumberEncoder,
  column: Column,
  surprises: Surprises,
): FeaturePart {
  const { values } = asNumbers(place, column);
  const { median, mean, deviation } = encoder;
  const gaps = countGaps(values);
  if (gaps > 0) surprises.imputed[column.name] = gaps;
  const feature = (i: number) => ((Number.isNaN(values[i]) ? median : values[i]) - mean) / deviation;
  const ofByte = values instanceof Uint8Array ? byteFeatures(encoder) : undefined;
  return {
    width: 1,
    entriesPerRow: 1,
    writeDense(out, offset, stride, from, to) {
      if (ofByte) for (let i = from; i < to; i++) out[i * stride + offset] = ofByte[values[i]];
      else for (let i = from; i < to; i++) out[i * stride + offset] = feature(i);
    },
    countEntries: (i) => (feature(i) === 0 ? 0 : 1),
    writeEntries(i, offset, columns, entries, k) {
      const value = feature(i);
      if (value === 0) return k;
      columns[k] = offset;
      entries[k] = value;
      return k + 1;
    },
  };
}

/** The features of 0 … 255. */
const byteFeatures = ({ mean, deviation }: NumberEncoder): Float64Array =>
  Float64Array.from({ length: 256 }, (_, byte) => (byte - mean) / deviation);

function countGaps(values: NumberArray): number {
  let count = 0;
  if (!(values instanceof Uint8Array))
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) count++;
  return count;
}

/** One feature a category; rows of a category that training did not have are counted. */
export function oneHotPart(
  place: Place,
  encoder: OneHotEncoder,
  column: Column,
  surprises: Surprises,
): FeaturePart {
  const { name, codes, categories } = asStrings(place, column);
  const index = new Map(encoder.categories.map((category, j) => [category, j]));
  const featureOf = Int32Array.from(categories, (category) => index.get(category) ?? -1);
  const feature = (i: number) => (codes[i] === -1 ? -1 : featureOf[codes[i]]);
  const unseen = codes.reduce(
    (count, code) => (code !== -1 && featureOf[code] === -1 ? count + 1 : count),
    0,
  );
  if (unseen > 0) surprises.unseen[name] = unseen;
  return {
    width: encoder.categories.length,
    entriesPerRow: 1,
    writeDense(out, offset, stride, from, to) {
      for (let i = from; i < to; i++) if (feature(i) !== -1) out[i * stride + offset + feature(i)] = 1;
    },
    countEntries: (i) => (feature(i) === -1 ? 0 : 1),
    writeEntries(i, offset, columns, entries, k) {
      if (feature(i) === -1) return k;
      columns[k] = offset + feature(i);
      entries[k] = 1;
      return k + 1;
    },
  };
}

/** Sparse rows as they are, times a factor. */
export function sparsePart(features: CsrFeatures, factor = 1, entriesPerRow?: number): FeaturePart {
  const { values, columns: source, rowStarts, nRows, nColumns } = features;
  return {
    width: nColumns,
    entriesPerRow: entriesPerRow ?? values.length / Math.max(1, nRows),
    writeDense(out, offset, stride, from, to) {
      for (let i = from; i < to; i++)
        for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++)
          out[i * stride + offset + source[k]] = factor * values[k];
    },
    countEntries: (i) => rowStarts[i + 1] - rowStarts[i],
    writeEntries(i, offset, columns, entries, k) {
      for (let s = rowStarts[i]; s < rowStarts[i + 1]; s++, k++) {
        columns[k] = offset + source[s];
        entries[k] = factor * values[s];
      }
      return k;
    },
  };
}

/** scale · x, or (scale · x − mean) / deviation. */
export function densePart(features: DenseFeatures, { scale, mean, deviation }: BlockEncoder): FeaturePart {
  const { data, nColumns } = features;
  const unit = scale * features.scale;
  const feature = (i: number, j: number) => {
    const x = unit * data[i * nColumns + j];
    return mean ? (x - mean[j]) / deviation![j] : x;
  };
  return {
    width: nColumns,
    entriesPerRow: nColumns,
    writeDense(out, offset, stride, from, to) {
      for (let i = from; i < to; i++) {
        const [at, place] = [i * nColumns, i * stride + offset];
        if (mean)
          for (let j = 0; j < nColumns; j++) out[place + j] = (unit * data[at + j] - mean[j]) / deviation![j];
        else for (let j = 0; j < nColumns; j++) out[place + j] = unit * data[at + j];
      }
    },
    countEntries(i) {
      let count = 0;
      for (let j = 0; j < nColumns; j++) if (feature(i, j) !== 0) count++;
      return count;
    },
    writeEntries(i, offset, columns, entries, k) {
      for (let j = 0; j < nColumns; j++) {
        const value = feature(i, j);
        if (value === 0) continue;
        columns[k] = offset + j;
        entries[k++] = value;
      }
      return k;
    },
  };
}

export const floatArray = (precision: Precision, length: number): FloatArray =>
  precision === "float32" ? new Float32Array(length) : new Float64Array(length);
