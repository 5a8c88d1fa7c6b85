import type { DualAscent, DualProblem } from "./dualAscent.problem.js";
import { referenceEpochs } from "./dualAscent.reference.js";
import { wasmEpochs } from "./dualAscent.wasm.js";
import { checkFeatures } from "./kernels.checked.js";
import type { KernelVariant } from "./kernels.default.js";
import type { Precision } from "./kernels.js";

/**
 * Binds a problem to loops of that variant: WebAssembly in that precision where the host has it and memory for it, plain
 * float64 loops otherwise.
 *
 * @throws RangeError where sizes do not fit together, a target is not a class, or l2 is not positive; when called, where
 * `order` is not n rows.
 * @example
 * const features = { kind: "csr", values: Float64Array.of(1, 1), columns: Int32Array.of(0, 1),
 *   rowStarts: Int32Array.of(0, 1, 2), nRows: 2, nColumns: 2 };
 * const targets = Int32Array.of(0, 1);
 * const ascend = dualAscent({ features, targets, nClasses: 2, l2: 0.5 }, "float64", "reference");
 * const start = { params: new Float64Array(6), dual: Float64Array.of(1, 0, 0, 1) };
 * ascend(start, Int32Array.of(0, 1)).dual; // [0.6667, 0.3333, 0.3333, 0.6667]
 */
export function dualAscent(problem: DualProblem, precision: Precision, variant: KernelVariant): DualAscent {
  checkProblem(problem);
  const ascend =
    (variant === "reference" ? undefined : wasmEpochs(problem, precision, variant)) ??
    referenceEpochs(problem);
  const { features, nClasses } = problem;
  const nParams = nClasses * (features.nColumns + 1);
  return (point, order, head = features.nRows) => {
    checkLength("params", point.params.length, nParams);
    checkLength("dual", point.dual.length, features.nRows * nClasses);
    checkLength("order", order.length, features.nRows);
    for (const i of order)
      if (!(i >= 0 && i < features.nRows))
        throw new RangeError(`dualAscent: order names row ${i}, but X has ${features.nRows} rows`);
    return ascend(point, order, head);
  };
}

function checkProblem({ features, targets, nClasses, weights, l2 }: DualProblem): void {
  checkFeatures(features);
  if (!(l2 > 0)) throw new RangeError(`dualAscent: l2 is ${l2} but must be positive`);
  checkLength("targets", targets.length, features.nRows);
  if (weights) checkLength("weights", weights.length, features.nRows);
  for (const y of targets)
    if (!(y >= 0 && y < nClasses))
      throw new RangeError(`dualAscent: a target is ${y}, but the classes are 0 to ${nClasses - 1}`);
}

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected)
    throw new RangeError(`dualAscent: ${what} has ${found} values, expected ${expected}`);
}
