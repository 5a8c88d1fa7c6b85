import { globSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { root, run } from "./process.mjs";

/** Runs vitest with these arguments; the counts come through `reporter.mjs` and a file in `scratch`. */
const suite = (title, scratch, ...args) => ({
  title,
  async run() {
    const report = join(scratch, "report.json");
    await rm(report, { force: true });
    const { code, output } = await run(
      "vitest",
      ["run", "--reporter=minimal", "--reporter=./tools/reporter.mjs", "--allowOnly=false", ...args],
      { env: { ...process.env, SOFTMAX_REPORT: report, SOFTMAX_PACKS: join(scratch, "packs") } },
    );
    const { passed, failed, skipped } = JSON.parse(await readFile(report, "utf8"));
    return {
      passed,
      failed: failed || (code === 0 ? 0 : 1),
      skipped: skipped.length,
      output: [...(code === 0 ? [] : [output]), ...skipped.map((name) => `skipped: ${name}`)].join("\n"),
    };
  },
});

export const quickTests = (scratch) => [
  suite("unit and workspace tests (vitest)", scratch, "--project=!slow", "--project=!on-spark"),
];

/** All of them in one run, which starts Spark once. */
export const sparkTests = (scratch) => suite("tests on Apache Spark (vitest)", scratch, "--project=on-spark");

/** One suite a file, so that each has a line and the machine to itself. */
export const slowTests = (scratch) =>
  globSync("{packages,apps}/*/{src,test}/**/*.slow.test.ts", { cwd: root })
    .concat(globSync("test/**/*.slow.test.ts", { cwd: root }))
    .sort()
    .map((file) => suite(file, scratch, "--project=slow", file));
