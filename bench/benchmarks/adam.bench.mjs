/**
 * One epoch of Adam on Fashion-MNIST: mini-batches of 128, learning rate 0.01, float32, from zero.
 *
 * A reader may conclude what a step of a mini-batch costs, where arithmetic is little and overheads count. Ours shuffles
 * the rows, TensorFlow.js is given consecutive ones. Both end at about the same objective, so both have done the work.
 */
import { durations, ratio, ratios } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";

export const title = "One epoch of Adam";

export async function* run(session) {
  const { folder } = await session.problem("fashion");
  const contenders = [
    ...session.ours("adamEpoch", {}, { folder }),
    ...session.npm("TensorFlow.js wasm", "tfjs.mjs wasm", "adamEpoch", {}, { folder }),
    ...session.npm("TensorFlow.js cpu", "tfjs.mjs cpu", "adamEpoch", {}, { folder }),
  ];
  const results = await session.alternate(contenders, { rounds: 5, budget: 15 });
  const rows = [...results].map(([one, runs]) => ({
    ...one,
    samples: runs.map(({ seconds }) => seconds),
    objective: runs[0].objective,
  }));
  const reference = rows.find(({ kind }) => kind === "ours");
  yield {
    table: {
      caption: "One epoch",
      columns: ["", "time", "× ours", "objective after it"],
      rows: rows.map(({ label, samples, objective }) => [
        label,
        durations(samples),
        ratio(median(samples) / median(reference.samples)),
        objective.toFixed(4),
      ]),
    },
  };
  const peer = rows.find(({ label }) => label === "TensorFlow.js wasm");
  for (const own of rows.filter(({ kind }) => kind === "ours")) {
    const factor = peer && median(peer.samples) / median(own.samples);
    yield {
      goal: {
        work: "one epoch of mini-batch Adam, against TensorFlow.js wasm",
        goal: "≥ 5×",
        node: own.node,
        text: peer ? ratios(peer.samples, own.samples) : "TensorFlow.js is not here",
        met: factor >= 5,
      },
    };
  }
}
