import type { NumberArray } from "./dataset.js";
import { medianFitter } from "./medianFitter.js";
import { isSafe } from "./moments.js";

/** What training learns from a column of numbers. */
export interface ColumnStatistics {
  /** Of the values that are not missing; NaN where all are. */
  readonly median: number;
  /** Mean and population deviation once the median stands for what is missing; equal values have deviation 1. */
  readonly mean: number;
  readonly deviation: number;
}

/** Takes a column in pieces, as often as it takes; any pieces give the same bits. */
export interface StatisticsFitter {
  /** Takes the given rows of the next piece, which is of the same type as the others. */
  add(values: NumberArray, rows: Int32Array): void;
  /** At the end of the column; undefined where all of it has to be added once more. */
  finish(): ColumnStatistics | undefined;
}

/** @param room values that may be kept for the median: with fewer than there are, it takes three passes or more */
export function statisticsFitter(room: number): StatisticsFitter {
  let fitter: StatisticsFitter | undefined;
  return {
    add(values, rows) {
      fitter ??= values instanceof Uint8Array ? ofBytes() : ofFloats(room);
      fitter.add(values, rows);
    },
    finish: () => (fitter ?? ofBytes()).finish(),
  };
}

/**
 * Of k values and m missing ones, for which the median stands, n = k + m:
 *
 *     a = x₁ + Σ(x − x₁)/k,   mean = x₁ + (Σ(x − x₁) + m·(median − x₁))/n,
 *     deviation² = (Σ(x − a)² + k·(a − mean)² + m·(median − mean)²)/n,
 *
 * sums over the values that are there, x₁ being the first. Σ(x − a)² is a second pass; a third divides by the largest
 * |x − a| where squares overflow or vanish.
 */
function ofFloats(room: number): StatisticsFitter {
  const median = medianFitter(room);
  let known: number | undefined;
  let pass: "sum" | "squares" | "scaled" | "done" = "sum";
  let unit = 1;
  let scratch = new Float64Array(0);
  let [count, missing, first, sum] = [0, 0, Number.NaN, 0];
  let [center, squares, largest] = [Number.NaN, 0, 0];

  /** The values that are not missing, −0 as 0. */
  const present = (values: NumberArray, rows: Int32Array): Float64Array => {
    if (rows.length > scratch.length) scratch = new Float64Array(rows.length);
    let length = 0;
    for (let r = 0; r < rows.length; r++) {
      const value = values[rows[r]];
      if (!Number.isNaN(value)) scratch[length++] = value + 0;
    }
    return scratch.subarray(0, length);
  };

  const toNextPass = (): void => {
    if (pass === "sum") {
      center = first + sum / count;
      pass = "squares";
    } else if (pass === "squares" && largest > 0 && !isSafe(squares)) {
      [unit, squares] = [largest, 0];
      pass = "scaled";
    } else pass = "done";
  };

  const statistics = (median: number): ColumnStatistics => {
    const n = count + missing;
    const mean = missing === 0 ? center : first + (sum + missing * (median - first)) / n;
    const total = squares + count * ((center - mean) / unit) ** 2 + missing * ((median - mean) / unit) ** 2;
    return { median, mean, deviation: unit * Math.sqrt(total / n) || 1 };
  };

  return {
    add(values, rows) {
      const some = present(values, rows);
      if (known === undefined) median.add(some);
      if (pass === "sum") {
        if (count === 0 && some.length > 0) first = some[0];
        count += some.length;
        missing += rows.length - some.length;
        sum = sumOfDifferences(some, first, sum);
      } else if (pass !== "done") {
        squares = sumOfSquares(some, center, unit, squares);
        largest = largestDifference(some, center, largest);
      }
    },
    finish() {
      known ??= median.finish();
      if (count === 0) return { median: Number.NaN, mean: Number.NaN, deviation: 1 };
      toNextPass();
      return known !== undefined && pass === "done" ? statistics(known) : undefined;
    },
  };
}

/** `sum` and the differences of the values from `origin`, added one after another. */
function sumOfDifferences(values: Float64Array, origin: number, sum: number): number {
  let total = sum;
  for (let k = 0; k < values.length; k++) total += values[k] - origin;
  return total;
}

function sumOfSquares(values: Float64Array, center: number, unit: number, sum: number): number {
  let total = sum;
  for (let k = 0; k < values.length; k++) total += ((values[k] - center) / unit) ** 2;
  return total;
}

function largestDifference(values: Float64Array, center: number, largest: number): number {
  let most = largest;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k] - center));
  return most;
}

/** From the counts c_v of the values v = 0 … 255: mean Σ c_v v / n, deviation √(Σ c_v (v − mean)² / n). */
function ofBytes(): StatisticsFitter {
  const counts = new Float64Array(256);
  let n = 0;
  return {
    add(values, rows) {
      for (let r = 0; r < rows.length; r++) counts[values[rows[r]]]++;
      n += rows.length;
    },
    finish() {
      if (n === 0) return { median: Number.NaN, mean: Number.NaN, deviation: 1 };
      const sum = (of: (value: number) => number) =>
        counts.reduce((total, count, value) => (count === 0 ? total : total + count * of(value)), 0);
      const mean = sum((value) => value) / n;
      const median = (valueAt(counts, Math.floor((n - 1) / 2)) + valueAt(counts, Math.floor(n / 2))) / 2;
      return { median, mean, deviation: Math.sqrt(sum((value) => (value - mean) ** 2) / n) || 1 };
    },
  };
}

/** The value at this position, from 0, of all in ascending order. */
function valueAt(counts: Float64Array, position: number): number {
  let value = 0;
  for (let upTo = counts[0]; upTo <= position; upTo += counts[value]) value++;
  return value;
}
