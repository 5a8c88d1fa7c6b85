import type { Features } from "@softmax/tensor-core";
import type { Part } from "./prepareProblem.js";

/**
 * sha256 (hex) of the encoded data of a run: sizes, features, targets and weights of every part. Equal data
 * give equal fingerprints whatever file they came from.
 */
export async function fingerprintOf(parts: {
  readonly train: Part;
  readonly validation?: Part;
  readonly test?: Part;
}): Promise<string> {
  const digests: Uint8Array[] = [];
  for (const part of [parts.train, parts.validation, parts.test])
    for (const array of part ? arraysOf(part) : []) digests.push(await sha256(array));
  const joined = new Uint8Array(digests.length * 32);
  digests.forEach((digest, i) => joined.set(digest, i * 32));
  return Array.from(await sha256(joined), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

type Bytes = Uint8Array | Float32Array | Float64Array | Int32Array;

function arraysOf({ features, targets, sampleWeight }: Part): Bytes[] {
  const shape = Float64Array.of(features.nRows, features.nColumns);
  return [shape, ...featureArrays(features), targets, ...(sampleWeight ? [sampleWeight] : [])];
}

const featureArrays = (features: Features): Bytes[] =>
  features.kind === "dense"
    ? [Float64Array.of(features.scale), features.data]
    : [features.values, features.columns, features.rowStarts];

async function sha256(array: Bytes): Promise<Uint8Array> {
  const bytes = new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
