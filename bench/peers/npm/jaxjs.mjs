/** jax-js as a subject, on its WebAssembly backend. */
import { readFile } from "node:fs/promises";
import { init, jit, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { loadProblem } from "../../harness/problems.mjs";
import { serve } from "../../harness/serve.mjs";
import { startParams, storedAs } from "../../subjects/passes.mjs";

await init("wasm");
let problem;

const manifest = JSON.parse(
  await readFile(new URL("node_modules/@jax-js/jax/package.json", import.meta.url), "utf8"),
);

/** A jitted `valueAndGrad` of the mean cross-entropy over the first `rows` rows. */
async function pass({ repeats, rows = problem.nRows }) {
  const { nColumns: d, nClasses: C, features, targets } = problem;
  const params = Float32Array.from(startParams(problem));
  const array = (values, shape) => np.array(values, { dtype: np.float32 }).reshape(shape);
  const X = array(storedAs(features, "float32").data.slice(0, rows * d), [rows, d]);
  const oneHot = new Float32Array(rows * C);
  for (let i = 0; i < rows; i++) oneHot[i * C + targets[i]] = 1;
  const Y = array(oneHot, [rows, C]);
  const W = array(params.slice(0, C * d), [C, d]);
  const b = array(params.slice(C * d), [C]);
  const loss = (W, b, X, Y) =>
    nn
      .logSoftmax(np.matmul(X, W.transpose()).add(b), -1)
      .mul(Y)
      .sum()
      .mul(-1 / rows);
  const step = jit(valueAndGrad(loss, { argnums: [0, 1] }));
  const samples = [];
  let value = 0;
  for (let k = 0; k <= repeats; k++) {
    const start = performance.now();
    const [mean, [dW, db]] = step(W.ref, b.ref, X.ref, Y.ref);
    value = await mean.js();
    await dW.data();
    await db.data();
    if (k > 0) samples.push((performance.now() - start) / 1000);
  }
  return { samples, loss: value };
}

await serve({
  versions: () => ({ "jax-js": manifest.version, Node: process.version }),
  async load({ folder }) {
    problem = await loadProblem(folder);
  },
  pass,
});
