/**
 * Time of one fused pass, float32, as rows n, columns d and classes C double, one at a time, from 8192 × 256 × 8; and as
 * threads double.
 *
 * A reader may conclude how the time of a fit changes with the data: a factor of 2 a step is proportional. Less means
 * that something fixed is shared out, more that the data no longer fit a cache.
 */
import { cpus } from "node:os";
import { duration, number, ratio } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";

export const title = "Scaling";

const BASE = { n: 8192, d: 256, C: 8 };
const DOUBLINGS = 5;

export async function* run(session) {
  const base = session.smoke ? { n: 256, d: 32, C: 4 } : BASE;
  const doublings = session.smoke ? 2 : DOUBLINGS;
  const series = [];
  for (const axis of ["n", "d", "C"]) {
    const sizes = Array.from({ length: doublings }, (_, k) => ({ ...base, [axis]: base[axis] * 2 ** k }));
    const times = [];
    for (const size of sizes) times.push(await passTime(session, size));
    series.push({ axis, sizes: sizes.map((size) => size[axis]), times });
    yield { table: axisTable(axis, base, series.at(-1)) };
  }
  yield { plot: plotOf(series, base) };
  yield { table: await threadTable(session, base) };
}

async function passTime(session, size, kernels) {
  const args = {
    kernel: "crossEntropy",
    ...size,
    stored: "float32",
    precision: "float32",
    seconds: 10,
    kernels,
  };
  const [newest] = session.ours("kernelRate", args);
  const { samples, rows, flops, threads } = await newest.measure();
  if (rows !== size.n) throw new Error(`scaling: only ${rows} of ${size.n} rows were measured`);
  return { seconds: median(samples), flops, threads };
}

function axisTable(axis, base, { sizes, times }) {
  const others = Object.entries(base).filter(([name]) => name !== axis);
  return {
    caption: `${axis} doubles, ${others.map(([name, value]) => `${name} = ${value}`).join(", ")}`,
    columns: [axis, "time", "× the line before", "GFLOP/s"],
    rows: sizes.map((size, k) => [
      size,
      duration(times[k].seconds),
      k === 0 ? "" : ratio(times[k].seconds / times[k - 1].seconds),
      number(times[k].flops / times[k].seconds / 1e9),
    ]),
  };
}

const plotOf = (series, base) => ({
  file: "scaling",
  title: `Seconds a pass as one size doubles, from ${Object.entries(base)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ")}`,
  xLabel: "times the smallest",
  yLabel: "seconds",
  series: series.map(({ axis, sizes, times }) => ({
    label: { n: "rows n", d: "columns d", C: "classes C" }[axis],
    points: sizes.map((size, k) => [size / sizes[0], times[k].seconds]),
  })),
});

/** Asks for 1, 2, … threads, as many as there are cores; says how many the kernels really used. */
async function threadTable(session, base) {
  const rows = [];
  const size = { ...base, n: base.n * (session.smoke ? 1 : 8) };
  for (let threads = 1; threads <= cpus().length; threads *= 2) {
    const found = await passTime(session, size, { threads });
    rows.push([threads, found.threads, duration(found.seconds), number(found.flops / found.seconds / 1e9)]);
  }
  return {
    caption: `Threads, n = ${size.n}, d = ${size.d}, C = ${size.C}`,
    columns: ["threads asked for", "used", "time", "GFLOP/s"],
    rows,
  };
}
