import { solvePositiveDefinite } from "@softmax/tensor-core";
import { log1p } from "@softmax/tensor-core/elementary";
import { type CertificateProblem, targetReader } from "./certificatePass.js";
import { splitSoftmax } from "./certificateSoftmax.js";

/** From more classes than this on, a matrix of classes × classes a row is too much work. */
const MANY_CLASSES = 100;

/**
 * The shift Δ [C] of the bias that brings the mean prediction closer to ȳ, never longer than 1. Any Δ gives a valid
 * certificate; with e = mean (m p̃ − w y), these leave of e
 *
 * - only its square: one Newton step on the bias alone, (H + ε) Δ = −e with H = mean m (diag p̃ − p̃ p̃ᵀ);
 * - a fraction, where there are many classes: Δ_c = ln (ȳ_c / mean m p̃_c), one step of proportional fitting.
 */
export function biasStep(problem: CertificateProblem, prior: Float64Array): Float64Array {
  const step = prior.length > MANY_CLASSES ? proportionalStep(problem, prior) : newtonStep(problem, prior);
  if (!step.every(Number.isFinite)) return new Float64Array(prior.length);
  const longest = step.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  return step.map((v) => v / longest);
}

function newtonStep(problem: CertificateProblem, prior: Float64Array): Float64Array {
  const { excess, hessian } = biasDerivatives(problem, prior);
  return excess.every(Number.isFinite)
    ? solvePositiveDefinite(
        hessian,
        excess.map((e) => -e),
      )
    : excess;
}

/** Where a class never occurs, ȳ_c = 0, its step is 0: p̃ leaves it out. */
function proportionalStep(problem: CertificateProblem, prior: Float64Array): Float64Array {
  const excess = new Float64Array(prior.length);
  eachRow(problem, prior, (w, mass, p, y) => {
    for (let c = 0; c < p.length; c++) excess[c] += mass * p[c] - w * y[c];
  });
  return excess.map((e, c) => (prior[c] > 0 ? -log1p(e / prior[c]) : 0));
}

/** e [C] and the lower triangle of H + ε [C, C], ε = 1e-10 M for the directions in which H is singular. */
function biasDerivatives(problem: CertificateProblem, prior: Float64Array) {
  const C = prior.length;
  const excess = new Float64Array(C);
  const hessian = new Float64Array(C * C);
  eachRow(problem, prior, (w, mass, p, y) => {
    for (let c = 0; c < C; c++) {
      excess[c] += mass * p[c] - w * y[c];
      hessian[c * C + c] += mass * (p[c] + 1e-10);
      for (let k = 0; k <= c; k++) hessian[c * C + k] -= mass * p[c] * p[k];
    }
  });
  return { excess, hessian };
}

/** Visits w/n, m/n, p̃ and y of every row, all with Δ = 0; the arrays are the same for each. */
function eachRow(
  problem: CertificateProblem,
  prior: Float64Array,
  visit: (w: number, mass: number, p: Float64Array, y: Float64Array) => void,
): void {
  const { logits, weights, nClasses: C } = problem;
  const n = logits.length / C;
  const { p, shifted } = splitSoftmax(prior, new Float64Array(C));
  const readTarget = targetReader(problem);
  const y = new Float64Array(C);
  for (let i = 0; i < n; i++) {
    shifted(logits, i * C);
    const w = (weights?.[i] ?? 1) / n;
    visit(w, w * readTarget(i, y), p, y);
  }
}
