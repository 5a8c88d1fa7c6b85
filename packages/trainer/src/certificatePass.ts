import type { Features, LinearKernel, RowRange, Targets } from "@softmax/tensor-core";
import { log } from "@softmax/tensor-core/elementary";
import { splitSoftmax } from "./certificateSoftmax.js";
import { addTo, compensatedSums, totals } from "./compensatedSum.js";
import { rowNorm } from "./rowNorm.js";

/** Softmax cross-entropy of a linear model at the parameters in question. */
export interface CertificateProblem {
  /** X [n, d] bound in float64: `kernels.linear(features, "float64")`. */
  readonly kernel: LinearKernel;
  /** Z [n, C], the logits of `params` by that kernel. */
  readonly logits: Float64Array;
  /** The same X; only the norms of its rows are read, for the rounding allowance. */
  readonly features: Features;
  /** Class indices [n] or distributions [n, C]. */
  readonly targets: Targets;
  readonly nClasses: number;
  /** W [C, d] row-major, then b [C]; any parameters, however far from the minimum. */
  readonly params: Float64Array;
  /** Weights of mean 1, [n]; 1 where absent. */
  readonly weights?: Float64Array;
  /** ε: targets become (1 − ε) y + ε/C. Default 0. */
  readonly labelSmoothing?: number;
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
  /** mean m_i ‖x_i‖₂. */
  readonly meanNorm: number;
  /** No entry of the moments is the result of more additions than this. */
  readonly nAdditions: number;
}

/** Reads X once, for both moments. `prior` is ȳ, from `meanTargets`; `shift` is Δ, from `biasStep`. */
export function certificatePass(
  problem: CertificateProblem,
  prior: Float64Array,
  shift: Float64Array,
): CertificateSums {
  const { kernel, features, logits, nClasses: C } = problem;
  const n = kernel.nRows;
  const rowsPerSum = rowsPerPartialSum(features, C);
  const rows = rowSums(problem, prior, shift);
  const [R, Y] = [0, 1].map(() => new Float64Array(Math.min(rowsPerSum, n) * C));
  const [residuals, targets] = [0, 1].map(() => momentSum(kernel, C));

  for (let from = 0; from < n; from += rowsPerSum) {
    const block = { from, to: Math.min(from + rowsPerSum, n) };
    for (let i = from; i < block.to; i++) rows.add(i, logits, R, Y, (i - from) * C);
    residuals.add(R.subarray(0, (block.to - from) * C), block);
    targets.add(Y.subarray(0, (block.to - from) * C), block);
  }
  return {
    ...rows.means(),
    prior,
    residualMoment: residuals.total,
    targetMoment: targets.total,
    nAdditions: Math.min(rowsPerSum, n) + Math.ceil(n / rowsPerSum),
  };
}

/** ȳ [C] = mean w_i y_i, from the targets alone. */
export function meanTargets(problem: CertificateProblem): Float64Array {
  const { kernel, weights, nClasses: C } = problem;
  const readTarget = targetReader(problem);
  const y = new Float64Array(C);
  const sums = compensatedSums(C);
  for (let i = 0; i < kernel.nRows; i++) {
    readTarget(i, y);
    const w = (weights?.[i] ?? 1) / kernel.nRows;
    for (let c = 0; c < C; c++) addTo(sums, c, w * y[c]);
  }
  return totals(sums);
}

/** y ← row i of the targets, one-hot where they are indices, smoothed: (1 − ε) y + ε/C; returns Σ_c y_c. */
export function targetReader({ targets, nClasses: C, labelSmoothing = 0 }: CertificateProblem) {
  return (i: number, y: Float64Array): number => {
    let sum = 0;
    for (let c = 0; c < C; c++) {
      const target = targets instanceof Int32Array ? Number(targets[i] === c) : targets[i * C + c];
      sum += y[c] = (1 - labelSmoothing) * target + labelSmoothing / C;
    }
    return sum;
  };
}

/** The sums that need of X only ‖x_i‖; `add` also leaves row i's m p̃ − w y in R and w y in Y, over n. */
function rowSums(problem: CertificateProblem, prior: Float64Array, shift: Float64Array) {
  const { kernel, features, weights, nClasses: C } = problem;
  const readTarget = targetReader(problem);
  const { p, logP, evaluate } = splitSoftmax(prior, shift);
  const y = new Float64Array(C);
  const excess = compensatedSums(C);
  const surprise = compensatedSums(C);
  const scalars = compensatedSums(5);

  return {
    add(i: number, Z: Float64Array, R: Float64Array, Y: Float64Array, at: number): void {
      const w = (weights?.[i] ?? 1) / kernel.nRows;
      const mass = readTarget(i, y);
      const shiftDivergence = evaluate(Z, i * C);
      const loss = crossEntropyOf(y, logP);
      const targetDivergence = Math.max(loss - entropyOf(y, mass), 0);
      addTo(scalars, 0, w * mass);
      addTo(scalars, 1, w * loss);
      addTo(scalars, 2, w * targetDivergence);
      addTo(scalars, 3, w * mass * shiftDivergence);
      addTo(scalars, 4, w * mass * rowNorm(features, i));
      for (let c = 0; c < C; c++) {
        Y[at + c] = w * y[c];
        R[at + c] = w * (mass * p[c] - y[c]);
        addTo(excess, c, R[at + c]);
        addTo(surprise, c, -w * mass * logP[c]);
      }
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
function momentSum(kernel: LinearKernel, C: number) {
  const partial = new Float64Array(C * kernel.nColumns + C);
  const total = new Float64Array(C * kernel.nColumns);
  const add = (residuals: Float64Array, rows: RowRange): void => {
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
function rowsPerPartialSum(features: Features, C: number): number {
  if (features.kind === "dense") return DENSE_ROWS;
  const { values, nRows, nColumns } = features;
  const rows = DENSE_ROWS * Math.ceil((nRows * nColumns) / Math.max(values.length, 1));
  return Math.max(DENSE_ROWS, Math.min(rows, Math.floor(MOST_RESIDUALS / C)));
}
