import type { DualAscent, DualPoint, DualProblem } from "./dualAscent.problem.js";
import { exp, log } from "./elementary.js";

/** `DualAscent` in plain float64 loops: the oracle in tests, and what hosts without WebAssembly have. */
export function referenceEpochs(problem: DualProblem): DualAscent {
  const { features, targets, nClasses: C, weights, l2 } = problem;
  const { values, columns, rowStarts, nRows: n, nColumns: d } = features;
  const squaredLengths = new Float64Array(n);
  for (let i = 0; i < n; i++)
    for (let at = rowStarts[i]; at < rowStarts[i + 1]; at++) squaredLengths[i] += values[at] ** 2;
  const z = new Float64Array(C);

  return (point, order, { head = n, pace = 0 } = {}) => {
    const params = point.params.slice();
    const dual = point.dual.length > 0 ? point.dual.slice() : dualAtTargets(problem);
    const before = residualOf(dual, problem);
    const r = before.residual.slice();
    let [movement, loss] = [0, 0];
    order.forEach((i, k) => {
      const shrink = Math.max(1, n / (head + k + 1));
      const w = weights ? weights[i] : 1;
      for (let c = 0; c < C; c++) {
        z[c] = params[C * d + c];
        for (let at = rowStarts[i]; at < rowStarts[i + 1]; at++)
          z[c] += shrink * values[at] * params[c * d + columns[at]];
      }
      const logSum = logSumExp(z);
      loss += w * (logSum - z[targets[i]]);
      const t = 1 / (1 + (shrink * w * squaredLengths[i]) / (2 * n * l2));
      for (let c = 0; c < C; c++) {
        const difference = exp(z[c] - logSum) - dual[i * C + c];
        movement += 0.5 * w * difference ** 2;
        dual[i * C + c] += t * difference;
        r[c] -= (t * w * difference) / n;
        if (before.curvature[c] > 0) params[C * d + c] += (pace * r[c]) / (n * before.curvature[c]);
        const step = (t * w * difference) / (n * l2);
        for (let at = rowStarts[i]; at < rowStarts[i + 1]; at++)
          params[c * d + columns[at]] -= step * values[at];
      }
    });
    const value = loss / n + (l2 / 2) * params.subarray(0, C * d).reduce((sum, x) => sum + x * x, 0);
    return { params, dual, movement: movement / n, value, ...residualOf(dual, problem) };
  };
}

/** e_y. */
function dualAtTargets({ targets, nClasses: C }: DualProblem): Float64Array {
  const dual = new Float64Array(targets.length * C);
  targets.forEach((y, i) => {
    dual[i * C + y] = 1;
  });
  return dual;
}

function residualOf(dual: DualPoint["dual"], { targets, nClasses: C, weights }: DualProblem) {
  const n = targets.length;
  const [residual, curvature] = [new Float64Array(C), new Float64Array(C)];
  for (let i = 0; i < n; i++)
    for (let c = 0; c < C; c++) {
      const [w, a] = [(weights ? weights[i] : 1) / n, dual[i * C + c]];
      residual[c] += w * ((targets[i] === c ? 1 : 0) - a);
      curvature[c] += (w * a * (1 - a) * C) / Math.max(C - 1, 1);
    }
  residual.forEach((r, c) => {
    curvature[c] = Math.max(curvature[c], Math.abs(r));
  });
  return { residual, curvature };
}

function logSumExp(z: Float64Array): number {
  const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return top + log(z.reduce((sum, x) => sum + exp(x - top), 0));
}
