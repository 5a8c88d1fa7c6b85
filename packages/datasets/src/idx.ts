import { denseFeatures } from "@softmax/tensor-core";
import { type BlockColumn, DataError, type Dataset, type NumberColumn } from "./dataset.js";
import type { NamedBytes } from "./gunzip.js";

export interface IdxOptions {
  /** What the dataset is called, in errors too: usually the file's name. */
  readonly name: string;
  /** The file of labels, one a sample; without it the dataset has no label. */
  readonly labels?: NamedBytes;
}

/**
 * Reads IDX, the format of MNIST and its successors: unsigned bytes of shape [n, height, width] for images or
 * [n, d] for vectors, with their labels [n] in a second file. The bytes are decompressed (see `gunzip`).
 *
 * The dataset has the block `pixel` [n, height · width], still uint8, over the memory of `bytes`; and the
 * number column `label`.
 *
 * @throws DataError for anything else, for sizes that do not match, and when there is not one label a sample.
 * @see http://yann.lecun.com/exdb/mnist/
 * @example
 * const bytes = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 17, 255]);
 * parseIdx(bytes, { name: "images" }).columns[0]; // the block pixel [1, 2]: 17, 255
 */
export function parseIdx(bytes: Uint8Array, { name, labels }: IdxOptions): Dataset {
  const { shape, data } = readIdx(bytes, name, IMAGE_AXES);
  const [nSamples] = shape;
  const pixels = pixelColumn(name, shape, data);
  if (!labels) return { name, nSamples, columns: [pixels] };
  return { name, nSamples, columns: [pixels, labelColumn(labels, name, nSamples)], label: "label" };
}

/** Shapes [n, d] and [n, height, width]. */
export const IMAGE_AXES = [2, 3];

/** The block of some samples, of whose shape only the first extent does not count. */
export function pixelColumn(name: string, [n, ...extents]: readonly number[], data: Uint8Array): BlockColumn {
  if (n === 0) throw new DataError(`${name}: no samples; expected at least one`);
  const nFeatures = extents.reduce((product, extent) => product * extent, 1);
  const [height, width] = extents;
  const image = extents.length === 2 ? ({ height, width, channels: 1, order: "planar" } as const) : undefined;
  const nRows = nFeatures === 0 ? n : data.length / nFeatures;
  return { kind: "block", name: "pixel", features: denseFeatures(data, nRows, nFeatures), image };
}

export function labelColumn({ name, bytes }: NamedBytes, imagesName: string, nSamples: number): NumberColumn {
  const { data } = readIdx(bytes, name, [1]);
  if (data.length !== nSamples)
    throw new DataError(
      `${name}: ${data.length} labels; expected ${nSamples}, one for each image of ${imagesName}`,
    );
  return { kind: "number", name: "label", values: Float64Array.from(data) };
}

const elementTypes: Readonly<Record<number, string>> = {
  9: "signed bytes",
  11: "16-bit integers",
  12: "32-bit integers",
  13: "32-bit floats",
  14: "64-bit floats",
};

function readIdx(
  bytes: Uint8Array,
  name: string,
  axes: readonly number[],
): { shape: number[]; data: Uint8Array } {
  const { shape, start } = idxHeader(bytes, name, axes);
  refuseOtherSize(name, bytes.length - start, shape);
  return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start) };
}

/** Bytes that a header has at most. */
export const MOST_HEADER = 16;

/** Header: 0, 0, element type, number of axes; then each extent in 4 bytes, big-endian. The data begin at `start`. */
export function idxHeader(
  bytes: Uint8Array,
  name: string,
  axes: readonly number[],
): { shape: number[]; start: number } {
  const fail = (problem: string): never => {
    throw new DataError(`${name}: ${problem}`);
  };
  const [zero, zero2, type, nAxes] = bytes;
  if (bytes.length < 4 || zero !== 0 || zero2 !== 0)
    fail(
      `begins with the bytes ${hex(bytes.subarray(0, 4)) || "(none)"}; expected 00 00 08 and the number of axes`,
    );
  if (type !== 8)
    fail(`byte 2 says that it holds ${elementTypes[type] ?? `type ${type}`}; expected 8, unsigned bytes`);
  if (!axes.includes(nAxes)) fail(`byte 3 says that it has ${nAxes} axes; expected ${axes.join(" or ")}`);
  const start = 4 + 4 * nAxes;
  if (bytes.length < start)
    fail(`the file ends at byte ${bytes.length}, within its header of ${start} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: nAxes }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, start };
}

/** @param found bytes behind the header */
export function refuseOtherSize(name: string, found: number, shape: readonly number[]): void {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (found !== size)
    throw new DataError(
      `${name}: ${found} bytes follow the header; its shape [${shape.join(", ")}] needs ${size}`,
    );
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
