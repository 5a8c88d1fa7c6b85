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
 * const start = { params: new Float64Array(6), dual: new Float64Array(0) };
 * ascend(start, Int32Array.of(0, 1)).dual; // [0.6667, 0.3333, 0.3333, 0.6667]
 */
export function dualAscent(problem: DualProblem, precision: Precision, variant: KernelVariant): DualAscent {
  checkProblem(problem);
  const ascend =
    (variant === "reference" ? undefined : wasmEpochs(problem, precision, variant)) ??
    referenceEpochs(problem);
  const { features, nClasses } = problem;
  const nParams = nClasses * (features.nColumns + 1);
  return (point, order, options) => {
    checkLength("params", point.params.length, nParams);
    if (point.dual.length > 0) checkLength("dual", point.dual.length, features.nRows * nClasses);
    checkOrder(order, features.nRows);
    return ascend(point, order, options);
  };
}

function checkOrder(order: Int32Array, nRows: number): void {
  checkLength("order", order.length, nRows);
  const row = firstOutside(order, nRows);
  if (row !== undefined) throw new RangeError(`dualAscent: order names row ${row}, but X has ${nRows} rows`);
}

function checkProblem({ features, targets, nClasses, weights, l2 }: DualProblem): void {
  checkFeatures(features);
  if (!(l2 > 0)) throw new RangeError(`dualAscent: l2 is ${l2} but must be positive`);
  checkLength("targets", targets.length, features.nRows);
  if (weights) checkLength("weights", weights.length, features.nRows);
  const y = firstOutside(targets, nClasses);
  if (y !== undefined)
    throw new RangeError(`dualAscent: a target is ${y}, but the classes are 0 to ${nClasses - 1}`);
}

/** The first of the values that is not one of 0 … end − 1. */
function firstOutside(values: Int32Array, end: number): number | undefined {
  let signs = 0;
  for (let k = 0; k < values.length; k++) signs |= values[k] | (end - 1 - values[k]);
  return signs < 0 ? values.find((value) => value < 0 || value >= end) : undefined;
}

function checkLength(what: string, found: number, expected: number): void {
  if (found !== expected)
    throw new RangeError(`dualAscent: ${what} has ${found} values, expected ${expected}`);
}
