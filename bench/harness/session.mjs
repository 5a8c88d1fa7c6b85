import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { watchMachine } from "./machine.mjs";
import { optimumOf } from "./optimum.mjs";
import { measurePeak } from "./peak.mjs";
import { loadDescription, prepareProblem } from "./problems.mjs";
import { alternate, median, spread } from "./samples.mjs";
import { openSubject } from "./subject.mjs";

const subjectScript = fileURLToPath(new URL("../subjects/softmax.mjs", import.meta.url));

/**
 * What a benchmark is given: its problems, its contenders, and the rules by which they take turns. Remembers
 * who is missing and what else the machine did meanwhile, for the report. `close()` ends every process and
 * returns that.
 */
export async function openSession({ peers, smoke, log }) {
  const scratch = await mkdtemp(join(tmpdir(), "softmax-bench-"));
  const opened = [];
  const missing = [];
  const peaks = [];
  const watched = watchMachine();
  const started = performance.now();

  const start = (description) => {
    const subject = openSubject(description);
    opened.push(subject);
    return subject;
  };

  /** A contender: `measure()` opens its process at the first call and lets it load the problem. */
  const contender = ({ label, kind, node, command, folder, call, args = {}, timeout = 600 }) => {
    let ready;
    const open = async () => {
      const subject = start({ name: label, ...command });
      if (folder) await subject.call("load", { folder }, timeout);
      return subject;
    };
    return {
      label,
      kind,
      node,
      measure: async () => {
        ready ??= open();
        const value = await (await ready).call(call, args, timeout);
        if (value?.again) Object.assign(args, value.again);
        return value;
      },
    };
  };

  const absent = (label, reason) => {
    missing.push({ label, reason });
    return [];
  };

  const session = {
    smoke,
    scratch,
    log,
    peers,
    start,
    absent,
    /** The folder, description and optimum of a problem. */
    async problem(name) {
      const folder = await prepareProblem(name, { smoke });
      return { folder, ...(await loadDescription(folder)) };
    },
    optimum: optimumOf,
    /** Ours on the newest Node and on Node 20; `args` may differ by what is told apart in `label`. */
    ours: (call, args, { folder, label = "Softmax", timeout } = {}) =>
      Object.entries(peers.nodes).map(([node, program]) =>
        contender({
          label: `${label}, ${nodeName(node)}`,
          kind: "ours",
          node,
          command: { program, args: [subjectScript] },
          folder,
          call,
          args: { ...args },
          timeout,
        }),
      ),
    /** A peer from PyPI, or none with the reason. */
    python(label, call, args, { folder, needs, timeout } = {}) {
      const reason = peers.python.missing ?? peers.python[needs]?.missing;
      if (reason) return absent(label, reason);
      const command = { program: peers.python.program, args: [join(peers.python.folder, "peer.py")] };
      return [contender({ label, kind: "peer", command, folder, call, args: { ...args }, timeout })];
    },
    /** A peer from npm, on the newest Node. */
    npm(label, script, call, args, { folder, timeout } = {}) {
      if (peers.npm.missing) return absent(label, peers.npm.missing);
      const [file, ...rest] = script.split(" ");
      const command = { program: peers.npm.program, args: [join(peers.npm.folder, file), ...rest] };
      return [contender({ label, kind: "peer", command, folder, call, args: { ...args }, timeout })];
    },
    /**
     * Lets contenders take turns; see `alternate`. Whoever fails is reported as missing, with the reason. Between
     * rounds the machine's own peak is measured: how much it varies says how much to believe.
     */
    async alternate(contenders, { rounds = 5, budget, suffices }) {
      let probed = -1;
      const results = await alternate(
        contenders,
        { rounds: smoke ? 1 : rounds, budget, suffices },
        async (one, round) => {
          if (round > probed) peaks.push(measurePeak(smoke ? 1 : 3).gflops);
          probed = round;
          const begun = performance.now();
          const value = await one.measure();
          log(`${one.label}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
          return value;
        },
      );
      for (const [one, samples] of results)
        if (samples instanceof Error) {
          if (one.kind === "ours") throw samples;
          log(`${one.label}: ${samples.message}`);
          absent(one.label, reasonOf(samples.message));
          results.delete(one);
        }
      return results;
    },
    async close() {
      await Promise.all(opened.map((subject) => subject.close()));
      await rm(scratch, { recursive: true, force: true });
      const noise = { ...watched(), peak: peaks.length ? median(peaks) : undefined };
      if (peaks.length > 1) noise.peakSpread = spread(peaks);
      return { missing, noise, seconds: (performance.now() - started) / 1000 };
    },
  };
  return session;
}

export const nodeName = (node) => (node === "newest" ? "newest Node" : "Node 20");

/** The last line of a Python traceback, or the first of anything else. */
function reasonOf(message) {
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  const last = message.includes("Traceback")
    ? lines.findLast((line) => /^\w[\w.]*(Error|Exception)\b/.test(line))
    : undefined;
  return (last ?? lines[0] ?? "ended without a word").replace(anyFolder, "").slice(0, 200);
}

/** Folders of this machine are nobody else's business. */
const anyFolder = /(\/[^\s:/]+)+\//g;
