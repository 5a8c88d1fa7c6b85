import { solvePositiveDefinite } from "@softmax/tensor-core";
import { type CertificateProblem, targetReader } from "./certificatePass.js";
import { splitSoftmax } from "./certificateSoftmax.js";

/**
 * The shift Δ [C] of the bias that brings the mean prediction closer to ȳ: one Newton step on the bias alone,
 *
 *     (H + ε) Δ = −e,    e = mean (m p̃ − w y),    H = mean m (diag p̃ − p̃ p̃ᵀ),
 *
 * never longer than 1. Any Δ gives a valid certificate; this one leaves of e only its square.
 */
export function biasStep(problem: CertificateProblem, prior: Float64Array): Float64Array {
  const { excess, hessian } = biasDerivatives(problem, prior);
  if (!excess.every(Number.isFinite)) return new Float64Array(prior.length);
  const step = solvePositiveDefinite(
    hessian,
    excess.map((e) => -e),
  );
  const longest = step.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  return step.map((v) => v / longest);
}

/** e [C] and the lower triangle of H + ε [C, C], ε = 1e-10 M for the directions in which H is singular. */
function biasDerivatives(problem: CertificateProblem, prior: Float64Array) {
  const { logits, weights, nClasses: C } = problem;
  const n = logits.length / C;
  const { p, shifted } = splitSoftmax(prior, new Float64Array(C));
  const readTarget = targetReader(problem);
  const y = new Float64Array(C);
  const excess = new Float64Array(C);
  const hessian = new Float64Array(C * C);
  for (let i = 0; i < n; i++) {
    shifted(logits, i * C);
    const w = (weights?.[i] ?? 1) / n;
    const mass = w * readTarget(i, y);
    for (let c = 0; c < C; c++) {
      excess[c] += mass * p[c] - w * y[c];
      hessian[c * C + c] += mass * (p[c] + 1e-10);
      for (let k = 0; k <= c; k++) hessian[c * C + k] -= mass * p[c] * p[k];
    }
  }
  return { excess, hessian };
}
