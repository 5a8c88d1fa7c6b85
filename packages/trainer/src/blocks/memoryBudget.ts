import { type BlockLayout, type BlockSize, blockBytes, type Precision, passRows } from "@softmax/tensor-core";
import { ConfigError } from "../parseOptions.js";

/** What a process takes beside its data: engine and code, the threads, what is garbage until the next collection (measured: docs/scale.md). */
const PROCESS_BYTES = 190e6;
/** Least bytes for data. */
const LEAST_BYTES = 64e6;

/**
 * What of a process's `memory` its data may take, in bytes.
 *
 * @throws ConfigError where that is too little
 * @example
 * dataBytes(512e6); // 322e6
 */
export function dataBytes(memory: number): number {
  const bytes = memory - PROCESS_BYTES;
  if (bytes >= LEAST_BYTES) return bytes;
  throw new ConfigError(
    `memory: found ${memory} bytes; expected at least ${PROCESS_BYTES + LEAST_BYTES}, of which the program itself takes ${PROCESS_BYTES}`,
  );
}

/**
 * How many rows a block has at most, and how many bytes they have. Two blocks, with what the kernels need beside them,
 * take less than two thirds of `bytes`; where that is enough for the rows that a pass takes at a time, blocks are those.
 */
export function blockLimits(
  layout: BlockLayout,
  nClasses: number,
  precision: Precision,
  bytes: number,
): { readonly mostRows: number; readonly mostBytes: number } {
  const mostBytes = Math.floor(bytes / 4);
  const mostRows = passRows(layout, nClasses, precision);
  if (layout.kind === "csr") return { mostRows, mostBytes };
  const size = (nRows: number): BlockSize => ({ nRows, nonzeros: 0 });
  const rowBytes = Math.max(1, blockBytes(layout, size(1)));
  const fitting = Math.floor(mostBytes / rowBytes / 64) * 64;
  return {
    mostRows: Math.max(1, Math.min(mostRows, fitting || Math.floor(mostBytes / rowBytes))),
    mostBytes,
  };
}
