import { asDataset } from "../harness/problems.mjs";
import { defaultKernels, train } from "../softmax.mjs";
import { trueObjective } from "./solving.mjs";

/** What every library does in this benchmark. */
export const recipe = { learningRate: 0.01, batchSize: 128 };

/** Seconds of one epoch of Adam on mini-batches, from the first step to the last, and F after it. */
export async function adamEpoch(problem, { kernels: options }) {
  const kernels = defaultKernels(options);
  const configuration = { ...recipe, solver: "adam", schedule: "constant", epochs: 1, precision: "float32" };
  const events = train(
    asDataset(problem),
    { ...configuration, standardize: false, l2: problem.l2 },
    { kernels },
  );
  let start = 0;
  let last;
  for await (const event of events) {
    if (event.type === "start") start = performance.now();
    if (event.type === "step")
      last = { seconds: (performance.now() - start) / 1000, params: event.state.solver.params };
    if (event.type === "epoch") break;
  }
  return { seconds: last.seconds, objective: trueObjective(problem)(last.params), kernels: kernels.name };
}
