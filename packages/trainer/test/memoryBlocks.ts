import { type BlockLayout, encodeBlock, type Features, takeRows } from "@softmax/tensor-core";
import type { BlockStore, PartName, TakenRows } from "../src/blocks/blocks.js";
import type { EncodedParts, Part } from "../src/encodeParts.js";
import type { PreparedRun } from "../src/prepareRun.js";

export interface MemoryBlocks extends BlockStore {
  /** Blocks read so far. */
  readonly reads: { count: number };
}

/** The rows of a prepared run as a store of blocks of `rows` rows, the last of each part being shorter. */
export function memoryBlocks(
  { problem, precision }: Pick<PreparedRun, "problem" | "precision">,
  rows: number,
  onRead?: (part: PartName, block: number, count: number) => void,
): MemoryBlocks {
  const { train, validation, test, label, classes, encoders, warnings } = problem;
  const layout = layoutOf(train.features);
  const parts = { train, ...(validation && { validation }), ...(test && { test }) };
  const cut = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, blocksOf(part, rows)]),
  ) as Record<PartName, TakenRows[]>;
  const reads = { count: 0 };
  return {
    name: "memory",
    layout,
    precision,
    label,
    classes,
    encoders,
    warnings,
    parts: Object.fromEntries(
      Object.entries(cut).map(([name, blocks]) => [
        name,
        {
          nRows: blocks.reduce((sum, { targets }) => sum + targets.length, 0),
          blocks: blocks.map(({ features }) => sizeOf(features)),
        },
      ]),
    ) as unknown as BlockStore["parts"],
    hasSampleWeights: train.sampleWeight !== undefined,
    classWeights: classWeightsOf(problem),
    fingerprint: "ab".repeat(32),
    reads,
    async read(part, k, slot, bits) {
      reads.count++;
      onRead?.(part, k, reads.count);
      const { features, targets, sampleWeight } = cut[part][k];
      const size = sizeOf(features);
      encodeBlock(layout, features, slot.place(size));
      await Promise.resolve();
      return { kernel: slot.bind(size, bits), targets, sampleWeight };
    },
    take: async (part, wanted) => taken(parts[part as keyof typeof parts]!, wanted),
    close: async () => {},
  };
}

const sizeOf = (features: Features) => ({
  nRows: features.nRows,
  nonzeros: features.kind === "csr" ? features.rowStarts[features.nRows] : 0,
});

function layoutOf(features: Features): BlockLayout {
  const { kind, nColumns } = features;
  const values = kind === "dense" ? features.data : features.values;
  const stored =
    values instanceof Uint8Array ? "uint8" : values instanceof Float32Array ? "float32" : "float64";
  return { kind, stored, nColumns, scale: kind === "dense" ? features.scale : 1 };
}

function blocksOf(part: Part, rows: number): TakenRows[] {
  const { nRows } = part.features;
  return Array.from({ length: Math.ceil(nRows / rows) }, (_, k) => {
    const length = Math.min(rows, nRows - k * rows);
    return taken(
      part,
      Int32Array.from({ length }, (_, i) => k * rows + i),
    );
  });
}

const taken = ({ features, targets, sampleWeight }: Part, rows: Int32Array): TakenRows => ({
  features: takeRows(features, rows),
  targets: rows.map((i) => targets[i]),
  sampleWeight: sampleWeight && Float64Array.from(rows, (i) => sampleWeight[i]),
});

function classWeightsOf({ classes, train: { targets, sampleWeight } }: EncodedParts) {
  const met = classes.map(() => ({ sum: 0, least: Infinity, most: 0 }));
  targets.forEach((c, i) => {
    const weight = sampleWeight?.[i] ?? 1;
    met[c].sum += weight;
    met[c].least = Math.min(met[c].least, weight);
    met[c].most = Math.max(met[c].most, weight);
  });
  return met.map((weights) => (weights.least < Infinity ? weights : { sum: 0, least: 0, most: 0 }));
}
