/**
 * The most memory a process has had after loading a problem and a whole `fit`, beside the bytes of the stored data.
 *
 * A reader may conclude what fits into a machine: the goal is at most one and a half times the data and 150 MB. The data are
 * in memory before the fit begins, as a Uint8Array or as compressed sparse rows.
 */
import { number } from "../harness/format.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Memory";

export async function* run(session) {
  const rows = [];
  for (const name of ["fashion", "cifar", "text"]) {
    const { folder, title: what } = await session.problem(name);
    const options = session.smoke ? { maxSteps: 5 } : { maxSteps: 60 };
    for (const one of session.ours("memory", { options }, { folder })) {
      const { peak, data } = await one.measure();
      const allowed = 1.5 * data + 150e6;
      rows.push([what, nodeName(one.node), ...[data, peak, allowed].map(megabytes)]);
      yield {
        goal: {
          work: `peak memory of training on ${what}`,
          goal: "≤ 1.5 × data + 150 MB",
          node: one.node,
          text: `${megabytes(peak)} of ${megabytes(allowed)}`,
          met: peak <= allowed,
        },
      };
    }
  }
  yield {
    table: { caption: "Peak resident set", columns: ["data", "", "data", "peak", "goal: at most"], rows },
  };
}

const megabytes = (bytes) => `${number(bytes / 1e6)} MB`;
