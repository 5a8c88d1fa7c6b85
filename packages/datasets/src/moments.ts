export interface Moments {
  readonly mean: Float64Array;
  /** Of the population; 1 for a constant column, so that it can be divided by. */
  readonly deviation: Float64Array;
}

/** Takes the rows of a matrix in pieces, as often as it takes; any pieces give the same bits. */
export interface MomentsFitter {
  /** Takes the given rows of the next piece, which is row-major. */
  add(data: Values, rows: Int32Array): void;
  /** At the end of the matrix; undefined where all of it has to be added once more. */
  finish(): Moments | undefined;
}

type Values = Float32Array | Float64Array | Uint8Array;

/**
 * Means and population deviations √(Σ_i (x_ij − mean_j)² / n) of the d columns j of X. A constant column has its value
 * as mean: sums are those of the differences from the first row. The squares are a second pass; a third divides by the
 * largest |x_ij − mean_j| where they overflow or vanish.
 */
export function momentsFitter(d: number): MomentsFitter {
  const mean = new Float64Array(d);
  const squares = new Float64Array(d);
  const largest = new Float64Array(d);
  const units = new Float64Array(d).fill(1);
  let first: Float64Array | undefined;
  let pass: "sum" | "squares" | "scaled" = "sum";
  let n = 0;

  const addDifferences = (data: Values, rows: Int32Array): void => {
    if (rows.length === 0) return;
    first ??= Float64Array.from(data.subarray(rows[0] * d, (rows[0] + 1) * d));
    for (let r = 0; r < rows.length; r++)
      for (let j = 0, k = rows[r] * d; j < d; j++, k++) mean[j] += data[k] - first[j];
    n += rows.length;
  };

  const addSquares = (data: Values, rows: Int32Array): void => {
    for (let r = 0; r < rows.length; r++)
      for (let j = 0, k = rows[r] * d; j < d; j++, k++) {
        const difference = Math.abs(data[k] - mean[j]) / units[j];
        squares[j] += difference * difference;
        if (difference > largest[j]) largest[j] = difference;
      }
  };

  /** Whether there are columns whose squares have to be summed anew, in units of the largest difference. */
  const rescale = (): boolean => {
    if (pass === "scaled") return false;
    for (let j = 0; j < d; j++) if (largest[j] > 0 && !isSafe(squares[j])) units[j] = largest[j];
    if (units.every((unit) => unit === 1)) return false;
    squares.fill(0);
    return true;
  };

  return {
    add: (data, rows) => (pass === "sum" ? addDifferences : addSquares)(data, rows),
    finish() {
      if (pass === "sum") {
        for (let j = 0; j < d; j++) mean[j] = (first?.[j] ?? Number.NaN) + mean[j] / n;
        pass = "squares";
        return undefined;
      }
      if (rescale()) {
        pass = "scaled";
        return undefined;
      }
      return { mean, deviation: squares.map((sum, j) => units[j] * Math.sqrt(sum / n) || 1) };
    },
  };
}

/** Sums of squares below 1e-280, or above 1e280, have lost digits to underflow or overflow. */
export const isSafe = (squares: number): boolean => squares > 1e-280 && squares < 1e280;
