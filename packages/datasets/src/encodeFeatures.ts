import {
  type CsrFeatures,
  type DenseFeatures,
  denseFeatures,
  type Features,
  type Precision,
} from "@softmax/tensor-core";
import { asBlock, asStrings } from "./columnAs.js";
import { type Column, DataError, type Dataset, type NumberColumn, type Place } from "./dataset.js";
import type { BlockEncoder, Encoder, NumberEncoder } from "./encoder.js";
import { encodeText } from "./encodeText.js";
import {
  densePart,
  type FeaturePart,
  floatArray,
  numberPart,
  oneHotPart,
  type Surprises,
  sparsePart,
} from "./featureParts.js";
import { quoted, suggestion } from "./nearest.js";

export interface EncodedFeatures {
  readonly features: Features;
  /** Values that fell outside what training saw, by column: rows with an unseen category. */
  readonly unseen: Readonly<Record<string, number>>;
  /** Rows whose missing number was replaced by the training median, by column. */
  readonly imputed: Readonly<Record<string, number>>;
}

/** A text's entries are counted as this many when choosing between dense and sparse. */
const TEXT_ENTRIES = 32;

/** Rows written at a time: the part of the matrix that they span stays in the cache. */
const BLOCK_ROWS = 256;

/**
 * The features X [n, d] of a dataset, by encoders fitted on training rows. Columns are found by name and may
 * be more than the encoders need, in any order.
 *
 * A single block that is not standardized passes through in its own type, and so do number columns of nothing
 * but bytes: bytes stay bytes. Everything else is of `precision`. It is sparse where fewer than a tenth of the entries can differ from zero (counting one
 * a number or category and 32 a text), and dense otherwise.
 *
 * @throws DataError for a column that is missing or of another kind, and for numbers that are not finite
 * @example
 * const known = datasetFromRecords([{ color: "red" }, { color: "blue" }, { color: "red" }]);
 * const encoders = fitEncoders(known, Int32Array.of(0, 1, 2), { columns: ["color"] });
 * const { features, unseen } = encodeFeatures(encoders, datasetFromRecords([{ color: "green" }]), "float32");
 * features.data; // [0, 0]
 * unseen; // { color: 1 }
 */
export function encodeFeatures(
  encoders: readonly Encoder[],
  dataset: Dataset,
  precision: Precision,
): EncodedFeatures {
  const surprises: Surprises = { unseen: {}, imputed: {} };
  const columns = columnsOf(encoders, dataset);
  const [only] = encoders;
  if (encoders.length === 1 && only.kind === "block" && !only.mean)
    return { features: wholeBlock(asBlock(dataset, columns[0], only), only, precision), ...surprises };
  const bytes = byteMatrix(dataset, encoders, columns);
  if (bytes) return { features: bytes, ...surprises };
  const parts = encoders.map((encoder, e) => partOf(dataset, encoder, columns[e], precision, surprises));
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const entries = parts.reduce((sum, part) => sum + part.entriesPerRow, 0);
  const features =
    entries * 10 < width
      ? sparse(parts, dataset.nSamples, width, precision)
      : dense(parts, dataset.nSamples, width, precision);
  return { features, ...surprises };
}

/** The column of each encoder. */
function columnsOf(encoders: readonly Encoder[], dataset: Dataset): Column[] {
  const byName = new Map(dataset.columns.map((column) => [column.name, column]));
  return encoders.map(({ column: name }) => {
    const column = byName.get(name);
    if (column) return column;
    const needed = quoted(encoders.map((encoder) => encoder.column));
    throw new DataError(
      `${dataset.name}: column "${name}" is missing; the model needs ${needed}${suggestion(name, [...byName.keys()])}`,
    );
  });
}

/** A block on its own, in its own type; floats are narrowed where single precision is asked for. */
function wholeBlock(block: Features, { scale }: BlockEncoder, precision: Precision): Features {
  if (block.kind === "dense") {
    const data =
      block.data instanceof Float64Array && precision === "float32"
        ? Float32Array.from(block.data)
        : block.data;
    return { ...block, data, scale: block.scale * scale };
  }
  if (scale === 1 && (precision === "float64" || block.values instanceof Float32Array)) return block;
  const values = floatArray(precision, block.values.length);
  for (let k = 0; k < values.length; k++) values[k] = scale * block.values[k];
  return { ...block, values };
}

/** Number columns that are bytes as they are, not standardized and all scaled alike, as one matrix of bytes. */
function byteMatrix(
  { nSamples }: Dataset,
  encoders: readonly Encoder[],
  columns: readonly Column[],
): DenseFeatures | undefined {
  const [{ kind, deviation }] = encoders as readonly NumberEncoder[];
  const alike = encoders.every((e) => e.kind === "number" && e.mean === 0 && e.deviation === deviation);
  if (kind !== "number" || !alike) return undefined;
  const width = columns.length;
  const values = columns.map((column) => (column as NumberColumn).values);
  if (!values.every((bytes) => bytes instanceof Uint8Array)) return undefined;
  const data = new Uint8Array(nSamples * width);
  for (let from = 0; from < nSamples; from += BLOCK_ROWS)
    for (let j = 0; j < width; j++)
      for (let i = from; i < Math.min(nSamples, from + BLOCK_ROWS); i++) data[i * width + j] = values[j][i];
  return denseFeatures(data, nSamples, width, 1 / deviation);
}

function partOf(
  place: Place,
  encoder: Encoder,
  column: Column,
  precision: Precision,
  surprises: Surprises,
): FeaturePart {
  if (encoder.kind === "number") return numberPart(place, encoder, column, surprises);
  if (encoder.kind === "one-hot") return oneHotPart(place, encoder, column, surprises);
  if (encoder.kind === "text")
    return sparsePart(encodeText(encoder, asStrings(place, column), precision), 1, TEXT_ENTRIES);
  const block = asBlock(place, column, encoder);
  return block.kind === "csr" ? sparsePart(block, encoder.scale) : densePart(block, encoder);
}

function dense(
  parts: readonly FeaturePart[],
  nRows: number,
  width: number,
  precision: Precision,
): DenseFeatures {
  const data = floatArray(precision, nRows * width);
  for (let from = 0; from < nRows; from += BLOCK_ROWS) {
    let offset = 0;
    for (const part of parts) {
      part.writeDense(data, offset, width, from, Math.min(nRows, from + BLOCK_ROWS));
      offset += part.width;
    }
  }
  return { kind: "dense", data, nRows, nColumns: width, scale: 1 };
}

function sparse(
  parts: readonly FeaturePart[],
  nRows: number,
  width: number,
  precision: Precision,
): CsrFeatures {
  const rowStarts = new Int32Array(nRows + 1);
  for (let i = 0; i < nRows; i++)
    rowStarts[i + 1] = parts.reduce((sum, part) => sum + part.countEntries(i), rowStarts[i]);
  const columns = new Int32Array(rowStarts[nRows]);
  const values = floatArray(precision, rowStarts[nRows]);
  for (let i = 0; i < nRows; i++) {
    let k = rowStarts[i];
    let offset = 0;
    for (const part of parts) {
      k = part.writeEntries(i, offset, columns, values, k);
      offset += part.width;
    }
  }
  return { kind: "csr", values, columns, rowStarts, nRows, nColumns: width };
}
