/**
 * Every kernel on its own, on random data of 784 columns and 10 classes (sparse: 50,000 and 20), on all rows or as many as
 * take a tenth of a second.
 *
 * A reader may conclude which kernels are near what the processor can do and which are not: "of peak" is the share of
 * this machine's own measured rate of 128-bit multiply-adds, on one core times the threads used. In float64 the peak is
 * half of that, so that 50 % is all there is. "Of X" is what is read of the data a second, beside one core's speed of
 * copying: a kernel that comes close to it would gain nothing from better arithmetic (the other side of a roofline). Neither
 * near: it is latency, as in sparse kernels, which wait for one entry's weights after another.
 */
import { duration, number, percent } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";
import { nodeName } from "../harness/session.mjs";
import { peaksOf } from "./pass.bench.mjs";

export const title = "Kernels";

const NAMES = ["crossEntropy", "crossEntropyHvp", "logits", "accumulate", "gram", "gramDiagonal"];

const STORED = [
  { stored: "float32", precision: "float32" },
  { stored: "uint8", precision: "float32" },
  { stored: "float64", precision: "float64" },
  { stored: "float32", precision: "float32", perRow: 90 },
];

export async function* run(session) {
  const peaks = await peaksOf(session);
  for (const [node, peak] of Object.entries(peaks)) yield { table: await kernelTable(session, node, peak) };
  yield { table: await matrixTable(session, peaks) };
}

async function kernelTable(session, node, peak) {
  const seconds = session.smoke ? 0.002 : 0.1;
  const rows = [];
  for (const data of STORED)
    for (const kernel of NAMES) {
      const size = data.perRow ? { n: 20_000, d: 50_000, C: 20 } : { n: 30_000, d: 784, C: 10 };
      if (session.smoke) Object.assign(size, { n: 512, d: size.d / 8 });
      if (data.perRow && kernel === "gram") continue;
      const args = { kernel, ...size, ...data, seconds };
      const one = session.ours("kernelRate", args).find((candidate) => candidate.node === node);
      const found = await one.measure();
      const time = median(found.samples);
      const rate = found.flops / time / 1e9;
      const what = data.perRow ? "sparse, 90 a row" : data.stored;
      rows.push([
        kernel,
        what,
        found.rows,
        duration(time),
        number(rate),
        percent(rate / (peak.gflops * found.threads)),
        `${number(found.bytes / time / 1e9)} GB/s`,
      ]);
    }
  return {
    caption: `${nodeName(node)}: peak ${number(peak.gflops)} GFLOP/s a core (${peak.fused ? "fused" : "unfused"} multiply-adds), copying ${number(peak.copy)} GB/s`,
    columns: ["kernel", "X", "rows", "time", "GFLOP/s", "of peak", "of X"],
    rows,
  };
}

async function matrixTable(session, peaks) {
  const n = session.smoke ? 64 : 784;
  const repeats = session.smoke ? 1 : 5;
  const rows = [];
  for (const [what, call, args] of [
    ["matmul of tensors, float32", "matrixProduct", { n, repeats }],
    ["Cholesky, float32", "factorization", { n, repeats, precision: "float32" }],
    ["Cholesky, float64", "factorization", { n, repeats, precision: "float64" }],
  ])
    for (const one of session.ours(call, args)) {
      const { samples, flops } = await one.measure();
      const rate = flops / median(samples) / 1e9;
      const share = percent(rate / peaks[one.node].gflops);
      rows.push([`${what}, ${n} × ${n}`, nodeName(one.node), duration(median(samples)), number(rate), share]);
    }
  return { caption: "Matrices", columns: ["", "", "time", "GFLOP/s", "of one core's peak"], rows };
}
