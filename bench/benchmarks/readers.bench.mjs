/**
 * Megabytes of a file a second, by reader, and of copying memory, measured by `packages/datasets/bench` on files that it
 * makes up and holds in memory.
 *
 * A reader may conclude how long a file takes once it is off the disk. Nothing can be faster than the copy, which
 * writes to fresh memory, as a reader must.
 */
import { fileURLToPath } from "node:url";
import { run as runProcess } from "../../tools/process.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Readers";

const script = fileURLToPath(new URL("../../packages/datasets/bench/readers.bench.mjs", import.meta.url));

/** MB/s that each kind of file should be read with, where a goal is set. */
const GOALS = {
  "csv: 785 small integers": 300,
  "csv: 20 floats": 300,
  "csv: strings, quotes": 100,
  svmlight: 150,
};

export async function* run(session) {
  const rates = {};
  for (const [node, program] of Object.entries(session.peers.nodes)) {
    session.log(nodeName(node));
    const { code, stdout, output } = await runProcess(program, [
      script,
      ...(session.smoke ? ["--smoke"] : []),
    ]);
    if (code !== 0) throw new Error(`readers: ${output}`);
    rates[node] = parseRates(stdout);
  }
  const names = Object.keys(rates.newest);
  yield {
    table: {
      caption: "Files in memory",
      columns: ["", ...Object.keys(rates).flatMap((node) => [`MB/s, ${nodeName(node)}`, "of copying"])],
      rows: names.map((name) => [
        name,
        ...Object.values(rates).flatMap((of) => [of[name].rate, `${of[name].share} %`]),
      ]),
    },
  };
  for (const [name, least] of Object.entries(GOALS))
    for (const [node, of] of Object.entries(rates)) {
      const rate = of[name]?.rate;
      yield {
        goal: {
          work: `reader, ${name}`,
          goal: `≥ ${least} MB/s`,
          node,
          text: `${rate} MB/s`,
          met: rate >= least,
        },
      };
    }
}

/** The lines `name   MB   MB/s   share %` of the readers' own benchmark. */
function parseRates(text) {
  const lines = [...text.matchAll(/^(\S.*?)\s{2,}(\d+)\s+(\d+)\s+(\d+) %$/gm)];
  if (lines.length === 0) throw new Error(`readers: found no lines to read in\n${text}`);
  return Object.fromEntries(
    lines.map(([, name, , rate, share]) => [name, { rate: Number(rate), share: Number(share) }]),
  );
}
