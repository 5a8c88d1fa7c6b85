import { type ColumnFitter, columnFitter } from "./columnFitter.js";
import { columnFinder } from "./columns.js";
import type { Dataset } from "./dataset.js";
import type { Encoder } from "./encoder.js";

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

/** Takes a dataset in pieces, as often as it takes; any pieces give the same encoders, to the last bit. */
export interface EncoderFitter {
  /** Takes the next piece, all of whose columns are of the same kinds, and its training rows. */
  add(piece: Dataset, rows: Int32Array): void;
  /**
   * At the end of the dataset; undefined where all of it has to be added once more.
   *
   * @throws DataError as `fitEncoders`
   */
  finish(): readonly Encoder[] | undefined;
  /** The columns that are still needed. */
  readonly wanted: readonly string[];
}

export interface FitterLimits {
  /**
   * Values of a column that may be kept for its median; of more than that it takes three passes or more. Default: all.
   */
  readonly room?: number;
  /** Those of the columns that are fitted now, default all. */
  readonly columns?: readonly string[];
}

/**
 * `fitEncoders` for datasets larger than memory: what is kept of a column does not grow with its rows, but for its
 * distinct strings and the terms of its texts.
 *
 * @example
 * const pieces = [datasetFromRecords([{ x: 1 }, { x: 3 }]), datasetFromRecords([{ x: 8 }])];
 * const fitter = encoderFitter({ columns: ["x"] });
 * let encoders;
 * while (!encoders) {
 *   for (const piece of pieces) fitter.add(piece, Int32Array.from({ length: piece.nSamples }, (_, i) => i));
 *   encoders = fitter.finish();
 * }
 * encoders; // [{ kind: "number", column: "x", median: 3, mean: 4, deviation: 2.94… }]
 */
export function encoderFitter(options: EncoderOptions, limits: FitterLimits = {}): EncoderFitter {
  const { room = Number.POSITIVE_INFINITY, columns = options.columns } = limits;
  let fitters: (ColumnFitter | undefined)[] | undefined;
  const encoders = new Array<Encoder | undefined>(columns.length);
  let place = "";
  const isOpen = (c: number) => encoders[c] === undefined;
  return {
    add(piece, rows) {
      place = piece.name;
      const find = columnFinder(piece);
      fitters ??= columns.map((name) => columnFitter(find(name), options, room));
      for (const [c, fitter] of fitters.entries()) if (isOpen(c)) fitter!.add(find(columns[c]), rows);
    },
    finish() {
      for (const [c, fitter] of (fitters ?? []).entries()) {
        if (!isOpen(c)) continue;
        encoders[c] = fitter!.finish(place);
        if (encoders[c]) fitters![c] = undefined;
      }
      return columns.some((_, c) => isOpen(c)) ? undefined : (encoders as Encoder[]);
    },
    get wanted() {
      return columns.filter((_, c) => isOpen(c));
    },
  };
}
