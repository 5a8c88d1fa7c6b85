import type { BlockShape } from "../../concatSamples.js";
import type { Column, Dataset } from "../../dataset.js";

/** Labelled data that need not fit into memory: a dataset in chunks of rows, read as often as it takes. */
export interface ChunkedDataset {
  readonly name: string;
  readonly nSamples: number;
  /** Without values; of these kinds, and number types, they are in every chunk. */
  readonly columns: readonly ColumnHead[];
  /** Values of all columns together: of sparse rows, the stored ones. */
  readonly nValues: number;
  /** The label's column where the format says which it is. */
  readonly label?: string;
  /** Held-out samples that came with the data. */
  readonly test?: ChunkedDataset;
  /**
   * The rows from the first on: datasets whose `firstRow` says where they begin. Only one is in memory at a time.
   *
   * @param columns those that are needed, in any order; default all
   */
  chunks(columns?: readonly string[]): AsyncIterable<Dataset>;
  /** Removes the temporary file. */
  close(): Promise<void>;
}

export interface ColumnHead {
  readonly kind: Column["kind"];
  readonly name: string;
  /** Of numbers: 0, 1 or 2 for bytes, float32 or float64. */
  readonly width?: number;
  /** Of a block. */
  readonly block?: BlockShape;
}

/** What reading in chunks goes by. */
export interface ChunkContext {
  /** Bytes of a chunk in memory, with numbers as float64; half as much again may be needed while it is read. */
  readonly chunkBytes: number;
  /** Where the temporary file of columns goes. */
  readonly folder: string;
  /** Ends reading with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Hears how many bytes of the source's files were read, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}
