import type { LinearKernel, Precision } from "@softmax/tensor-core";
import { FormatError } from "@softmax/tensor-core";
import type { PartName } from "./blocks.js";
import type { ShuffledPieces } from "./shuffledRows.js";

/** A block of rows as a pass meets it. */
export interface Block {
  readonly kernel: LinearKernel;
  readonly targets: Int32Array;
  /** Effective weights of the training rows, over all of them of mean 1; absent where all are 1, and in other parts. */
  readonly weights?: Float64Array;
  /** The weight column, as it stands. */
  readonly sampleWeight?: Float64Array;
}

/** Numbers that are summed over rows, block by block. */
export interface BlockPass {
  readonly part: PartName;
  /** Of the arithmetic. */
  readonly precision: Precision;
  /** How many numbers; all 0 before the first block. */
  readonly size: number;
  /** Which rows; default all. */
  readonly rows?: ShuffledPieces;
  /** What adds a block to the sums. */
  into(sums: Float64Array): (block: Block, rows?: Int32Array) => void;
}

/** Thrown where a tape ends: what is asked for next. */
export class Wanted extends Error {
  readonly pass: BlockPass;

  constructor(pass: BlockPass) {
    super("a pass over the blocks is wanted");
    this.pass = pass;
  }
}

/**
 * The sums of the passes that a computation has asked for so far. A computation cannot wait for a pass over blocks that
 * are read from a disk; it is thrown out of where the tape ends (`Wanted`), and begun again when there is one sum more.
 * What it computes must be a function of its arguments and of these sums.
 */
export class Tape {
  readonly #sums: Float64Array[] = [];
  #place = 0;

  get sums(): readonly Float64Array[] {
    return this.#sums;
  }

  /** The computation begins again. */
  rewind(): void {
    this.#place = 0;
  }

  push(sums: Float64Array): void {
    this.#sums.push(sums);
  }

  clear(): void {
    this.#sums.length = 0;
    this.#place = 0;
  }

  /**
   * The sums of this pass, to be read only.
   *
   * @throws Wanted where they have yet to be made; FormatError where a checkpoint has others in their place
   */
  of(pass: BlockPass): Float64Array {
    const sums = this.#sums[this.#place];
    if (!sums) throw new Wanted(pass);
    requireSize(sums, pass);
    this.#place++;
    return sums;
  }
}

/** @throws FormatError where sums, of a checkpoint, are not those of the pass. */
export function requireSize(sums: Float64Array, pass: BlockPass): void {
  if (sums.length !== pass.size)
    throw new FormatError(
      `resume: the checkpoint holds the ${sums.length} sums of another pass; expected ${pass.size}`,
    );
}
