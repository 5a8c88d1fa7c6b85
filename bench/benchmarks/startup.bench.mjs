/**
 * `softmax --version` and `--help` against `node -e 0`, whole processes in turns.
 *
 * A reader may conclude what the command line adds to the start of Node itself, which nobody can avoid.
 */
import { CLI } from "../../tools/build.mjs";
import { run as runProcess } from "../../tools/process.mjs";
import { duration, durations } from "../harness/format.mjs";
import { median } from "../harness/samples.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Start-up";

const COMMANDS = {
  "node -e 0": ["-e", "0"],
  "softmax --version": [CLI, "--version"],
  "softmax --help": [CLI, "--help"],
};

export async function* run(session) {
  const contenders = Object.entries(session.peers.nodes).flatMap(([node, program]) =>
    Object.entries(COMMANDS).map(([command, args]) => ({
      label: `${command}, ${nodeName(node)}`,
      kind: "ours",
      node,
      command,
      async measure() {
        const start = performance.now();
        const { code, output } = await runProcess(program, args);
        if (code !== 0) throw new Error(`${command}: ${output}`);
        return (performance.now() - start) / 1000;
      },
    })),
  );
  const results = await session.alternate(contenders, { rounds: 20, budget: 60 });
  const rows = [...results].map(([one, samples]) => ({ ...one, samples }));
  const bare = (node) => median(rows.find((row) => row.node === node && row.command === "node -e 0").samples);
  const over = ({ node, samples }) => median(samples) - bare(node);
  yield {
    table: {
      caption: "Whole process",
      columns: ["", "time", "over node -e 0"],
      rows: rows.map((row) => [row.label, durations(row.samples), duration(over(row))]),
    },
  };
  for (const row of rows.filter(({ command }) => command === "softmax --version"))
    yield {
      goal: {
        work: "softmax --version over node -e 0",
        goal: "< 80 ms",
        node: row.node,
        text: duration(over(row)),
        met: over(row) < 0.08,
      },
    };
}
