#!/usr/bin/env node
/**
 * npm run torture -- [--long [--hours H]] [--seed S] [--only NAME]… [--input K] [--report]
 *
 * Attacks what this software promises, and says what came of it. The short form is a part of `npm test`; what the long one
 * gives is added to `generated/record.json`, from which docs/reliability.md is written.
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { attackNames, loadAttack } from "./attacks.mjs";
import { openContext } from "./harness/context.mjs";
import { describeCommit, openRecord } from "./harness/record.mjs";
import { countsText, writeReport } from "./harness/report.mjs";

/** Seconds for which an attack has its turn. */
const TURN = 60;

const here = dirname(fileURLToPath(import.meta.url));

const HELP = `npm run torture -- [--long] [options]

  --long          for --hours, and adds what comes of it to the record; without it, less than two minutes
  --hours <h>     of the long form; default 1
  --seed <s>      of the first round; default 1, of the long form the time
  --only <name>   of an attack, several if repeated: ${attackNames.join(", ")}
  --input <k>     with --only fuzz: this one input again, in this process
  --report        write docs/reliability.md from the record, and attack nothing`;

const { values: flags } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    hours: { type: "string", default: "1" },
    seed: { type: "string" },
    only: { type: "string", multiple: true, default: attackNames },
    input: { type: "string" },
    report: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const unknown = flags.only.find((name) => !attackNames.includes(name));

if (flags.help) console.log(HELP);
else if (unknown !== undefined) {
  console.error(`torture: there is no attack "${unknown}"; expected some of ${attackNames.join(", ")}`);
  process.exitCode = 2;
} else process.exitCode = await main();

async function main() {
  const record = openRecord(join(here, "generated"));
  const seed = Number(flags.seed ?? (flags.long ? Math.floor(Date.now() / 1000) % 2 ** 31 : 1));
  let failed = 0;
  if (!flags.report) failed = flags.long ? await longForm(seed, record) : await round(seed, {});
  if (flags.report || flags.long) await writeReport(join(here, "..", "docs"), await record.readAll(), here);
  return failed > 0 ? 1 : 0;
}

/** Rounds with one seed after another, until the time is over. */
async function longForm(seed, record) {
  const seconds = 3600 * Number(flags.hours);
  const end = performance.now() + 1000 * seconds;
  const turn = Math.min(TURN, seconds / flags.only.length);
  let failed = 0;
  for (let k = 0; k === 0 || performance.now() + 500 * turn < end; k++)
    failed += await round(seed + k, { seconds: turn, record });
  return failed;
}

/**
 * Every attack once; returns how many failed.
 *
 * @throws Error where an attack cannot be made: more rounds would say the same
 */
async function round(seed, { seconds, record }) {
  let failed = 0;
  for (const name of flags.only) {
    const attack = await loadAttack(name);
    const start = performance.now();
    const { counts, failures, matrix, skipped, broken } = await attacked(attack, seed, seconds);
    const took = (performance.now() - start) / 1000;
    const verdict = skipped ? `skipped: ${skipped}` : `${failures.length} failures; ${countsText(counts)}`;
    console.log(`${name.padEnd(9)} seed ${seed}, ${took.toFixed(1)} s: ${verdict}`);
    for (const failure of failures.slice(0, 20))
      console.log(`  FAILED ${failure.replaceAll("\n", "\n         ")}`);
    if (failures.length > 0) failed++;
    if (broken) throw new Error(`the attack ${name} could not be made`);
    if (record && !skipped)
      await record.add({
        attack: name,
        commits: [describeCommit()],
        node: process.version,
        runs: 1,
        seconds: took,
        seeds: [seed, seed],
        counts,
        ...(matrix && { matrix }),
        failed: failures.length,
        lastFailed: failures.length > 0 ? 1 : 0,
        failures: failures.slice(0, 20).map((failure) => `${describeCommit()}: ${failure}`),
      });
  }
  return failed;
}

/** What came of an attack: `{counts, failures}`, or `{skipped}` with the reason why it cannot be made here. */
async function attacked({ attack, short }, seed, seconds) {
  const plan = { seed, short, seconds, long: seconds !== undefined };
  const context = await openContext({ ...plan, input: flags.input && Number(flags.input) });
  try {
    const outcome = { counts: {}, failures: [], ...(await attack(context)) };
    const failures = outcome.failures.map((failure) => failure.replaceAll(context.scratch, "scratch"));
    return { ...outcome, failures };
  } catch (error) {
    return { counts: {}, failures: [`the attack itself: ${error.stack}`], broken: true };
  } finally {
    await context.close();
  }
}
