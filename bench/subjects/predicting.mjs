import { asDataset } from "../harness/problems.mjs";
import { defaultKernels, fit, predict, takeRows } from "../softmax.mjs";
import { startParams, storedAs, timed } from "./passes.mjs";

/**
 * Probabilities of the first `rows` rows, float32 in: with X bound to the kernels once (`bound`), from an array that the
 * kernels have not seen, copy included (`fromArray`), and by the trainer's `predict` on a dataset (`predict`).
 */
export async function predictions(problem, { rows, repeats, kernels: options }) {
  const { nClasses: C, targets } = problem;
  const kernels = defaultKernels(options);
  const first = Int32Array.from({ length: rows }, (_, i) => i);
  const features = takeRows(storedAs(problem.features, "float32"), first);
  const params = startParams(problem);
  const out = new Float64Array(rows * C);
  const probabilities = (kernel) => {
    kernel.logits(params, { from: 0, to: rows }, out);
    softmaxRows(out, C);
  };
  const kernel = kernels.linear(features, "float32");
  const bound = timed(() => probabilities(kernel), repeats);
  const fresh = Array.from({ length: repeats + 1 }, () => ({ ...features, data: features.data.slice() }));
  const fromArray = timed(() => probabilities(kernels.linear(fresh.pop(), "float32")), repeats);
  const dataset = asDataset({ name: "predicted", nRows: rows, features, targets: targets.subarray(0, rows) });
  const { model } = await fit(dataset, { standardize: false, maxSteps: 1, solver: "lbfgs" });
  const whole = timed(() => predict(model, dataset, kernels), repeats);
  return { bound, fromArray, predict: whole, kernels: kernels.name, threads: kernels.threads };
}

/** Z [n, C] ← softmax of each row. */
function softmaxRows(Z, C) {
  for (let at = 0; at < Z.length; at += C) {
    let max = Z[at];
    for (let c = 1; c < C; c++) if (Z[at + c] > max) max = Z[at + c];
    let sum = 0;
    for (let c = 0; c < C; c++) sum += Z[at + c] = Math.exp(Z[at + c] - max);
    for (let c = 0; c < C; c++) Z[at + c] /= sum;
  }
}
