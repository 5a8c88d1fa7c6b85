import type { Encoder, Label } from "@softmax/datasets";
import type { BlockLayout, BlockSize, Features, LinearKernel, Precision, Slot } from "@softmax/tensor-core";

/** Rows of one side of the splits. */
export type PartName = "train" | "validation" | "test";

/** A part of the rows, cut into blocks: rows count from 0 in each part, through its blocks. */
export interface BlockedPart {
  readonly nRows: number;
  readonly blocks: readonly BlockSize[];
}

/** The sample weights of the training rows of one class. */
export interface ClassWeights {
  /** The count of the rows, where samples have no weights. */
  readonly sum: number;
  /** 1 where samples have no weights; both 0 where there are no rows. */
  readonly least: number;
  readonly most: number;
}

/** What is known of encoded rows without reading a block. */
export interface BlocksHead {
  /** Of the data, as errors and progress name them. */
  readonly name: string;
  readonly layout: BlockLayout;
  /** What the rows were encoded for. */
  readonly precision: Precision;
  readonly label: string;
  readonly classes: readonly Label[];
  readonly encoders: readonly Encoder[];
  readonly parts: {
    readonly train: BlockedPart;
    readonly validation?: BlockedPart;
    readonly test?: BlockedPart;
  };
  readonly hasSampleWeights: boolean;
  /** For every class; of these follow effective weights, whatever the class weights are. */
  readonly classWeights: readonly ClassWeights[];
  readonly warnings: readonly string[];
  /** sha256 of the data and of all that the encoding depends on. */
  readonly fingerprint: string;
}

/** A block of rows, ready for the kernels. */
export interface BlockRows {
  readonly kernel: LinearKernel;
  /** Class index of each row. */
  readonly targets: Int32Array;
  /** The weight column, as it stands. */
  readonly sampleWeight?: Float64Array;
}

/** Some rows in memory. */
export interface TakenRows {
  readonly features: Features;
  readonly targets: Int32Array;
  readonly sampleWeight?: Float64Array;
}

/** Encoded rows that are read block by block. */
export interface BlockStore extends BlocksHead {
  /**
   * Reads block k of a part into the slot.
   *
   * @throws FormatError where the bytes are not those that were written
   */
  read(part: PartName, k: number, slot: Slot, precision: Precision): Promise<BlockRows>;
  /** The given rows of a part, ascending; as many as fit into memory. */
  take(part: PartName, rows: Int32Array): Promise<TakenRows>;
  close(): Promise<void>;
}

/** Takes encoded rows in any number at a time, in the order of each part, and cuts them into blocks. */
export interface BlockWriter {
  add(part: PartName, rows: TakenRows): Promise<void>;
  /** Completes the store; until then nobody finds it. */
  finish(head: Omit<BlocksHead, "layout" | "parts" | "hasSampleWeights">): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}
