import { type DualAscent, type DualProblem, dualCurvatures } from "./dualAscent.problem.js";

/** `DualAscent` in plain float64 loops: the oracle in tests, and what hosts without WebAssembly have. */
export function referenceEpochs(problem: DualProblem): DualAscent {
  const { features, targets, nClasses: C, weights, l2 } = problem;
  const { values, columns, rowStarts, nRows: n, nColumns: d } = features;
  const q = dualCurvatures(problem);
  const z = new Float64Array(C);

  return (point, order, head = n) => {
    const [params, dual] = [point.params.slice(), point.dual.slice()];
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
      const t = 1 / (1 + shrink * q[i]);
      for (let c = 0; c < C; c++) {
        const difference = Math.exp(z[c] - logSum) - dual[i * C + c];
        movement += 0.5 * w * difference ** 2;
        dual[i * C + c] += t * difference;
        const step = (t * w * difference) / (n * l2);
        for (let at = rowStarts[i]; at < rowStarts[i + 1]; at++)
          params[c * d + columns[at]] -= step * values[at];
      }
    });
    return { params, dual, movement: movement / n, loss: loss / n };
  };
}

function logSumExp(z: Float64Array): number {
  const top = z.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return top + Math.log(z.reduce((sum, x) => sum + Math.exp(x - top), 0));
}
