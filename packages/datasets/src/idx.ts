import { denseFeatures } from "@softmax/tensor-core";
import { type BlockColumn, type Column, DataError, type Dataset } from "./dataset.js";
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
  const { shape, data } = readIdx(bytes, name, [2, 3]);
  const [nSamples, height, width] = shape;
  if (nSamples === 0) throw new DataError(`${name}: no samples; expected at least one`);
  const features = denseFeatures(data, nSamples, data.length / nSamples);
  const image = shape.length === 3 ? ({ height, width, channels: 1, order: "planar" } as const) : undefined;
  const pixels: BlockColumn = { kind: "block", name: "pixel", features, image };
  if (!labels) return { name, nSamples, columns: [pixels] };
  return { name, nSamples, columns: [pixels, labelColumn(labels, name, nSamples)], label: "label" };
}

function labelColumn({ name, bytes }: NamedBytes, imagesName: string, nSamples: number): Column {
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

/** Header: 0, 0, element type, number of axes; then each extent in 4 bytes, big-endian. */
function readIdx(
  bytes: Uint8Array,
  name: string,
  axes: readonly number[],
): { shape: number[]; data: Uint8Array } {
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
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length - start !== size)
    fail(`${bytes.length - start} bytes follow the header; its shape [${shape.join(", ")}] needs ${size}`);
  return { shape, data: new Uint8Array(bytes.buffer, bytes.byteOffset + start, size) };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
