import type { Loss } from "@softmax/losses";
import type { Features } from "@softmax/tensor-core";
import { biasSums } from "./certificateBias.js";
import { absorbBias, bestOnSegment, gapOnSegment, momentErrorOf, valueErrorOf } from "./certificateDual.js";
import {
  type CertificateRows,
  type CertificateScope,
  type CertificateSums,
  certificateSums,
  targetSums,
} from "./certificatePass.js";
import { allLogits } from "./classifier.js";
import { addTo, compensatedSums, totals } from "./compensatedSum.js";

export interface CertificateOptions
  extends Omit<CertificateRows, "logits">,
    Omit<CertificateScope, "nSamples" | "nColumns"> {
  /** The features that are bound to the kernel. */
  readonly features: Features;
  /** W [C, d] row-major, then b [C]; any parameters, however far from the minimum. */
  readonly params: Float64Array;
  /** Z [n, C], the logits of `params` by `kernel`, where they are known: it saves a pass over X. */
  readonly logits?: Float64Array;
  /** Strength of ½·l2·‖W‖². Default 0. */
  readonly l2?: number;
  /** Strength of l1·‖W‖₁. Default 0. */
  readonly l1?: number;
  /** The loss that was minimised; only softmax cross-entropy has a certificate. Default cross-entropy. */
  readonly loss?: Pick<Loss, "name" | "convex">;
}

/** Proof that no parameters whatever have an objective below `lowerBound`. */
export interface DualityGap {
  /** F(params) − min F is at most this; rounding included, never negative. */
  readonly gap: number;
  /** gap / F(params), at most 1: since F ≥ 0, (F − min F) / F is. */
  readonly relativeGap: number;
  /** F(params), in float64 with compensated sums. */
  readonly objective: number;
  /** objective − gap ≤ min F. */
  readonly lowerBound: number;
  /** Allowance for rounding, part of `gap`: at these sizes no parameters are certified closer than this. */
  readonly rounding: number;
}

/** Why there is no certificate, in a sentence. */
export interface NoDualityGap {
  readonly gap: null;
  readonly reason: string;
}

export type Certificate = DualityGap | NoDualityGap;

/**
 * How far the objective F(W, b) = mean_i w_i CE_i + ½·l2·‖W‖² + l1·‖W‖₁ is from its minimum, at most: a
 * duality gap, in float64, from any parameters, converged or not.
 *
 * With ȳ the weighted mean target row, Δ one Newton step of the bias alone, p̃ = softmax(Z + Δ) and p̃̄ its
 * weighted mean, take the smallest θ for which a distribution q has (1 − θ) p̃̄ + θ q = ȳ, and of the dual
 * feasible rows r = t ((1 − θ) p̃ + θ q) + (1 − t) y the t in [0, 1] that is best (1 near the minimum). Then,
 * with p = softmax(Z) and G = mean w (r − y) xᵀ,
 *
 *     gap = t (1 − θ) mean w KL(p̃ ‖ p) + t θ mean w KL(q ‖ p) + (1 − t) mean w KL(y ‖ p)
 *         + ½·l2·‖W − W̃‖² + Σ_j |W_j| (l1 + sign(W_j) clip(G_j, ±l1)),   W̃_j = −sign(G_j) (|G_j| − l1)₊ / l2,
 *
 * a sum of terms that are never negative, plus an allowance for rounding. It is F minus the dual objective of
 * r, which Fenchel's inequality puts below min F. `docs/certificate.md` derives all of it. It reads X twice:
 * for the logits, and for the two sums that make G.
 *
 * No gap (`null`, with the reason) for other losses, without penalty, or where F is not finite.
 *
 * @throws RangeError where params, targets or weights do not fit the features, or l2 or l1 is negative.
 * @see Boyd and Vandenberghe, Convex Optimization (2004), section 5.5.1; Rockafellar, Convex Analysis (1970),
 * section 31.
 * @example
 * const features = denseFeatures(Float64Array.of(-1, 1), 2, 1);
 * certificate({
 *   kernel: referenceKernels.linear(features, "float64"), features,
 *   targets: Int32Array.of(0, 1), nClasses: 2, params: new Float64Array(4), l2: 0.1,
 * }).gap; // 0.645, ln 2 − 0.1 ln² 2
 */
export function certificate(options: CertificateOptions): Certificate {
  checkOptions(options);
  const reason = reasonAgainst(options);
  if (reason) return { gap: null, reason };
  const { kernel } = options;
  const problem = { ...options, nSamples: kernel.nRows, nColumns: kernel.nColumns, ...centred(options) };
  const targets = targetSums(problem);
  targets.add(problem);
  const prior = targets.prior();
  if (!prior.some((share) => share > 0)) return noWeight;
  const bias = biasSums(problem, prior);
  bias.add(problem);
  const sums = certificateSums(problem, prior, bias.shift(prior));
  sums.add(problem);
  return gapOf(problem, sums.sums());
}

export const noWeight: NoDualityGap = { gap: null, reason: "No row has a positive weight." };

/** The duality gap at these parameters, from the sums over all rows. */
export function gapOf(
  { params, l2 = 0, l1 = 0 }: Pick<CertificateOptions, "params" | "l2" | "l1">,
  sums: CertificateSums,
): Certificate {
  const weights = params.subarray(0, sums.residualMoment.length);
  const objective = sums.loss + penaltyOf(weights, l2, l1);
  if (!Number.isFinite(objective))
    return { gap: null, reason: "The objective is not finite at these parameters." };

  const [momentError, valueError] = [momentErrorOf(sums), valueErrorOf(sums, params, objective)];
  const primal = { weights, l2, l1, divergence: sums.targetDivergence, momentError, valueError };
  const dual = absorbBias(sums);
  const [best, trivial] = [bestOnSegment(primal, dual), 0].map((t) => gapOnSegment(primal, dual, t));
  const { gap, rounding } = best.gap < trivial.gap ? best : trivial;
  const relativeGap = gap < objective ? gap / objective : 1;
  return { gap, relativeGap, objective, lowerBound: objective - gap, rounding };
}

/** Why no certificate follows for such an objective, whatever the data; `undefined` where it does. */
export function reasonAgainst({
  loss,
  l2 = 0,
  l1 = 0,
}: Pick<CertificateOptions, "loss" | "l2" | "l1">): string | undefined {
  if (loss && !loss.convex)
    return `The ${loss.name} loss is not convex in the parameters, so no lower bound follows from a gradient.`;
  if (loss && loss.name !== "cross-entropy")
    return `The certificate is derived for softmax cross-entropy, not for the ${loss.name} loss.`;
  if (!(l2 > 0 || l1 > 0))
    return "Without a penalty (l2 = 0 and l1 = 0) the gap is finite only where the gradient is exactly zero.";
  return undefined;
}

/** The model and its logits; of biases with mean zero unless they are known: it is the same, and rounds least. */
function centred({ kernel, params, logits, nClasses: C }: CertificateOptions) {
  if (logits) return { params, logits };
  const centered = params.slice();
  const bias = centered.subarray(params.length - C);
  const mean = bias.reduce((sum, b) => sum + b / C, 0);
  for (let c = 0; c < C; c++) bias[c] -= mean;
  return { params: centered, logits: allLogits(kernel, centered) };
}

/** ½·l2·‖W‖² + l1·‖W‖₁. */
function penaltyOf(weights: Float64Array, l2: number, l1: number): number {
  const sums = compensatedSums(1);
  for (const w of weights) addTo(sums, 0, 0.5 * l2 * w * w + l1 * Math.abs(w));
  return totals(sums)[0];
}

function checkOptions(options: CertificateOptions): void {
  const { kernel, features, targets, nClasses: C, params, weights, logits, l2 = 0, l1 = 0 } = options;
  const [n, d] = [kernel.nRows, kernel.nColumns];
  const width = targets instanceof Int32Array ? 1 : C;
  const sizes = [
    ["features", features.nRows * features.nColumns, n * d],
    ["params", params.length, C * (d + 1)],
    ["targets", targets.length, n * width],
    ["weights", weights?.length ?? n, n],
    ["logits", logits?.length ?? n * C, n * C],
  ] as const;
  for (const [name, found, expected] of sizes)
    if (found !== expected)
      throw new RangeError(
        `certificate: ${name} has ${found} values but [${n}, ${d}] features and ${C} classes need ${expected}`,
      );
  for (const [name, strength] of Object.entries({ l2, l1 }))
    if (!(strength >= 0 && strength < Infinity))
      throw new RangeError(`certificate: ${name} is ${strength} but must be finite and at least 0`);
}
