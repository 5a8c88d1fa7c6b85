import type { Features, LinearKernel, RowRange, Targets } from "@softmax/tensor-core";
import { addTo, compensatedSums, totals } from "./compensatedSum.js";

/** The problem whose certificate is wanted; see `CertificateOptions`. */
export interface CertificateProblem {
  readonly kernel: LinearKernel;
  readonly features: Features;
  readonly targets: Targets;
  readonly nClasses: number;
  readonly params: Float64Array;
  readonly weights?: Float64Array;
  readonly labelSmoothing?: number;
}

/**
 * What one pass over X leaves of it. Legend: y_i the smoothed target row, m_i = w_i Σ_c y_ic its mass (1 but
 * for weights), p_i = softmax(z_i), S the classes with ȳ_c > 0, p̃_i the softmax over S alone (0 elsewhere),
 * mean = (1/n) Σ_i.
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
  /** mean m_i KL(y_i ‖ p_i), what of the loss is not the targets' own entropy. */
  readonly divergence: number;
  /** mean m_i KL(p̃_i ‖ p_i) = mean m_i (−ln Σ_{c in S} p_ic). */
  readonly leak: number;
  /** mean (m_i p̃_i − w_i y_i) x_iᵀ [C, d]. */
  readonly residualMoment: Float64Array;
  /** mean w_i y_i x_iᵀ [C, d]. */
  readonly targetMoment: Float64Array;
  /** mean m_i ‖x_i‖₂. */
  readonly meanNorm: number;
  /** No entry of the moments is the result of more additions than this. */
  readonly nAdditions: number;
}

/** Rows whose logits are held at a time. */
const blockRows = 256;

/** Reads X block by block: the logits, then both moments; `prior` is ȳ, from `meanTargets`. */
export function certificatePass(problem: CertificateProblem, prior: Float64Array): CertificateSums {
  const { kernel, features, params, nClasses: C } = problem;
  const n = kernel.nRows;
  const rowsPerSum = rowsPerPartialSum(features);
  const [Z, R, Y] = [0, 1, 2].map(() => new Float64Array(blockRows * C));
  const rows = rowSums(problem, prior);
  const [residuals, targets] = [0, 1].map(() => momentSum(kernel, C));

  for (let from = 0; from < n; from += blockRows) {
    const block = { from, to: Math.min(from + blockRows, n) };
    const [z, r, y] = [Z, R, Y].map((cells) => cells.subarray(0, (block.to - from) * C));
    kernel.logits(params, block, z);
    for (let i = from; i < block.to; i++) rows.add(i, z, r, y, (i - from) * C);
    const closes = block.to % rowsPerSum === 0 || block.to === n;
    residuals.add(r, block, closes);
    targets.add(y, block, closes);
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
  const n = kernel.nRows;
  const readTarget = targetReader(problem);
  const y = new Float64Array(C);
  const sums = compensatedSums(C);
  for (let i = 0; i < n; i++) {
    readTarget(i, y);
    for (let c = 0; c < C; c++) addTo(sums, c, ((weights?.[i] ?? 1) / n) * y[c]);
  }
  return totals(sums);
}

/** The sums that need no X but ‖x_i‖; `add` also leaves the row's m p̃ − w y and w y, over n, at `at`. */
function rowSums(problem: CertificateProblem, prior: Float64Array) {
  const { kernel, features, weights, nClasses: C } = problem;
  const readTarget = targetReader(problem);
  const softmax = splitSoftmax(prior);
  const target = new Float64Array(C);
  const excess = compensatedSums(C);
  const surprise = compensatedSums(C);
  const scalars = compensatedSums(5);

  return {
    add(i: number, z: Float64Array, r: Float64Array, y: Float64Array, at: number): void {
      readTarget(i, target);
      const w = (weights?.[i] ?? 1) / kernel.nRows;
      const { p, logP } = softmax;
      const leak = softmax.evaluate(z, at);
      let [mass, loss, negativeEntropy] = [0, 0, 0];
      for (let c = 0; c < C; c++) {
        mass += target[c];
        if (prior[c] > 0) loss -= target[c] * logP[c];
        if (target[c] > 0) negativeEntropy += target[c] * Math.log(target[c]);
      }
      const divergence = Math.max(loss + negativeEntropy - mass * Math.log(mass), 0);
      const terms = [mass, loss, divergence, mass * leak, mass * rowNorm(features, i)];
      for (let k = 0; k < terms.length; k++) addTo(scalars, k, w * terms[k]);
      for (let c = 0; c < C; c++) {
        y[at + c] = w * target[c];
        r[at + c] = w * (mass * p[c] - target[c]);
        addTo(excess, c, r[at + c]);
        addTo(surprise, c, -w * mass * logP[c]);
      }
    },
    means() {
      const [mass, loss, divergence, leak, meanNorm] = totals(scalars);
      return { mass, loss, divergence, leak, meanNorm, excess: totals(excess), surprise: totals(surprise) };
    },
  };
}

/** y ← row i of the targets, one-hot where they are indices, smoothed: (1 − ε) y + ε/C. */
function targetReader({ targets, nClasses: C, labelSmoothing = 0 }: CertificateProblem) {
  return (i: number, y: Float64Array): void => {
    for (let c = 0; c < C; c++) {
      const target = targets instanceof Int32Array ? Number(targets[i] === c) : targets[i * C + c];
      y[c] = (1 - labelSmoothing) * target + labelSmoothing / C;
    }
  };
}

/**
 * Softmax that tells the classes S = {c: ȳ_c > 0} from the rest. `evaluate` reads the logits at `at`, sets
 * p ← p̃ and logP ← ln p at S (both stay 0 elsewhere), and returns −ln Σ_{c in S} p_c.
 */
function splitSoftmax(prior: Float64Array) {
  const classes = Array.from(prior.keys());
  const inside = classes.filter((c) => prior[c] > 0);
  const outside = classes.filter((c) => !(prior[c] > 0));
  const p = new Float64Array(prior.length);
  const logP = new Float64Array(prior.length);

  const evaluate = (z: Float64Array, at: number): number => {
    const max = maxOver(inside, z, at);
    let sum = 0;
    for (const c of inside) sum += p[c] = Math.exp(z[at + c] - max);
    const logSum = Math.log(sum);
    const leak = softplus(logSumExp(outside, z, at) - max - logSum);
    for (const c of inside) {
      p[c] /= sum;
      logP[c] = z[at + c] - max - logSum - leak;
    }
    return leak;
  };
  return { p, logP, evaluate };
}

function maxOver(classes: readonly number[], z: Float64Array, at: number): number {
  let max = -Infinity;
  for (const c of classes) max = Math.max(max, z[at + c]);
  return max;
}

/** ln Σ_c e^{z_c} over the given classes; −∞ over none. */
function logSumExp(classes: readonly number[], z: Float64Array, at: number): number {
  const max = maxOver(classes, z, at);
  let sum = 0;
  for (const c of classes) sum += Math.exp(z[at + c] - max);
  return max + Math.log(sum);
}

/** ln(1 + e^x). */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Σ R xᵀ [C, d] in two levels, so that its rounding error grows with the rows of a partial sum, not with n. */
function momentSum(kernel: LinearKernel, C: number) {
  const partial = new Float64Array(C * kernel.nColumns + C);
  const total = new Float64Array(C * kernel.nColumns);
  const add = (residuals: Float64Array, rows: RowRange, closes: boolean): void => {
    kernel.accumulate(residuals, rows, partial);
    if (!closes) return;
    for (let j = 0; j < total.length; j++) total[j] += partial[j];
    partial.fill(0);
  };
  return { total, add };
}

/** Enough rows that adding up the partial sums is cheap beside the pass; more where X is sparse. */
function rowsPerPartialSum(features: Features): number {
  if (features.kind === "dense") return blockRows;
  const { values, nRows, nColumns } = features;
  return blockRows * Math.ceil((nRows * nColumns) / Math.max(values.length, 1));
}

/** ‖x_i‖₂. */
function rowNorm(features: Features, i: number): number {
  const { nColumns } = features;
  const [values, scale, from, to] =
    features.kind === "dense"
      ? [features.data, features.scale, i * nColumns, (i + 1) * nColumns]
      : [features.values, 1, features.rowStarts[i], features.rowStarts[i + 1]];
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k] * values[k];
  return Math.abs(scale) * Math.sqrt(sum);
}
