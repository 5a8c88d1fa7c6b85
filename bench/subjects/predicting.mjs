import { asDataset } from "../harness/problems.mjs";
import { defaultKernels, denseFeatures, fit, predict, takeRows } from "../softmax.mjs";
import { startParams, storedAs, timed } from "./passes.mjs";

/**
 * Probabilities of the first `rows` rows, float32 in and out: with X bound to the kernels once (`bound`), from a plain
 * array by a predictor (`fromArray`), one row of it (`single`), and by the trainer's `predict` on a dataset (`predict`).
 */
export async function predictions(problem, { rows, repeats, kernels: options }) {
  const { nClasses: C, nColumns: d, targets } = problem;
  const kernels = defaultKernels(options);
  const first = Int32Array.from({ length: rows }, (_, i) => i);
  const features = takeRows(storedAs(problem.features, "float32"), first);
  const params = startParams(problem);
  const out = new Float32Array(rows * C);
  const kernel = kernels.linear(features, "float32");
  const bound = timed(() => kernel.probabilities(params, { from: 0, to: rows }, out), repeats);
  const predictor = kernels.predictor(params, d, "float32");
  const probabilities = (data) => predictor.probabilities(denseFeatures(data, data.length / d, d), out);
  const fromArray = timed(() => probabilities(features.data), repeats);
  const row = features.data.slice(0, d);
  const single = timed(() => probabilities(row), 10 * repeats);
  const dataset = asDataset({ name: "predicted", nRows: rows, features, targets: targets.subarray(0, rows) });
  const { model } = await fit(dataset, { standardize: false, maxSteps: 1, solver: "lbfgs" });
  const whole = timed(() => predict(model, dataset, kernels), repeats);
  return { bound, fromArray, single, predict: whole, kernels: kernels.name, threads: kernels.threads };
}
