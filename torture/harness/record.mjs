import { execFileSync } from "node:child_process";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../tools/process.mjs";

/**
 * What the runs of the long form gave, added up: an entry for each attack and Node, with its counts, its seconds, its
 * seeds, the commits it was made at, and what failed.
 */
export function openRecord(folder) {
  const path = join(folder, "record.json");
  const readAll = async () => JSON.parse(await readFile(path, "utf8").catch(missing));
  return {
    readAll,
    /** Adds a run of an attack to what there is. */
    async add(run) {
      const entries = await readAll();
      const same = ({ attack, node }) => attack === run.attack && node === run.node;
      const before = entries.find(same);
      const rest = entries.filter((entry) => !same(entry));
      const text = JSON.stringify([...rest, before ? sum(before, run) : run], undefined, 1);
      await writeFile(`${path}.partial`, `${text}\n`);
      await rename(`${path}.partial`, path);
    },
  };
}

const missing = (error) => {
  if (error.code === "ENOENT") return "[]";
  throw error;
};

const sum = (a, b) => ({
  ...b,
  commits: [...new Set([...a.commits, ...b.commits])],
  runs: a.runs + b.runs,
  seconds: a.seconds + b.seconds,
  seeds: [Math.min(a.seeds[0], b.seeds[0]), Math.max(a.seeds[1], b.seeds[1])],
  counts: sumCounts(a.counts, b.counts),
  failures: [...a.failures, ...b.failures].slice(-20),
  ...(b.matrix && { matrix: { ...a.matrix, ...b.matrix } }),
  failed: a.failed + b.failed,
  /** The last run in which something failed. */
  lastFailed: b.failed > 0 ? a.runs + b.runs : (a.lastFailed ?? 0),
});

/** Counts of the same name together; a count called "most …" is a maximum. */
export function sumCounts(a, b) {
  const counts = { ...a };
  for (const [name, count] of Object.entries(b))
    counts[name] = name.startsWith("most ")
      ? Math.max(counts[name] ?? 0, count)
      : (counts[name] ?? 0) + count;
  return counts;
}

/** The commit that is attacked, with a `+` where files differ from it. */
export function describeCommit() {
  const git = (...args) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  try {
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", "packages", "apps", "torture");
    const sources = changed.split("\n").filter((line) => line && !line.includes("torture/generated"));
    return `${git("rev-parse", "--short=9", "HEAD")}${sources.length > 0 ? "+" : ""}`;
  } catch {
    return "unknown";
  }
}
