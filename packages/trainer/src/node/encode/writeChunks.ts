import {
  columnWeights,
  type Dataset,
  type Encoder,
  encodeFeatures,
  featureCount,
  takeSamples,
} from "@softmax/datasets";
import type { ChunkedDataset } from "@softmax/datasets/node";
import { type BlockLayout, type Features, type Precision, takeRows } from "@softmax/tensor-core";
import type { ClassWeights, PartName, TakenRows } from "../../blocks/blocks.js";
import type { Surprises } from "../../encodeParts.js";
import type { NarrowCodes } from "./chunkTargets.js";

/** What is needed of a dataset to encode it. */
export interface Encoding {
  readonly data: ChunkedDataset;
  readonly encoders: readonly Encoder[];
  readonly precision: Precision;
  readonly targets: NarrowCodes;
  /** The column of sample weights. */
  readonly weight?: string;
  /** Bytes that encoded rows may have before they are handed over. */
  readonly bytes: number;
}

/** Some encoded rows, all one behind the other. */
export interface EncodedRows extends TakenRows {
  readonly firstRow: number;
  readonly met: Surprises;
}

/** Encodes a dataset, some rows at a time. */
export async function* encodedRows(encoding: Encoding): AsyncGenerator<EncodedRows> {
  const { data, encoders, weight, bytes } = encoding;
  const columns = encoders.map(({ column }) => column);
  const wanted = weight === undefined ? columns : [...columns, weight];
  // Sparse rows are a tenth as wide in memory at most, but may have more entries than columns of the data.
  const most = Math.max(
    1,
    Math.floor(bytes / (8 * Math.max(columns.length, Math.min(4096, featureCount(encoders))))),
  );
  for await (const chunk of data.chunks(wanted))
    for (let from = 0; from < chunk.nSamples; from += most)
      yield encodeSome(encoding, slice(chunk, from, Math.min(chunk.nSamples, from + most)));
}

function encodeSome({ encoders, precision, targets, weight }: Encoding, rows: Dataset): EncodedRows {
  const { features, ...met } = encodeFeatures(encoders, rows, precision);
  const firstRow = rows.firstRow!;
  return {
    features,
    firstRow,
    met,
    targets: Int32Array.from(targets.subarray(firstRow, firstRow + rows.nSamples)),
    sampleWeight: weight === undefined ? undefined : columnWeights(rows, weight),
  };
}

/** Rows from … to − 1 of a chunk, as a chunk. */
function slice(chunk: Dataset, from: number, to: number): Dataset {
  if (to - from === chunk.nSamples) return chunk;
  const rows = Int32Array.from({ length: to - from }, (_, i) => from + i);
  return { ...takeSamples(chunk, rows), firstRow: chunk.firstRow! + from };
}

/** The given ones of some encoded rows. */
export function takeEncoded(encoded: TakenRows, rows: Int32Array): TakenRows {
  if (rows.length === encoded.targets.length) return encoded;
  return {
    features: takeRows(encoded.features, rows),
    targets: rows.map((i) => encoded.targets[i]),
    sampleWeight: encoded.sampleWeight && Float64Array.from(rows, (i) => encoded.sampleWeight![i]),
  };
}

/** How blocks hold features like these. */
export function layoutFor(features: Features): BlockLayout {
  const { kind, nColumns } = features;
  const values = kind === "dense" ? features.data : features.values;
  const stored =
    values instanceof Uint8Array ? "uint8" : values instanceof Float32Array ? "float32" : "float64";
  return { kind, stored, nColumns, scale: kind === "dense" ? features.scale : 1 };
}

/** What the writer counts, and does not write. */
export interface Counts {
  add(part: PartName, rows: TakenRows): void;
  /** Of the training rows. */
  readonly classWeights: readonly ClassWeights[];
  /** Classes that training rows have. */
  readonly met: ReadonlySet<number>;
}

export function classWeightCounts(nClasses: number): Counts {
  const classWeights = Array.from({ length: nClasses }, () => ({ sum: 0, least: 0, most: 0 }));
  const met = new Set<number>();
  return {
    classWeights,
    met,
    add(part, { targets, sampleWeight }) {
      if (part !== "train") return;
      for (const [i, c] of targets.entries()) {
        const weight = sampleWeight ? sampleWeight[i] : 1;
        const of = classWeights[c];
        of.sum += weight;
        of.least = !met.has(c) ? weight : Math.min(of.least, weight);
        of.most = Math.max(of.most, weight);
        met.add(c);
      }
    },
  };
}
