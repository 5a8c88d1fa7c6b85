/**
 * Megabytes of a file a second, by reader, and its share of the speed of copying memory, measured by
 * `packages/datasets/bench` on files that it makes up and holds in memory.
 *
 * A reader may conclude how long a file takes once it is off the disk. Nothing can be faster than the copy, which
 * writes to fresh memory, as a reader must.
 */
import { fileURLToPath } from "node:url";
import { run as runProcess } from "../../tools/process.mjs";
import { number, percent } from "../harness/format.mjs";
import { nodeName } from "../harness/session.mjs";

export const title = "Readers";

const script = fileURLToPath(new URL("../../packages/datasets/bench/readers.bench.mjs", import.meta.url));

/** MB/s that each kind of file should be read with, where a goal is set. */
const GOALS = {
  "csv: 785 pixels": 300,
  "csv: 20 floats": 300,
  "csv: strings, quotes": 100,
  svmlight: 150,
};

/** Those that should read as fast as memory is copied. */
const COPIES = ["idx", "cifar-10", "npy"];

export async function* run(session) {
  const rates = {};
  for (const [node, program] of Object.entries(session.peers.nodes)) {
    session.log(nodeName(node));
    const options = ["--json", ...(session.smoke ? ["--smoke"] : [])];
    const { code, stdout, output } = await runProcess(program, [script, ...options]);
    if (code !== 0) throw new Error(`readers: ${output}`);
    rates[node] = new Map(JSON.parse(stdout).map((measured) => [measured.name, measured]));
  }
  const names = [...rates.newest.keys()];
  yield {
    table: {
      caption: "Files in memory",
      columns: ["", ...Object.keys(rates).flatMap((node) => [`MB/s, ${nodeName(node)}`, "of copying"])],
      rows: names.map((name) => [
        name,
        ...Object.values(rates).flatMap((of) => [rateOf(of.get(name)), shareText(of.get(name))]),
      ]),
    },
  };
  for (const [node, of] of Object.entries(rates)) {
    for (const [name, least] of Object.entries(GOALS)) yield { goal: rateGoal(of.get(name), node, least) };
    for (const name of COPIES) yield { goal: copyGoal(of.get(name), node) };
  }
}

const rateOf = ({ megabytes, seconds }) => number(megabytes / Math.min(...seconds));

/** Of the speed of copying, by the shortest times of both, which nothing else on the machine has disturbed. */
const shareOf = ({ seconds, copying }) => Math.min(...copying) / Math.min(...seconds);

const shareText = (measured) => (shareOf(measured) > 100 ? "no copy is made" : percent(shareOf(measured)));

const rateGoal = ({ name, megabytes, seconds }, node, least) => ({
  work: `reader, ${name}`,
  goal: `≥ ${least} MB/s`,
  node,
  text: `${number(megabytes / Math.min(...seconds))} MB/s (from ${number(megabytes / Math.max(...seconds))})`,
  met: megabytes / Math.min(...seconds) >= least,
});

const copyGoal = (measured, node) => ({
  work: `reader, ${measured.name}, against copying the bytes`,
  goal: "≥ 90 % of its speed",
  node,
  text: shareText(measured),
  met: shareOf(measured) >= 0.9,
});
