/** This software as one subject: every call is a measurement, most of them on the loaded problem. */

import { measureCopy, measurePeak } from "../harness/peak.mjs";
import { loadProblem } from "../harness/problems.mjs";
import { serve } from "../harness/serve.mjs";
import { defaultKernels } from "../softmax.mjs";
import { adamEpoch } from "./adam.mjs";
import { factorization, kernelRate, matrixProduct, pass, startParams } from "./passes.mjs";
import { predictions } from "./predicting.mjs";
import { refits } from "./refitting.mjs";
import { regret } from "./regret.mjs";
import { breakdown, memory, readSeconds, solve, trueObjective, wholeFit } from "./solving.mjs";

let problem;

await serve({
  async load({ folder }) {
    problem = await loadProblem(folder);
  },
  versions({ kernels: options }) {
    const { name, threads } = defaultKernels(options);
    return { Node: process.version, V8: process.versions.v8, kernels: name, threads };
  },
  peak: () => ({ ...measurePeak(), copy: measureCopy() }),
  objectiveAtStart: () => trueObjective(problem)(startParams(problem)),
  pass: (args) => pass(problem, args),
  solve: (args) => solve(problem, args),
  breakdown: (args) => breakdown(problem, args),
  read: readSeconds,
  wholeFit: () => wholeFit(problem),
  memory: (args) => memory(problem, args),
  predictions: (args) => predictions(problem, args),
  adamEpoch: (args) => adamEpoch(problem, args),
  kernelRate,
  matrixProduct,
  factorization,
  refits,
  regret,
});
