#!/usr/bin/env node
/**
 * npm run bench -- [name …] [--smoke] [--offline] [--out FOLDER] [--report]
 *
 * Runs all benchmarks, or those named, and writes docs/benchmarks.md and docs/plots from all whole results there are. A
 * benchmark's result replaces the one before when the benchmark has come to its end, and not before.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { benchmarkNames, loadBenchmark } from "./benchmarks.mjs";
import { describeMachine } from "./harness/machine.mjs";
import { findPeers } from "./harness/peers.mjs";
import { writeReport } from "./harness/report.mjs";
import { openSession } from "./harness/session.mjs";
import { openStore } from "./harness/store.mjs";
import { findVersions } from "./harness/versions.mjs";

const here = dirname(fileURLToPath(import.meta.url));

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    smoke: { type: "boolean", default: false },
    report: { type: "boolean", default: false },
    offline: { type: "boolean", default: false },
    out: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

const HELP = `npm run bench -- [name …] [--smoke] [--offline] [--out FOLDER] [--report]

  name      of a benchmark: ${benchmarkNames.join(", ")}; all of them if none is named
  --smoke   every benchmark on tiny data, once: says that they run, and nothing else. Keeps no results.
  --offline installs nothing: peers that are not installed yet do not take part
  --out     where to write results and report; default bench/generated and docs
  --report  write the report from the results there are, and measure nothing`;

const unknown = positionals.filter((name) => !benchmarkNames.includes(name));
if (flags.help) console.log(HELP);
else if (unknown.length > 0) {
  console.error(
    `bench: there is no benchmark "${unknown[0]}"; expected some of ${benchmarkNames.join(", ")}`,
  );
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const scratch = flags.smoke && !flags.out ? await mkdtemp(join(tmpdir(), "softmax-bench-")) : undefined;
  const out = flags.out ?? scratch;
  const store = openStore(out ? join(out, "results") : join(here, "generated"));
  const report = async () =>
    writeReport(out ?? join(here, "..", "docs"), await store.readAll(), join(here, "notes"));
  try {
    const names = flags.report ? [] : positionals.length ? positionals : benchmarkNames;
    const failed = names.length ? await measureAll(names, store, report) : 0;
    if (flags.report) await report();
    return failed > 0 ? 1 : 0;
  } finally {
    if (scratch) await rm(scratch, { recursive: true, force: true });
  }
}

/** Runs benchmarks one after another, reports after each, and returns how many failed. */
async function measureAll(names, store, report) {
  const peers = await findPeers(flags);
  const common = { machine: describeMachine(), versions: await findVersions(peers), smoke: flags.smoke };
  const started = performance.now();
  let failed = 0;
  for (const name of names) {
    const benchmark = await loadBenchmark(name);
    const minutes = ((performance.now() - started) / 60_000).toFixed(1);
    console.log(`${minutes.padStart(5)} min  ${name}: ${benchmark.title}`);
    try {
      await measure(benchmark, { peers, common, store });
      await report();
    } catch (error) {
      failed++;
      console.error(`           FAILED ${name}: ${error.stack ?? error}`);
    }
  }
  console.log(
    `${names.length - failed} of ${names.length} benchmarks done in ${((performance.now() - started) / 60_000).toFixed(1)} min`,
  );
  return failed;
}

async function measure({ name, run }, { peers, common, store }) {
  const session = await openSession({
    peers,
    smoke: flags.smoke,
    log: (line) => console.log(`           ${line}`),
  });
  const result = { name, measured: new Date().toISOString(), ...common, goals: [], tables: [], plots: [] };
  let closed;
  try {
    for await (const { goal, table, plot } of run(session)) {
      if (goal) result.goals.push(goal);
      if (table) result.tables.push(table);
      if (plot) result.plots.push(plot);
      await store.savePartial(name, result);
    }
  } finally {
    closed = await session.close();
  }
  await store.save(name, { ...result, ...closed });
}
