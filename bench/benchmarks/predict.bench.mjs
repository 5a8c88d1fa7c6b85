/**
 * Probabilities of 10,000 images of 784 pixels and 10 classes, float32.
 *
 * A reader may conclude how fast a fitted model answers in bulk, and one row at a time. Two situations differ: rows that
 * already lie where the kernels want them ("placed"), and rows in a plain Float32Array ("from an array"), of which
 * WebAssembly must copy all 31 MB while native code reads them in place; the model's parameters are where they should be in
 * both. `predict(model, dataset)` is the whole call of the trainer, in float64.
 */
import { durations, ratios } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";

export const title = "Prediction";

export async function* run(session) {
  const problem = await session.problem("fashion");
  const args = { rows: session.smoke ? 200 : 10_000, repeats: session.smoke ? 2 : 10 };
  const options = { folder: problem.folder };
  const contenders = [
    ...session.ours("predictions", args, options),
    ...session.npm("onnxruntime-node", "onnx.mjs", "predictions", args, options),
    ...session.npm("TensorFlow.js wasm", "tfjs.mjs wasm", "predictions", args, options),
    ...session.python("scikit-learn predict_proba", "sklearnPredict", args, options),
    ...session.python("PyTorch", "torchPredict", args, { ...options, needs: "torch" }),
  ];
  const results = await session.alternate(contenders, { rounds: 5, budget: 20 });
  const rows = [...results].map(([one, runs]) => ({
    ...one,
    placed: runs.flatMap((run) => run.bound ?? []),
    fromArray: runs.flatMap((run) => run.fromArray ?? run.samples ?? []),
    single: runs.flatMap((run) => run.single ?? []),
    whole: runs.flatMap((run) => run.predict ?? []),
  }));
  yield {
    table: {
      caption: "10,000 × 784, 10 classes",
      columns: ["", "placed", "from an array", "one row", "predict(model, dataset)"],
      rows: rows.map(({ label, placed, fromArray, single, whole }) => [
        label,
        ...[placed, fromArray, single, whole].map(durations),
      ]),
    },
  };
  const onnx = rows.find(({ label }) => label === "onnxruntime-node");
  for (const own of rows.filter(({ kind }) => kind === "ours"))
    for (const [what, samples] of [
      ["placed", own.placed],
      ["from an array", own.fromArray],
    ])
      yield { goal: goalOf(what, own.node, samples, onnx) };
}

function goalOf(what, node, samples, onnx) {
  const factor = onnx && median(samples) / median(onnx.fromArray);
  return {
    work: `prediction 10000 × 784, float32, ${what}, against onnxruntime-node`,
    goal: "≤ 1×",
    node,
    text: onnx ? ratios(samples, onnx.fromArray) : "onnxruntime-node is not here",
    met: factor <= 1,
  };
}
