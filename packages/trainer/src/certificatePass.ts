import type { Features, LinearKernel, RowRange, Targets } from "@softmax/tensor-core";
import { log } from "@softmax/tensor-core/elementary";
import { splitSoftmax } from "./certificateSoftmax.js";
import { addTo, compensatedSums, totals } from "./compensatedSum.js";
import { rowNorm } from "./rowNorm.js";

/** What all rows of softmax cross-entropy have in common. */
export interface CertificateScope {
  /** n, all of them. */
  readonly nSamples: number;
  readonly nColumns: number;
  readonly nClasses: number;
  /** ε: targets become (1 − ε) y + ε/C. Default 0. */
  readonly labelSmoothing?: number;
}

/** Some of the rows, or all. */
export interface CertificateRows {
  /** X bound in float64: `kernels.linear(features, "float64")`. */
  readonly kernel: LinearKernel;
  /** Z [n, C], the logits of the parameters in question by that kernel. */
  readonly logits: Float64Array;
  /**
   * The same X; only the norms of its rows are read, for the rounding allowance. Without it the norms are bounded by what the
   * kernel tells of the columns: mean ‖x‖ ≤ √(mean ‖x‖²).
   */
  readonly features?: Features;
  /** Class indices [n] or distributions [n, C]. */
  readonly targets: Targets;
  /** Weights, over all rows of mean 1, [n]; 1 where absent. */
  readonly weights?: Float64Array;
}

/**
 * What one pass over X leaves of it. Legend: y_i the smoothed target row, m_i = w_i Σ_c y_ic its mass (w_i,
 * as rows of y sum to 1), p_i = softmax(z_i), p̃_i the softmax of z_i + Δ over the classes S with ȳ_c > 0
 * (0 elsewhere), mean = (1/n) Σ_i.
 */
export interface CertificateSums {
  /** M = mean m_i. */
  readonly mass: number;
  /** ȳ [C] = mean w_i y_i. */
  readonly prior: Float64Array;
  /** e [C] = mean (m_i p̃_i − w_i y_i), summed as differences. */
  readonly excess: Float64Array;
  /** L [C] = mean m_i (−ln p_ic), for c in S. */
  readonly surprise: Float64Array;
  /** mean w_i CE(y_i, p_i), the loss part of F. */
  readonly loss: number;
  /** mean m_i KL(y_i ‖ p_i): the loss less the targets' own entropy. */
  readonly targetDivergence: number;
  /** mean m_i KL(p̃_i ‖ p_i). */
  readonly shiftDivergence: number;
  /** mean (m_i p̃_i − w_i y_i) x_iᵀ [C, d]. */
  readonly residualMoment: Float64Array;
  /** mean w_i y_i x_iᵀ [C, d]. */
  readonly targetMoment: Float64Array;
  /** mean m_i ‖x_i‖₂, or an upper bound of it. */
  readonly meanNorm: number;
  /** No entry of the moments is the result of more additions than this. */
  readonly nAdditions: number;
  /** Additions behind a sum over rows of anything else, where they are not compensated; default 0: they are. */
  readonly rowAdditions?: number;
}

/** Of the sums behind a certificate: those by row, both moments, and two counts. */
export const certificateSize = ({ nClasses: C, nColumns }: CertificateScope): number =>
  rowSumsSize(C) + 2 * C * nColumns + 2;

/**
 * Reads X once, for both moments. `prior` is ȳ, from `targetSums`; `shift` is Δ, from `biasSums`; `room` [certificateSize]
 * holds the sums.
 */
export function certificateSums(
  scope: CertificateScope,
  prior: Float64Array,
  shift: Float64Array,
  room: Float64Array = new Float64Array(certificateSize(scope)),
) {
  const { nClasses: C, nColumns } = scope;
  const [byRow, moment] = [rowSumsSize(C), C * nColumns];
  const sums = rowSums(scope, prior, shift, room.subarray(0, byRow));
  const [residuals, targets] = [0, 1].map((k) =>
    momentSum(nColumns, C, room.subarray(byRow + k * moment, byRow + (k + 1) * moment)),
  );
  /** Rows of the longest partial sum, and how many partial sums. */
  const counts = room.subarray(byRow + 2 * moment);
  let [R, Y] = [0, 1].map(() => new Float64Array(0));

  return {
    add(rows: CertificateRows): void {
      const { kernel, logits } = rows;
      const n = kernel.nRows;
      const each = Math.min(rowsPerPartialSum(rows, C), n);
      if (R.length < each * C) [R, Y] = [0, 1].map(() => new Float64Array(each * C));
      const addRow = sums.of(rows);
      for (let from = 0; from < n; from += each, counts[1]++) {
        const part = { from, to: Math.min(from + each, n) };
        for (let i = from; i < part.to; i++) addRow(i, logits, R, Y, (i - from) * C);
        residuals.add(kernel, R.subarray(0, (part.to - from) * C), part);
        targets.add(kernel, Y.subarray(0, (part.to - from) * C), part);
      }
      counts[0] = Math.max(counts[0], each);
    },
    sums: (): CertificateSums => ({
      ...sums.means(),
      prior,
      residualMoment: residuals.total,
      targetMoment: targets.total,
      nAdditions: counts[0] + counts[1],
    }),
  };
}

/** ȳ [C] = mean w_i y_i, from the targets alone; `room` [2·C] holds the sums. */
export function targetSums(scope: CertificateScope, room?: Float64Array) {
  const { nSamples, nClasses: C } = scope;
  const y = new Float64Array(C);
  const sums = compensatedSums(C, room);
  return {
    add(rows: Pick<CertificateRows, "targets" | "weights" | "kernel">): void {
      const readTarget = targetReader(scope, rows.targets);
      for (let i = 0; i < rows.kernel.nRows; i++) {
        readTarget(i, y);
        const w = (rows.weights?.[i] ?? 1) / nSamples;
        for (let c = 0; c < C; c++) addTo(sums, c, w * y[c]);
      }
    },
    prior: (): Float64Array => totals(sums),
  };
}

/** y ← row i of the targets, one-hot where they are indices, smoothed: (1 − ε) y + ε/C; returns Σ_c y_c. */
export function targetReader({ nClasses: C, labelSmoothing = 0 }: CertificateScope, targets: Targets) {
  return (i: number, y: Float64Array): number => {
    let sum = 0;
    for (let c = 0; c < C; c++) {
      const target = targets instanceof Int32Array ? Number(targets[i] === c) : targets[i * C + c];
      sum += y[c] = (1 - labelSmoothing) * target + labelSmoothing / C;
    }
    return sum;
  };
}

const rowSumsSize = (C: number): number => 4 * C + 10;

/** The sums that need of X only ‖x_i‖; what `of` returns also leaves row i's m p̃ − w y in R and w y in Y, over n. */
function rowSums(scope: CertificateScope, prior: Float64Array, shift: Float64Array, room: Float64Array) {
  const { nSamples, nClasses: C } = scope;
  const { p, logP, evaluate } = splitSoftmax(prior, shift);
  const y = new Float64Array(C);
  const excess = compensatedSums(C, room.subarray(0, 2 * C));
  const surprise = compensatedSums(C, room.subarray(2 * C, 4 * C));
  const scalars = compensatedSums(5, room.subarray(4 * C));

  return {
    of(rows: CertificateRows) {
      const { features, weights } = rows;
      const readTarget = targetReader(scope, rows.targets);
      if (!features) addTo(scalars, 4, largestMeanNorm(scope, rows));
      return (i: number, Z: Float64Array, R: Float64Array, Y: Float64Array, at: number): void => {
        const w = (weights?.[i] ?? 1) / nSamples;
        const mass = readTarget(i, y);
        const shiftDivergence = evaluate(Z, i * C);
        const loss = crossEntropyOf(y, logP);
        const targetDivergence = Math.max(loss - entropyOf(y, mass), 0);
        addTo(scalars, 0, w * mass);
        addTo(scalars, 1, w * loss);
        addTo(scalars, 2, w * targetDivergence);
        addTo(scalars, 3, w * mass * shiftDivergence);
        if (features) addTo(scalars, 4, w * mass * rowNorm(features, i));
        for (let c = 0; c < C; c++) {
          Y[at + c] = w * y[c];
          R[at + c] = w * (mass * p[c] - y[c]);
          addTo(excess, c, R[at + c]);
          addTo(surprise, c, -w * mass * logP[c]);
        }
      };
    },
    means() {
      const [mass, loss, targetDivergence, shiftDivergence, meanNorm] = totals(scalars);
      return {
        ...{ mass, loss, targetDivergence, shiftDivergence, meanNorm },
        excess: totals(excess),
        surprise: totals(surprise),
      };
    },
  };
}

/** √(Σ m_i · Σ m_i ‖x_i‖²) ≥ Σ m_i ‖x_i‖ over some rows, m_i / n in place of m_i. */
function largestMeanNorm(scope: CertificateScope, { kernel, targets, weights }: CertificateRows): number {
  const readTarget = targetReader(scope, targets);
  const y = new Float64Array(scope.nClasses);
  const masses = new Float64Array(kernel.nRows);
  for (let i = 0; i < masses.length; i++)
    masses[i] = ((weights?.[i] ?? 1) / scope.nSamples) * readTarget(i, y);
  const squares = new Float64Array(kernel.nColumns + 1);
  kernel.gramDiagonal(masses, { from: 0, to: masses.length }, squares);
  const sum = squares.subarray(0, kernel.nColumns).reduce((total, square) => total + square, 0);
  return Math.sqrt(squares[kernel.nColumns] * sum);
}

/** −Σ_c y_c ln p_c. */
function crossEntropyOf(y: Float64Array, logP: Float64Array): number {
  let loss = 0;
  for (let c = 0; c < y.length; c++) if (y[c] > 0) loss -= y[c] * logP[c];
  return loss;
}

/** −Σ_c y_c ln(y_c / Σ y). */
function entropyOf(y: Float64Array, mass: number): number {
  let entropy = 0;
  for (let c = 0; c < y.length; c++) if (y[c] > 0) entropy -= y[c] * log(y[c] / mass);
  return entropy;
}

/** Σ R xᵀ [C, d] in two levels, so that its rounding error grows with the rows of a partial sum, not with n. */
function momentSum(nColumns: number, C: number, total: Float64Array) {
  const partial = new Float64Array(C * nColumns + C);
  const add = (kernel: LinearKernel, residuals: Float64Array, rows: RowRange): void => {
    partial.fill(0);
    kernel.accumulate(residuals, rows, partial);
    for (let j = 0; j < total.length; j++) total[j] += partial[j];
  };
  return { total, add };
}

/** Rows of dense features in a partial sum: few beside n, many beside the passes over the parameters they cost. */
const DENSE_ROWS = 2048;

/** Numbers in the residuals of a partial sum, at most. */
const MOST_RESIDUALS = 2 ** 20;

/** More rows where X is sparse, as if stored entries were spread over as few dense rows. */
function rowsPerPartialSum({ features }: CertificateRows, C: number): number {
  if (features?.kind !== "csr") return DENSE_ROWS;
  const { values, nRows, nColumns } = features;
  const rows = DENSE_ROWS * Math.ceil((nRows * nColumns) / Math.max(values.length, 1));
  return Math.max(DENSE_ROWS, Math.min(rows, Math.floor(MOST_RESIDUALS / C)));
}
