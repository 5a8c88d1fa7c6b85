/** ml-logistic-regression as a subject. */
import { readFile } from "node:fs/promises";
import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import { loadProblem } from "../../harness/problems.mjs";
import { serve } from "../../harness/serve.mjs";
import { storedAs } from "../../subjects/passes.mjs";

let problem;

const manifest = JSON.parse(
  await readFile(new URL("node_modules/ml-logistic-regression/package.json", import.meta.url), "utf8"),
);

/** Seconds of training on all rows, and the accuracy on them. */
function train({ numSteps, learningRate }) {
  const { nRows, nColumns, features, targets } = problem;
  const X = Matrix.from1DArray(nRows, nColumns, storedAs(features, "float64").data);
  const model = new LogisticRegression({ numSteps, learningRate });
  const start = performance.now();
  model.train(X, Matrix.columnVector(targets));
  const seconds = (performance.now() - start) / 1000;
  const predicted = model.predict(X);
  return { seconds, accuracy: predicted.filter((c, i) => c === targets[i]).length / nRows };
}

await serve({
  versions: () => ({ "ml-logistic-regression": manifest.version, Node: process.version }),
  async load({ folder }) {
    problem = await loadProblem(folder);
  },
  train,
});
