/** onnxruntime-node as a subject: it predicts, with a model of three operators written here. */
import ort from "onnxruntime-node";
import { loadProblem } from "../../harness/problems.mjs";
import { serve } from "../../harness/serve.mjs";
import { startParams, storedAs } from "../../subjects/passes.mjs";
import { linearSoftmaxModel } from "./onnxModel.mjs";

let problem;

/** Seconds of `session.run` on the first rows, and on one, float32. The session reads the array where it is. */
async function predictions({ rows, repeats }) {
  const { nColumns: d, nClasses: C, features } = problem;
  const params = Float32Array.from(startParams(problem));
  const model = linearSoftmaxModel({
    weights: params.subarray(0, C * d),
    bias: params.subarray(C * d),
    C,
    d,
  });
  const session = await ort.InferenceSession.create(model);
  const data = storedAs(features, "float32").data.slice(0, rows * d);
  const timed = async (values, count) => {
    const samples = [];
    for (let k = 0; k <= count; k++) {
      const start = performance.now();
      const { P } = await session.run({ X: new ort.Tensor("float32", values, [values.length / d, d]) });
      if (P.data.length !== (values.length / d) * C) throw new Error("onnxruntime: unexpected output");
      if (k > 0) samples.push((performance.now() - start) / 1000);
    }
    return samples;
  };
  return { fromArray: await timed(data, repeats), single: await timed(data.slice(0, d), 10 * repeats) };
}

await serve({
  versions: () => ({
    "onnxruntime-node": ort.env.versions.node ?? ort.env.versions.common,
    Node: process.version,
  }),
  async load({ folder }) {
    problem = await loadProblem(folder);
  },
  predictions,
});
