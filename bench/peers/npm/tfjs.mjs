/** TensorFlow.js as a subject, on its `wasm` or its `cpu` backend: `node tfjs.mjs wasm`. */
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { loadProblem } from "../../harness/problems.mjs";
import { serve } from "../../harness/serve.mjs";
import { recipe } from "../../subjects/adam.mjs";
import { startParams, storedAs, timed } from "../../subjects/passes.mjs";
import { trueObjective } from "../../subjects/solving.mjs";

const backend = process.argv[2];
await tf.setBackend(backend);
await tf.ready();

let problem;

/** X [n, d], Y [n, C] one-hot, and variables W [d, C], b [C] at the given flat parameters. */
function place(params, { nRows: n, nColumns: d, nClasses: C, features, targets }) {
  const W = tf.tidy(() =>
    tf.variable(tf.transpose(tf.tensor2d(Float32Array.from(params.subarray(0, C * d)), [C, d]))),
  );
  return {
    X: tf.tensor2d(storedAs(features, "float32").data, [n, d]),
    Y: tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(targets, "int32"), C), "float32")),
    W,
    b: tf.variable(tf.tensor1d(Float32Array.from(params.subarray(C * d)))),
  };
}

const crossEntropy = (X, Y, { W, b }) => tf.losses.softmaxCrossEntropy(Y, tf.add(tf.matMul(X, W), b));

function release({ X, Y, W, b }) {
  for (const tensor of [X, Y, W, b]) tensor.dispose();
}

/** `variableGrads` of the mean cross-entropy over all rows. */
function pass({ repeats }) {
  const placed = place(startParams(problem), problem);
  let loss = 0;
  const samples = timed(() => {
    const { value, grads } = tf.variableGrads(
      () => crossEntropy(placed.X, placed.Y, placed),
      [placed.W, placed.b],
    );
    [loss] = value.dataSync();
    for (const gradient of [value, ...Object.values(grads)]) {
      gradient.dataSync();
      gradient.dispose();
    }
  }, repeats);
  release(placed);
  return { samples, loss };
}

/** One epoch of `tf.train.adam` on consecutive mini-batches, after one mini-batch that does not count. */
function adamEpoch() {
  const { nRows: n, l2 } = problem;
  const placed = place(new Float64Array(startParams(problem).length), problem);
  const { X, Y, W, b } = placed;
  const optimizer = tf.train.adam(recipe.learningRate);
  const step = (from, variables) =>
    tf.tidy(() => {
      const rows = Math.min(recipe.batchSize, n - from);
      optimizer.minimize(
        () => {
          const loss = crossEntropy(
            tf.slice(X, [from, 0], [rows, -1]),
            tf.slice(Y, [from, 0], [rows, -1]),
            variables,
          );
          return tf.add(loss, tf.mul(0.5 * l2, tf.sum(tf.square(variables.W))));
        },
        false,
        [variables.W, variables.b],
      );
    });
  warmUp(() => step(0, placed), placed);
  const start = performance.now();
  for (let from = 0; from < n; from += recipe.batchSize) step(from, placed);
  W.dataSync();
  const seconds = (performance.now() - start) / 1000;
  const params = new Float64Array([...tf.tidy(() => tf.transpose(W).dataSync()), ...b.dataSync()]);
  release(placed);
  optimizer.dispose();
  return { seconds, objective: trueObjective(problem)(params) };
}

/** Does the work once and puts the variables back; what Adam has seen of this one step weighs next to nothing. */
function warmUp(work, { W, b }) {
  work();
  W.assign(tf.zerosLike(W));
  b.assign(tf.zerosLike(b));
}

/** Probabilities of the first rows: from a tensor that is already placed, and from a plain array. */
function predictions({ rows, repeats }) {
  const { nColumns: d, features } = problem;
  const { X: all, Y, W, b } = place(startParams(problem), problem);
  const values = storedAs(features, "float32").data.slice(0, rows * d);
  const X = tf.tensor2d(values, [rows, d]);
  const probabilities = (x) => tf.tidy(() => tf.softmax(tf.add(tf.matMul(x, W), b)).dataSync());
  const bound = timed(() => probabilities(X), repeats);
  const fromArray = timed(
    () => tf.tidy(() => probabilities(tf.tensor2d(values.slice(), [rows, d]))),
    repeats,
  );
  release({ X, Y, W, b });
  all.dispose();
  return { bound, fromArray };
}

await serve({
  versions: () => ({ "TensorFlow.js": tf.version.tfjs, backend: tf.getBackend(), Node: process.version }),
  async load({ folder }) {
    problem = await loadProblem(folder);
  },
  pass,
  adamEpoch,
  predictions,
});
