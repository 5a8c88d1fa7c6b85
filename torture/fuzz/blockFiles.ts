import {
  type BlockLayout,
  blockBytes,
  type CsrFeatures,
  defaultKernels,
  denseFeatures,
  encodeBlock,
  type Features,
} from "@softmax/tensor-core";
import type { BlockStore } from "../../packages/trainer/src/blocks/blocks.js";
import {
  checksumOf,
  encodeTail,
  MAGIC,
  placesOf,
  START,
  TAIL_BYTES,
} from "../../packages/trainer/src/node/blocks/blockFile.js";
import {
  type BlockEntry,
  type BlockFooter,
  decodeFooter,
  encodeFooter,
} from "../../packages/trainer/src/node/blocks/blockFooter.js";
import { joined } from "./mutateBytes.js";
import { mixed, mutateSafetensors } from "./mutateContainers.js";
import type { Mutate, Random } from "./mutation.js";
import type { Problem } from "./verdict.js";

const [nRows, nColumns] = [6, 3];
const values = Float32Array.from({ length: nRows * nColumns }, (_, k) => Math.sin(k));

const csr: CsrFeatures = {
  kind: "csr",
  values: values.slice(0, 7),
  columns: Int32Array.of(0, 2, 1, 0, 1, 2, 2),
  rowStarts: Int32Array.of(0, 2, 2, 3, 6, 6, 7),
  nRows,
  nColumns,
};

/** Files of encoded rows: of every kind of rows, with weights and without, in two parts. */
export const blockFiles = (): Uint8Array[] => [
  fileOf(denseFeatures(values, nRows, nColumns), "float32", true),
  fileOf(denseFeatures(Float64Array.from(values), nRows, nColumns, 0.5), "float64", false),
  fileOf(
    denseFeatures(
      Uint8Array.from(values, (x) => 100 + 100 * x),
      nRows,
      nColumns,
      1 / 255,
    ),
    "uint8",
    false,
  ),
  fileOf(csr, "float32", true),
];

function fileOf(features: Features, stored: BlockLayout["stored"], hasSampleWeights: boolean): Uint8Array {
  const scale = features.kind === "dense" ? features.scale : 1;
  const layout = { kind: features.kind, stored, nColumns, scale };
  const size = { nRows, nonzeros: features.kind === "csr" ? features.columns.length : 0 };
  const { targetsAt, end } = placesOf(layout, size, hasSampleWeights);
  const block = new Uint8Array(end);
  encodeBlock(layout, features, block.subarray(0, blockBytes(layout, size)));
  new Int32Array(block.buffer, targetsAt, nRows).set([0, 1, 1, 0, 1, 0]);
  const head: BlockFooter["head"] = {
    ...{ name: "a.csv", layout, precision: stored === "float64" ? "float64" : "float32", label: "kind" },
    ...{ classes: ["a", "b"], hasSampleWeights, warnings: [], fingerprint: "ab".repeat(32) },
    classWeights: [1, 2].map((sum) => ({ sum, least: 0.5, most: 1 })),
    encoders: ["x", "y", "z"].map((column) => ({ kind: "number", column, median: 0, mean: 0, deviation: 1 })),
  };
  const entries = (["train", "train", "test"] as const).map((part) => ({ part, ...size, checksum: 0 }));
  const start = new Uint8Array(START);
  start.set(Buffer.from(MAGIC));
  return sealed(joined(start, block, block, block), { head, entries });
}

/** The blocks with a footer that has their checksums. */
function sealed(blocks: Uint8Array, { head, entries }: BlockFooter): Uint8Array {
  let at = START;
  const checked = entries.map((entry): BlockEntry => {
    const { rowBytes, end } = placesOf(head.layout, entry, head.hasSampleWeights);
    const [rows, tail] = [blocks.subarray(at, at + rowBytes), blocks.subarray(at + rowBytes, at + end)];
    at += end;
    return { ...entry, checksum: checksumOf(rows, tail) };
  });
  return withFooter(blocks, encodeFooter({ head, entries: checked }));
}

const withFooter = (blocks: Uint8Array, footer: Uint8Array): Uint8Array =>
  joined(blocks, footer, encodeTail(footer));

/** The footer, or numbers in the blocks, with every checksum set right. */
export const mutateBlocks: Mutate = mixed(0.2, (bytes, random, other) => {
  const tail = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - TAIL_BYTES);
  const footerAt = bytes.length - TAIL_BYTES - Number(tail.getBigUint64(0, true));
  if (footerAt < START) throw new RangeError("not blocks");
  const [blocks, footer] = [bytes.slice(0, footerAt), bytes.slice(footerAt, -TAIL_BYTES)];
  if (random.chance(0.5)) return withFooter(blocks, mutateSafetensors(footer, random, other));
  const numbers = new DataView(blocks.buffer);
  for (let k = random.below(3); k >= 0; k--)
    numbers.setInt32(START + 4 * random.below((footerAt - START) >> 2), pickInt(random), true);
  return sealed(blocks, decodeFooter(footer));
});

const pickInt = (random: Random): number =>
  random.chance(0.5) ? random.below(12) - 3 : random.pick([-1, 2 ** 31 - 1, -(2 ** 31), 0x7fc00000, 2 ** 20]);

/** All blocks of every part, and some rows of it, are what the head says, and can be trained on. */
export async function blocksProblem(store: BlockStore, random: Random): Promise<Problem> {
  const { layout, classes, parts } = store;
  for (const part of ["train", "validation", "test"] as const) {
    const blocks = parts[part]?.blocks ?? [];
    if (blocks.length === 0) continue;
    const room = {
      nRows: Math.max(...blocks.map((size) => size.nRows)),
      nonzeros: Math.max(...blocks.map((size) => size.nonzeros)),
    };
    const slot = defaultKernels({ threads: 1 }).slot(layout, room);
    for (const [k, { nRows }] of blocks.entries()) {
      const precision = layout.stored === "float64" ? "float64" : "float32";
      const { kernel, targets } = await store.read(part, k, slot, precision);
      if (kernel.nRows !== nRows || targets.length !== nRows) return `block ${k} has ${kernel.nRows} rows`;
      const params = new Float64Array(classes.length * (layout.nColumns + 1));
      kernel.crossEntropy(params, targets, undefined, { from: 0, to: nRows }, params.slice());
    }
    const taken = await store.take(part, Int32Array.of(random.below(parts[part]!.nRows)));
    if (taken.targets.length !== 1 || taken.features.nRows !== 1)
      return `${taken.targets.length} rows were taken`;
  }
  return undefined;
}
