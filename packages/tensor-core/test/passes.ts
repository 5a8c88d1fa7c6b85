import type { LinearKernel, RowRange, Targets } from "../src/kernels.js";
import { distributions, expectClose, integers, numbers } from "./problems.js";

type Kernel = Omit<LinearKernel, "gram" | "gramDiagonal">;

export interface Passes {
  readonly logits: Float64Array;
  readonly probabilities: Float64Array;
  readonly rounded: Float32Array;
  readonly accumulated: Float64Array;
  readonly loss: number;
  readonly gradient: Float64Array;
  readonly softLoss: number;
  readonly softGradient: Float64Array;
  readonly hvp: Float64Array;
}

/** Every pass of a kernel over the same random model. */
export function passes(kernel: Kernel, C: number, rows: RowRange, weights?: Float64Array): Passes {
  const { nRows, nColumns } = kernel;
  const nParams = C * (nColumns + 1);
  const params = numbers("params", nParams).map((value) => value / Math.sqrt(nColumns + 1));
  const crossEntropy = (targets: Targets): [number, Float64Array] => {
    const gradient = numbers("before", nParams);
    return [kernel.crossEntropy(params, targets, weights, rows, gradient), gradient];
  };
  const logits = new Float64Array((rows.to - rows.from) * C);
  const [probabilities, rounded] = [new Float64Array(logits.length), new Float32Array(logits.length)];
  const [accumulated, hvp] = [new Float64Array(nParams), new Float64Array(nParams)];
  kernel.logits(params, rows, logits);
  kernel.probabilities(params, rows, probabilities);
  kernel.probabilities(params, rows, rounded);
  kernel.accumulate(numbers("residuals", logits.length), rows, accumulated);
  kernel.crossEntropyHvp(params, weights, numbers("direction", nParams), rows, hvp);
  const [loss, gradient] = crossEntropy(integers("labels", nRows, C));
  const [softLoss, softGradient] = crossEntropy(distributions("soft", nRows, C));
  return { logits, probabilities, rounded, accumulated, loss, gradient, softLoss, softGradient, hvp };
}

export function expectSamePasses(found: Passes, expected: Passes, tolerance: number): void {
  expectClose([found.loss, found.softLoss], [expected.loss, expected.softLoss], tolerance);
  for (const name of ["logits", "probabilities", "accumulated", "gradient", "softGradient", "hvp"] as const)
    expectClose(found[name], expected[name], tolerance);
  expectClose(found.rounded, expected.probabilities, Math.max(tolerance, 2 ** -24));
}
