import { log } from "@softmax/tensor-core/elementary";
import type { CertificateSums } from "./certificatePass.js";

/** Unit roundoff of float64, 2⁻⁵³. */
const u = Number.EPSILON / 2;

/** A dual feasible point (1 − θ) p̃ + θ q at the far end of the segment from y, as the gap sees it. */
export interface DualPoint {
  /** Upper bound of (1 − θ) mean m KL(p̃ ‖ p) + θ mean m KL(q ‖ p), rounding of e and q included. */
  readonly divergence: number;
  /** G [C, d] = mean (m ((1 − θ) p̃ + θ q) − w y) xᵀ. */
  readonly moment: Float64Array;
}

/** What is needed besides the dual point: the primal side, and how large rounding errors can be. */
export interface PrimalPoint {
  readonly weights: Float64Array;
  readonly l2: number;
  readonly l1: number;
  /** mean m KL(y ‖ p). */
  readonly divergence: number;
  /** Bound on the error of G in the Frobenius norm. */
  readonly momentError: number;
  /** Bound on the errors of F and of both divergences together. */
  readonly valueError: number;
}

/**
 * The smallest θ for which a distribution q has (1 − θ) p̄ + θ q = ȳ. With e = p̄ − ȳ that is
 * θ = max_c e_c / (ȳ_c + e_c); e is raised by its rounding error η so that θ suffices for the exact e. The
 * masses a = θ M q = θ ȳ − (1 − θ) e are then known within η, and since Σ_c a_c (L_c / M + ln(a_c / (θ M)))
 * is convex in each, its largest value over that range is at an end.
 */
export function absorbBias(sums: CertificateSums): DualPoint {
  const { mass, prior, excess, surprise, shiftDivergence, rowAdditions = 0 } = sums;
  const C = prior.length;
  const error = prior.map((share, c) => (C + 16 + rowAdditions) * u * (2 * share + excess[c]));
  const most = 1 + rowAdditions * u;
  const raised = excess.map((e, c) => Math.max(e + error[c], 0));
  const theta = prior.reduce(
    (most, share, c) => (share > 0 ? Math.max(most, raised[c] / (share + raised[c])) : most),
    0,
  );
  const masses = prior.map((share, c) => Math.max(theta * share - (1 - theta) * excess[c], 0));

  let divergence = (1 - theta) * shiftDivergence * most;
  for (let c = 0; c < C; c++) {
    const term = (a: number) => (a > 0 ? a * ((surprise[c] * most) / mass + log(a / (theta * mass))) : 0);
    divergence += Math.max(term(Math.max(masses[c] - error[c], 0)), term(masses[c] + error[c]));
  }
  return { divergence, moment: dualMoment(sums, theta, masses) };
}

/** G = (1 − θ) mean (m p̃ − w y) xᵀ + a x̄ᵀ / M − θ mean w y xᵀ, where x̄ = mean m x = Σ_c mean w y_c x. */
function dualMoment(sums: CertificateSums, theta: number, masses: Float64Array): Float64Array {
  const { mass, residualMoment, targetMoment } = sums;
  const d = targetMoment.length / masses.length;
  const meanRow = new Float64Array(d);
  for (let k = 0; k < targetMoment.length; k++) meanRow[k % d] += targetMoment[k];
  return residualMoment.map(
    (g, k) => (1 - theta) * g + (masses[Math.floor(k / d)] / mass) * meanRow[k % d] - theta * targetMoment[k],
  );
}

/**
 * The t in [0, 1] at which the gap of t ((1 − θ) p̃ + θ q) + (1 − t) y is least, by bisection on its slope,
 * which does not decrease. Without l2 only t with |t G| ≤ l1 are dual feasible.
 */
export function bestOnSegment(primal: PrimalPoint, dual: DualPoint): number {
  const { weights, l2, l1, divergence, momentError } = primal;
  const G = dual.moment;
  const slope = (t: number) => {
    let sum = dual.divergence - divergence;
    for (let j = 0; j < G.length; j++) sum += G[j] * (weights[j] - dualWeight(t * G[j], l2, l1));
    return sum;
  };
  const largest = G.reduce((most, g) => Math.max(most, Math.abs(g)), momentError);
  let [low, high] = [0, l2 > 0 ? 1 : Math.min(1, l1 / (largest + momentError))];
  if (slope(high) <= 0) return high;
  for (let halving = 0; halving < 40; halving++) {
    const middle = (low + high) / 2;
    if (slope(middle) <= 0) low = middle;
    else high = middle;
  }
  return low;
}

/** The gap at t with its allowance for rounding, and the allowance alone. */
export function gapOnSegment(
  primal: PrimalPoint,
  dual: DualPoint,
  t: number,
): { gap: number; rounding: number } {
  const { weights, l2, l1, divergence, momentError, valueError } = primal;
  let penaltyGap = 0;
  let squaredDistance = 0;
  for (let j = 0; j < weights.length; j++) {
    const g = t * dual.moment[j];
    const distance = (weights[j] - dualWeight(g, l2, l1)) ** 2;
    const clipped = Math.sign(g) * Math.min(Math.abs(g), l1);
    penaltyGap += 0.5 * l2 * distance + Math.abs(weights[j]) * (l1 + Math.sign(weights[j]) * clipped);
    squaredDistance += distance;
  }
  const exact = t * dual.divergence + (1 - t) * divergence + penaltyGap;
  const fromMoment =
    t * momentError * Math.sqrt(squaredDistance) + (l2 > 0 ? (t * momentError) ** 2 / (2 * l2) : 0);
  const fromSum = (2 * weights.length + 32) * u * exact;
  const rounding = valueError + fromMoment + fromSum;
  return { gap: exact + rounding, rounding };
}

/** ∇φ*(−g) of the penalty φ(w) = ½·l2·w² + l1·|w|: −sign(g) (|g| − l1)₊ / l2. */
function dualWeight(g: number, l2: number, l1: number): number {
  const over = Math.abs(g) - l1;
  return over > 0 ? (-Math.sign(g) * over) / l2 : 0;
}

/** Bound on ‖error of G‖: 4 (n′ + 2 C + 16) u mean m ‖x‖₂, with n′ the additions behind an entry. */
export function momentErrorOf({ nAdditions, prior, meanNorm }: CertificateSums): number {
  return 4 * (nAdditions + 2 * prior.length + 16) * u * meanNorm;
}

/**
 * Bound on the errors of F and of both divergences: 6 mean m δ + 2 (C + 8 + n″) u F, with n″ the additions behind a
 * sum over rows that are not compensated, and where twice
 * δ = (d + C + 8) u (1 + max_c ‖W_c‖₂ ‖x‖₂ + max_c |b_c|) bounds the error of a row's ln p_c, for dot products
 * taken in any order.
 */
export function valueErrorOf(sums: CertificateSums, params: Float64Array, objective: number): number {
  const { mass, prior, meanNorm, rowAdditions = 0 } = sums;
  const C = prior.length;
  const d = params.length / C - 1;
  let [norm, bias] = [0, 0];
  for (let c = 0; c < C; c++) {
    const squared = params.subarray(c * d, (c + 1) * d).reduce((sum, w) => sum + w * w, 0);
    norm = Math.max(norm, Math.sqrt(squared));
    bias = Math.max(bias, Math.abs(params[C * d + c]));
  }
  const delta = (d + C + 8) * u * (mass * (1 + bias) + norm * meanNorm);
  return 6 * delta + 2 * (C + 8 + rowAdditions) * u * objective;
}
