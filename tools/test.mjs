/**
 * Every check of the repository, one after another: a line each, failing output in full, and the totals
 * alone on the last line. `--quick` leaves out the slow suites. Started by `npm test` inside the workspace.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageChecks, tortureChecks, workspaceChecks } from "./checks.mjs";
import { Failure } from "./process.mjs";
import { quickTests, slowTests, sparkTests } from "./suites.mjs";

const quick = process.argv.includes("--quick");
const totals = { passed: 0, failed: 0, skipped: 0 };

async function report({ title, run }) {
  process.stdout.write(`${title.padEnd(52)} `);
  const start = performance.now();
  const { passed, failed, skipped, output } = await run().catch(failure);
  totals.passed += passed;
  totals.failed += failed;
  totals.skipped += skipped;
  const counts = `${failed ? "FAILED " : "ok "} ${passed} passed, ${failed} failed, ${skipped} skipped`;
  console.log(`${counts.padEnd(44)} ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (output) console.log(output.trimEnd().replace(/^/gm, "    "));
}

/** A check that could not even run counts as one failure. */
const failure = (error) => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  output: error instanceof Failure ? error.message : error.stack,
});

const scratch = await mkdtemp(join(tmpdir(), "softmax-test-"));
try {
  for (const check of workspaceChecks) await report(check);
  for (const check of await packageChecks(join(scratch, "packs"))) await report(check);
  for (const suite of quickTests(scratch)) await report(suite);
  if (!quick)
    for (const check of [...tortureChecks, sparkTests(scratch), ...slowTests(scratch)]) await report(check);
} finally {
  await rm(scratch, { recursive: true, force: true });
}
process.exitCode = totals.failed === 0 ? 0 : 1;
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
