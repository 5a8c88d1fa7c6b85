import { solvePositiveDefinite } from "@softmax/tensor-core";
import { log1p } from "@softmax/tensor-core/elementary";
import { type CertificateRows, type CertificateScope, targetReader } from "./certificatePass.js";
import { splitSoftmax } from "./certificateSoftmax.js";

/** From more classes than this on, a matrix of classes × classes a row is too much work. */
const MANY_CLASSES = 100;

/** Of the sums behind a shift of the bias: e [C] and, of few classes, H [C, C]. */
export const biasSize = (C: number): number => C + (C > MANY_CLASSES ? 0 : C * C);

/**
 * The sums behind the shift Δ [C] of the bias that brings the mean prediction closer to ȳ, never longer than 1. Any Δ
 * gives a valid certificate; with e = mean (m p̃ − w y), these leave of e
 *
 * - only its square: one Newton step on the bias alone, (H + ε) Δ = −e with H = mean m (diag p̃ − p̃ p̃ᵀ);
 * - a fraction, where there are many classes: Δ_c = ln (ȳ_c / mean m p̃_c), one step of proportional fitting.
 *
 * @param prior ȳ, or anything that is positive where it is.
 * @param room [biasSize] that holds the sums
 */
export function biasSums(
  scope: CertificateScope,
  prior: Float64Array,
  room: Float64Array = new Float64Array(biasSize(scope.nClasses)),
) {
  const { nSamples, nClasses: C } = scope;
  const many = C > MANY_CLASSES;
  const { p, shifted } = splitSoftmax(prior, new Float64Array(C));
  const y = new Float64Array(C);
  const excess = room.subarray(0, C);
  /** The lower triangle of H + ε [C, C], ε = 1e-10 M for the directions in which H is singular. */
  const hessian = room.subarray(C);

  const addCurvature = (mass: number): void => {
    for (let c = 0; c < C; c++) {
      hessian[c * C + c] += mass * (p[c] + 1e-10);
      for (let k = 0; k <= c; k++) hessian[c * C + k] -= mass * p[c] * p[k];
    }
  };
  return {
    add({ logits, weights, targets }: CertificateRows): void {
      const readTarget = targetReader(scope, targets);
      for (let i = 0; i * C < logits.length; i++) {
        shifted(logits, i * C);
        const w = (weights?.[i] ?? 1) / nSamples;
        const mass = w * readTarget(i, y);
        for (let c = 0; c < C; c++) excess[c] += mass * p[c] - w * y[c];
        if (!many) addCurvature(mass);
      }
    },
    shift(prior: Float64Array): Float64Array {
      return bounded(many ? proportionalStep(excess, prior) : newtonStep(excess, hessian));
    },
  };
}

function newtonStep(excess: Float64Array, hessian: Float64Array): Float64Array {
  return excess.every(Number.isFinite)
    ? solvePositiveDefinite(
        hessian,
        excess.map((e) => -e),
      )
    : excess;
}

/** Where a class never occurs, ȳ_c = 0, its step is 0: p̃ leaves it out. */
const proportionalStep = (excess: Float64Array, prior: Float64Array): Float64Array =>
  excess.map((e, c) => (prior[c] > 0 ? -log1p(e / prior[c]) : 0));

/** The step, no longer than 1; none where it is not finite. */
function bounded(step: Float64Array): Float64Array {
  if (!step.every(Number.isFinite)) return new Float64Array(step.length);
  const longest = step.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  return step.map((v) => v / longest);
}
