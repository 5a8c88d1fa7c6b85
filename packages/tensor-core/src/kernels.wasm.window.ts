import type { Features } from "./features.js";
import type { Precision } from "./kernels.js";

/**
 * Rows are staged a window at a time, and a window is cut into segments, which threads take one by one. Both depend
 * on the problem alone and never on the threads, so that every sum is over the same rows in the same order.
 */
export interface Window {
  readonly segmentRows: number;
  readonly segments: number;
}

/** How large a window may be. */
export interface WindowLimits {
  readonly rows: number;
  /** Of order, targets, weights and a table [rows, C]. */
  readonly bytes: number;
  readonly segments: number;
}

/** Windows beside X as a whole, and beside a part of it in a smaller memory. */
export const WHOLE: WindowLimits = { rows: 65536, bytes: 8 << 20, segments: 32 };
export const PART: WindowLimits = { rows: 4096, bytes: 1 << 20, segments: 4 };

/** Rows whose gradient is summed in single precision before it is added to the double-precision one. */
const MAX_SUMMED = 2048;
/** Rows of a segment at least: adding up the segments' gradients takes less than a hundredth of their computation. */
const MIN_ROWS = 256;
/** What the gradients of a window's segments may take. */
const GRADIENT_BYTES = 32 << 20;

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
const rowBytes = (nClasses: number): number => 16 + 8 * nClasses;

/** The windows of passes over `wanted` rows: segments are multiples of 64 rows. */
export function windowOf(
  features: Features,
  nColumns: number,
  nClasses: number,
  precision: Precision,
  wanted: number,
  limits: WindowLimits,
): Window {
  const most = segmentsAtMost(features, nColumns, nClasses, precision, wanted, limits);
  const summed = features.kind === "dense" ? most * MAX_SUMMED : Number.POSITIVE_INFINITY;
  const fitting = Math.floor(limits.bytes / rowBytes(nClasses) / 64) * 64;
  const rows = Math.max(64, Math.min(limits.rows, fitting, summed, roundUp(wanted, 64)));
  const segmentRows = Math.max(Math.min(MIN_ROWS, rows), roundUp(rows / most, 64));
  return { segmentRows, segments: Math.max(1, Math.floor(rows / segmentRows)) };
}

/** As many as have room for their gradients, and for sparse rows as make adding those up worth while. */
function segmentsAtMost(
  features: Features,
  nColumns: number,
  nClasses: number,
  precision: Precision,
  wanted: number,
  limits: WindowLimits,
): number {
  const fitting = Math.floor(GRADIENT_BYTES / gradientBytes(features, nColumns, nClasses, precision));
  const worth = features.kind === "dense" ? fitting : (wanted * entriesPerRow(features)) / (8 * nColumns + 1);
  return Math.max(1, Math.min(limits.segments, fitting, Math.floor(worth)));
}

/** The columns of dense rows, the mean count of entries of sparse ones. */
export function entriesPerRow(features: Features): number {
  if (features.kind === "dense") return features.nColumns;
  return features.rowStarts[features.nRows] / Math.max(1, features.nRows);
}

/** Upper bound of the bytes of one segment's gradient. */
function gradientBytes(features: Features, nColumns: number, nClasses: number, precision: Precision): number {
  const size = features.kind === "dense" && precision === "float32" ? 4 : 8;
  return (nColumns + 8) * (nClasses + 4) * size;
}

/** Upper bound of what the passes need beside X, in bytes, in one thread: `layout` of `wasm/layout.ts`. */
export function workspaceBytes(
  features: Features,
  nColumns: number,
  nClasses: number,
  precision: Precision,
  { segments, segmentRows }: Window,
): number {
  const packed = (nColumns + 8) * (nClasses + 4) * 24;
  const gradients = segments * (gradientBytes(features, nColumns, nClasses, precision) + 8 * nClasses + 128);
  const rows = segments * segmentRows * rowBytes(nClasses);
  return packed + gradients + rows + threadBytes(nColumns, nClasses) + 65536;
}

/** Upper bound of what each thread needs for itself, in bytes. */
export function threadBytes(nColumns: number, nClasses: number): number {
  return 64 * 3 * 8 * (nClasses + 4) + Math.max(512 << 10, 64 * (nColumns + 16));
}

/** The windows of features by columns, whose segments are their blocks: as many as their logits have room for. */
export function turnedWindow(nClasses: number, height: number, nBlocks: number): Window {
  const bytes = height * 16 * (nClasses + 4);
  return { segmentRows: height, segments: Math.max(1, Math.min(nBlocks, Math.floor((64 << 20) / bytes))) };
}

/** Upper bound of what passes over features by columns need beside X, in bytes, in one thread. */
export function turnedWorkspaceBytes(nColumns: number, nClasses: number, window: Window): number {
  const packed = (nColumns + 8) * (nClasses + 4) * 32;
  const rows = window.segments * window.segmentRows * (rowBytes(nClasses) + 16 * (nClasses + 4));
  return packed + rows + window.segments * (8 * nClasses + 128) + threadBytes(nColumns, nClasses) + 65536;
}
