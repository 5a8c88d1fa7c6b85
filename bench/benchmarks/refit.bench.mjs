/**
 * Interactive refits: a small change to small data, and a `refitter` that has solved the problem before it. The change is
 * another l2 (twice or half), five points moved, relabelled or added; the time is that of the whole answer, with
 * standardization, the certificate and the accuracy. What is built once, and the first solution, is not in it.
 *
 * A reader may conclude whether a figure can follow the pointer: 16 ms is a frame.
 */
import { duration } from "../harness/format.mjs";
import { quantile } from "../harness/samples.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Interactive refits";

const SIZES = [
  { n: 5000, d: 100, C: 10, most: 0.05 },
  { n: 2000, d: 2, C: 3, most: 0.016 },
  { n: 2000, d: 2, C: 8, most: 0.016 },
];

export async function* run(session) {
  for (const { most, ...size } of SIZES) {
    if (session.smoke) size.n = Math.min(size.n, 300);
    const repeats = session.smoke ? 3 : 40;
    const rows = [];
    const slowest = {};
    for (const edit of ["l2", "move", "relabel", "add"])
      for (const one of session.ours("refits", { ...size, edit, repeats })) {
        const { samples, steps } = await one.measure();
        const late = quantile(samples, 0.95);
        slowest[one.node] = Math.max(slowest[one.node] ?? 0, late);
        rows.push([
          edit,
          nodeName(one.node),
          quantile(steps, 0.5),
          ...[quantile(samples, 0.5), late, Math.max(...samples)].map(duration),
        ]);
      }
    const what = `${size.n} × ${size.d}, ${size.C} classes`;
    yield { table: { caption: what, columns: ["change", "", "steps", "p50", "p95", "most"], rows } };
    for (const [node, late] of Object.entries(slowest))
      yield {
        goal: {
          work: `refit, ${what}, p95 of the slowest change`,
          goal: `≤ ${duration(most)}`,
          node,
          text: duration(late),
          met: late <= most,
        },
      };
  }
}
