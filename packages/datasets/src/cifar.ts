import { denseFeatures } from "@softmax/tensor-core";
import { type Column, DataError, type Dataset } from "./dataset.js";
import type { NamedBytes } from "./gunzip.js";

export interface Cifar10Options {
  /** What the dataset is called. */
  readonly name: string;
  /** `test_batch.bin`, which becomes the dataset's test set. */
  readonly test?: NamedBytes;
  /** `batches.meta.txt`, the names of the ten classes; without it the labels are the numbers 0 … 9. */
  readonly meta?: NamedBytes;
}

const image = { height: 32, width: 32, channels: 3, order: "planar" } as const;
export const nPixels = 3072;
export const recordBytes = 1 + nPixels;
const nClasses = 10;

/**
 * Reads CIFAR-10's official binary batches (`data_batch_1.bin` …): records of one label byte and 3,072 pixel
 * bytes, 1,024 red, then green, then blue, rows first.
 *
 * The dataset has the block `pixel` [n, 3072], still uint8, in the same planar order, and the column `label`:
 * class names where `meta` is given, else numbers.
 *
 * @throws DataError when a batch is empty or not whole records, a label is not 0 … 9, or `meta` does not name
 *   ten distinct classes.
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 * @example
 * const batch = { name: "data_batch_1.bin", bytes: new Uint8Array(2 * 3073) };
 * parseCifar10([batch], { name: "cifar" }).nSamples; // 2
 */
export function parseCifar10(batches: readonly NamedBytes[], { name, test, meta }: Cifar10Options): Dataset {
  const classNames = meta && parseClassNames(meta);
  const train = parseBatches(batches, name, classNames);
  return test ? { ...train, test: parseBatches([test], `${name} (test)`, classNames) } : train;
}

export function parseClassNames({ name, bytes }: NamedBytes): readonly string[] {
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  const names = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (names.length !== nClasses || new Set(names).size !== nClasses)
    throw new DataError(
      `${name}: ${new Set(names).size} distinct class names in ${names.length} lines; expected ten`,
    );
  return names;
}

function parseBatches(
  batches: readonly NamedBytes[],
  name: string,
  classNames: readonly string[] | undefined,
): Dataset {
  const nSamples = batches.reduce((sum, batch) => sum + countRecords(batch.name, batch.bytes.length), 0);
  if (nSamples === 0) throw new DataError(`${name}: no batches; expected data_batch_1.bin and its siblings`);
  const records: Records = { pixels: new Uint8Array(nSamples * nPixels), codes: new Int32Array(nSamples) };
  let row = 0;
  for (const batch of batches) row = readRecords(batch, 0, records, row);
  return { name, nSamples, columns: recordColumns(records, classNames), label: "label" };
}

/** The samples of records: [n, 3072] and [n]. */
interface Records {
  readonly pixels: Uint8Array;
  readonly codes: Int32Array;
}

/**
 * Reads whole records into those from `row` on, and returns the row behind them.
 *
 * @param position where the bytes begin in the file
 */
export function readRecords(
  { name, bytes }: NamedBytes,
  position: number,
  { pixels, codes }: Records,
  firstRow: number,
): number {
  let row = firstRow;
  for (let at = 0; at < bytes.length; at += recordBytes, row++) {
    if (bytes[at] >= nClasses)
      throw new DataError(`${name}, byte ${position + at}: label ${bytes[at]}; expected 0 … ${nClasses - 1}`);
    codes[row] = bytes[at];
    pixels.set(bytes.subarray(at + 1, at + recordBytes), row * nPixels);
  }
  return row;
}

export function recordColumns({ pixels, codes }: Records, classNames?: readonly string[]): Column[] {
  const features = denseFeatures(pixels, codes.length, nPixels);
  const label: Column = classNames
    ? { kind: "string", name: "label", codes, categories: classNames }
    : { kind: "number", name: "label", values: Float64Array.from(codes) };
  return [{ kind: "block", name: "pixel", features, image }, label];
}

/** The records of a batch of so many bytes. */
export function countRecords(name: string, nBytes: number): number {
  if (nBytes === 0 || nBytes % recordBytes !== 0)
    throw new DataError(
      `${name}: ${nBytes} bytes; expected a multiple of ${recordBytes}, a label byte and ${nPixels} pixels each`,
    );
  return nBytes / recordBytes;
}
