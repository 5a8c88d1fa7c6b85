import type { NumberArray } from "./dataset.js";
import { medianInPlace } from "./median.js";
import { moments } from "./moments.js";

/** What training learns from a column of numbers. */
export interface ColumnStatistics {
  /** Of the values that are not missing; NaN where all are. */
  readonly median: number;
  /** Mean and population deviation once the median stands for what is missing; equal values have deviation 1. */
  readonly mean: number;
  readonly deviation: number;
}

export function columnStatistics(values: NumberArray, rows: Int32Array): ColumnStatistics {
  return values instanceof Uint8Array ? ofBytes(values, rows) : ofFloats(values, rows);
}

function ofFloats(values: NumberArray, rows: Int32Array): ColumnStatistics {
  const filled = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) filled[count++] = values[row];
  const median = medianInPlace(filled.subarray(0, count));
  filled.fill(median, count);
  const { mean, deviation } = moments(filled, 1);
  return { median, mean: mean[0], deviation: deviation[0] };
}

/** From the counts c_v of the values v = 0 … 255: mean Σ c_v v / n, deviation √(Σ c_v (v − mean)² / n). */
function ofBytes(values: Uint8Array, rows: Int32Array): ColumnStatistics {
  const counts = new Int32Array(256);
  for (let r = 0; r < rows.length; r++) counts[values[rows[r]]]++;
  const n = rows.length;
  if (n === 0) return { median: Number.NaN, mean: Number.NaN, deviation: 1 };
  const sum = (of: (value: number) => number) =>
    counts.reduce((total, count, value) => (count === 0 ? total : total + count * of(value)), 0);
  const mean = sum((value) => value) / n;
  const median = (valueAt(counts, (n - 1) >> 1) + valueAt(counts, n >> 1)) / 2;
  return { median, mean, deviation: Math.sqrt(sum((value) => (value - mean) ** 2) / n) || 1 };
}

/** The value at this position, from 0, of all in ascending order. */
function valueAt(counts: Int32Array, position: number): number {
  let value = 0;
  for (let upTo = counts[0]; upTo <= position; upTo += counts[value]) value++;
  return value;
}
