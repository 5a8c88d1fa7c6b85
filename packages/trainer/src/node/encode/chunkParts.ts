import { markTestRows } from "@softmax/datasets";
import type { ChunkedDataset } from "@softmax/datasets/node";
import type { PartName } from "../../blocks/blocks.js";
import { refuseTwoTests } from "../../prepareProblem.js";
import type { RunConfig } from "../../runConfig.js";
import type { ChunkTargets } from "./chunkTargets.js";

/** Which part each row is of, a byte a row where there is more than one. */
export interface ChunkParts {
  /** Parts that have rows. */
  readonly names: readonly PartName[];
  /** Rows of a part. */
  count(part: PartName): number;
  /** Those of the rows from … to − 1 that are of a part, counted from `from`. */
  rows(part: PartName, from: number, to: number): Int32Array;
}

const NAMES = ["train", "validation", "test"] as const;

/**
 * The parts of `splitAll`, row by row the same.
 *
 * @throws DataError as `splitAll`
 */
export function chunkParts(data: ChunkedDataset, found: ChunkTargets, config: RunConfig): ChunkParts {
  const { testSize, validationSize, seed } = config;
  refuseTwoTests(data, testSize);
  if (testSize === 0 && validationSize === 0) return onePart(data.nSamples);
  const { targets: stratify, groups } = found;
  const parts = new Uint8Array(data.nSamples);
  if (testSize > 0) {
    const inTest = markTestRows(parts.length, testSize, { seed, stratify, groups });
    for (let i = 0; i < parts.length; i++) if (inTest[i] === 1) parts[i] = 2;
  }
  if (validationSize > 0) {
    const left = stratify.filter((_: number, i: number) => parts[i] === 0);
    const grouped = groups && Float64Array.from(groups).filter((_, i) => parts[i] === 0);
    const chosen = markTestRows(left.length, validationSize, { seed, stratify: left, groups: grouped });
    for (let i = 0, k = 0; i < parts.length; i++) if (parts[i] === 0 && chosen[k++] === 1) parts[i] = 1;
  }
  return ofBytes(parts);
}

function onePart(nRows: number): ChunkParts {
  return {
    names: ["train"],
    count: (part) => (part === "train" ? nRows : 0),
    rows: (part, from, to) => rowsWhere(part === "train" ? to - from : 0, () => true),
  };
}

function ofBytes(parts: Uint8Array): ChunkParts {
  const counts = [0, 0, 0];
  for (const part of parts) counts[part]++;
  return {
    names: NAMES.filter((_, p) => counts[p] > 0),
    count: (part) => counts[NAMES.indexOf(part)],
    rows(part, from, to) {
      const p = NAMES.indexOf(part);
      return rowsWhere(to - from, (i) => parts[from + i] === p);
    },
  };
}

function rowsWhere(n: number, is: (i: number) => boolean): Int32Array {
  const rows = new Int32Array(n);
  let count = 0;
  for (let i = 0; i < n; i++) if (is(i)) rows[count++] = i;
  return rows.subarray(0, count);
}
