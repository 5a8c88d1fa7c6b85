import { decodeNpy, decodeNpz, denseFeatures, FormatError, type StoredArray } from "@softmax/tensor-core";
import { type BlockColumn, DataError, type Dataset, type ImageLayout, type NumberColumn } from "./dataset.js";
import { indexOfNonFinite } from "./finite.js";
import type { NamedBytes } from "./gunzip.js";

export interface NpyOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
  /** The .npy file of labels, one a sample; without it the dataset has no label. */
  readonly labels?: NamedBytes;
}

/**
 * Reads a .npy array [n, …] of numbers, a row a sample, as the block `x`, and its labels [n] or [n, 1] from a
 * second file as the number column `label`. uint8, float32 and float64 stay as they are, where possible in the memory of
 * `bytes`; other types become float64. Bytes of shape [n, height, width] or [n, height, width, channels ≤ 4] are images.
 *
 * @throws DataError when an array does not decode (see `decodeNpy`), has fewer than two axes, no element, or
 *   a number that is not finite; or when there is not one label a sample.
 * @example
 * const bytes = encodeNpy({ dtype: "float32", shape: [2, 3], data: new Float32Array(6) });
 * parseNpy(bytes, { name: "x.npy" }).columns[0]; // the block x [2, 3]
 */
export function parseNpy(bytes: Uint8Array, { name, labels }: NpyOptions): Dataset {
  const x = named(name, () => decodeNpy(bytes));
  const y = labels && { array: named(labels.name, () => decodeNpy(labels.bytes)), place: labels.name };
  return datasetOf(name, { array: x, place: name }, y);
}

/**
 * Reads the arrays of a .npz archive as `parseNpy` does. Features are called `x`, `data`, `features` or
 * `images`, labels `y`, `label`, `labels`, `target` or `targets`, in any case; a part `train` or `test`
 * beside that (`x_train`, `test_images`) says where they belong. Other arrays are passed over.
 *
 * @throws DataError as `parseNpy`, when the archive does not decode (see `decodeNpz`), and when it has no
 *   features or several.
 */
export function parseNpz(bytes: Uint8Array, { name }: { readonly name: string }): Dataset {
  const arrays = named(name, () => decodeNpz(bytes));
  const train = partOf(arrays, "train", name);
  if (!train.x)
    throw new DataError(
      `${name}: no features among the arrays ${Object.keys(arrays).join(", ") || "(none)"}; expected x and y, or x_train and y_train`,
    );
  const test = partOf(arrays, "test", name);
  const dataset = datasetOf(name, train.x, train.y);
  return test.x ? { ...dataset, test: datasetOf(`${name} (test)`, test.x, test.y) } : dataset;
}

/** An array and what errors call it. */
export interface PlacedArray {
  readonly array: StoredArray;
  readonly place: string;
}

const featureWords = new Set(["x", "data", "features", "images"]);
const labelWords = new Set(["y", "label", "labels", "target", "targets"]);

function partOf(
  arrays: Readonly<Record<string, StoredArray>>,
  part: "train" | "test",
  name: string,
): { x?: PlacedArray; y?: PlacedArray } {
  const find = (words: ReadonlySet<string>): PlacedArray | undefined => {
    const keys = Object.keys(arrays).filter((key) => isPart(key.toLowerCase().split(/[_. -]/), words, part));
    if (keys.length > 1)
      throw new DataError(`${name}: found both ${keys[0]} and ${keys[1]}; expected one of them`);
    return keys.length === 1 ? { array: arrays[keys[0]], place: `${name}, array ${keys[0]}` } : undefined;
  };
  return { x: find(featureWords), y: find(labelWords) };
}

/** `x` is training's, as `x_train` and `train_x` are. */
function isPart(words: readonly string[], role: ReadonlySet<string>, part: "train" | "test"): boolean {
  if (words.length === 1) return part === "train" && role.has(words[0]);
  return words.length === 2 && words.includes(part) && words.some((word) => role.has(word));
}

export function named<T>(name: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof FormatError) throw new DataError(`${name}: ${cause.message}`, { cause });
    throw cause;
  }
}

function datasetOf(name: string, x: PlacedArray, y: PlacedArray | undefined): Dataset {
  const block = blockOf(x);
  const nSamples = block.features.nRows;
  if (!y) return { name, nSamples, columns: [block] };
  return { name, nSamples, columns: [block, labelOf(y, nSamples)], label: "label" };
}

/** @param firstRow where these samples begin in the dataset */
export function blockOf({ array, place }: PlacedArray, firstRow = 0): BlockColumn {
  const [nSamples, ...rest] = array.shape;
  if (rest.length === 0 || array.data.length === 0)
    throw new DataError(
      `${place}: shape [${array.shape.join(", ")}]; expected [samples, features], neither of them 0`,
    );
  const nFeatures = array.data.length / nSamples;
  const data = storedAsIs(array) ?? numbersOf(array, place);
  const wrong = indexOfNonFinite(data);
  if (wrong >= 0)
    throw new DataError(
      `${place}, row ${firstRow + Math.floor(wrong / nFeatures) + 1}, column ${(wrong % nFeatures) + 1}: ${data[wrong]}; expected a finite number`,
    );
  return {
    kind: "block",
    name: "x",
    features: denseFeatures(data, nSamples, nFeatures),
    image: imageOf(array),
  };
}

function storedAsIs({ data }: StoredArray): Uint8Array | Float32Array | undefined {
  return data instanceof Uint8Array || data instanceof Float32Array ? data : undefined;
}

function imageOf({ dtype, shape }: StoredArray): ImageLayout | undefined {
  const [, height, width, channels = 1] = shape;
  const isImage = dtype === "uint8" && (shape.length === 3 || shape.length === 4) && channels <= 4;
  return isImage ? { height, width, channels, order: "interleaved" } : undefined;
}

export function labelOf({ array, place }: PlacedArray, nSamples: number): NumberColumn {
  const [n, ...rest] = array.shape;
  if (n !== nSamples || rest.some((extent) => extent !== 1))
    throw new DataError(
      `${place}: shape [${array.shape.join(", ")}]; expected one label a sample, [${nSamples}]`,
    );
  return { kind: "number", name: "label", values: numbersOf(array, place) };
}

/** The elements as float64; a 64-bit integer has to be exact in it. */
function numbersOf({ data }: StoredArray, place: string): Float64Array {
  if (data instanceof Float64Array) return data;
  const values = Float64Array.from(data as ArrayLike<number>, Number);
  const wrong =
    data instanceof BigInt64Array || data instanceof BigUint64Array ? values.findIndex(isInexact) : -1;
  if (wrong >= 0)
    throw new DataError(`${place}, element ${wrong + 1}: ${data[wrong]}; expected at most 2⁵³ in size`);
  return values;
}

function isInexact(value: number): boolean {
  return Math.abs(value) > 2 ** 53;
}
