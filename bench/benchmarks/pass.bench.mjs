/**
 * One pass over the data: the loss of a linear softmax model and its gradient, which every full-batch solver
 * spends its time in. All libraries compute it at the same parameters, in memory they have already laid out.
 *
 * A reader may conclude how fast the innermost work is on this processor, and by how much it could be faster:
 * "of peak" counts the two products alone, 4·n·d·C operations, against what 128-bit multiply-adds reach on as many
 * cores in a loop that does nothing else. Not how long training takes, which is also a matter of how many passes it needs.
 */
import { durations, number, percent, ratio, ratios } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "One fused pass";

export async function* run(session) {
  for (const name of session.smoke ? ["fashion", "text"] : ["fashion", "cifar", "text"]) {
    const problem = await session.problem(name);
    const contenders = contendersOf(session, problem);
    const results = await session.alternate(contenders, { rounds: 5, budget: 20 });
    const peaks = await peaksOf(session);
    const rows = [...results].map(([one, runs]) => ({ ...one, ...summary(runs), peak: peaks[one.node] }));
    yield { table: tableOf(problem, rows) };
    if (name !== "text") yield* goals(problem, rows);
  }
}

function contendersOf(session, { name, folder, kind }) {
  const repeats = session.smoke ? 1 : 5;
  const ours = (label, stored, precision, kernels) =>
    session.ours("pass", { stored, precision, repeats, kernels }, { folder, label: `Softmax, ${label}` });
  const python = (label, call, args, needs) =>
    session.python(label, call, { ...args, repeats }, { folder, needs });
  const npm = (label, script, args = {}) =>
    session.npm(label, script, "pass", { repeats: session.smoke ? 1 : 2, ...args }, { folder });
  const dense = kind === "dense";
  return [
    ...ours("float32", "float32", "float32"),
    ...(dense ? ours("uint8 → float32", "uint8", "float32") : []),
    ...(name === "fashion"
      ? ours("float32, deterministic", "float32", "float32", { deterministic: true })
      : []),
    ...ours("float64", dense ? "uint8" : "float64", "float64"),
    ...python(dense ? "NumPy, float32" : "SciPy, float32", "numpyPass", { dtype: "float32" }),
    ...python(dense ? "NumPy, float64" : "SciPy, float64", "numpyPass", { dtype: "float64" }),
    ...python("scikit-learn's loss, float32", "sklearnPass", { dtype: "float32" }),
    ...python("PyTorch, float32", "torchPass", {}, "torch"),
    ...(name === "fashion"
      ? [
          ...npm("TensorFlow.js wasm", "tfjs.mjs wasm"),
          ...npm("TensorFlow.js cpu", "tfjs.mjs cpu", { repeats: 1 }),
          ...npm("jax-js wasm", "jaxjs.mjs"),
        ]
      : []),
  ];
}

/** GFLOP/s of one core, by Node: fused multiply-adds where it has them. */
export async function peaksOf(session) {
  const peaks = {};
  for (const one of session.ours("peak", {})) peaks[one.node] = await one.measure();
  return peaks;
}

function summary(runs) {
  const samples = runs.flatMap((run) => run.samples);
  const { flops, loss, threads } = runs[0];
  return { samples, seconds: median(samples), flops, loss, threads };
}

const shareOfPeak = ({ flops, seconds, threads, peak }) => flops / seconds / 1e9 / (peak.gflops * threads);

function tableOf({ title, nRows, nColumns, nClasses }, rows) {
  const reference = rows.find(({ kind }) => kind === "ours");
  return {
    caption: `${title}, ${nRows} × ${nColumns}, ${nClasses} classes`,
    columns: ["", "time", "× ours", "GFLOP/s", "of peak", "threads", "mean loss"],
    rows: rows.map((row) => [
      row.label,
      durations(row.samples),
      ratio(row.seconds / reference.seconds),
      number(reference.flops / row.seconds / 1e9),
      row.peak ? percent(shareOfPeak(row)) : "",
      row.threads ?? "",
      row.loss.toFixed(7),
    ]),
  };
}

function* goals({ title }, rows) {
  const numpy = rows.find(({ label }) => label === "NumPy, float32");
  const find = (label, node) =>
    rows.find((row) => row.node === node && row.label === `Softmax, ${label}, ${nodeName(node)}`);
  for (const node of ["newest", "oldest"]) {
    const [own, bytes] = [find("float32", node), find("uint8 → float32", node)];
    const factor = numpy && numpy.seconds / own.seconds;
    yield {
      goal: {
        work: `${title}: fused pass, float32, against NumPy/OpenBLAS`,
        goal: "≥ 2.2×",
        node,
        text: numpy ? ratios(numpy.samples, own.samples) : "NumPy is not here",
        met: factor >= 2.2,
      },
    };
    const share = shareOfPeak(bytes);
    yield {
      goal: {
        work: `${title}: fused pass, uint8, share of the 128-bit multiply-add peak`,
        goal: "≥ 70 %",
        node,
        text: percent(share),
        met: share >= 0.7,
      },
    };
  }
}
