import { writeFileSync } from "node:fs";

/** A vitest reporter that writes `{passed, failed, skipped: [sentence]}` to the file in SOFTMAX_REPORT. */
export default class CountingReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const brokenModules = modules.filter((module) => module.errors().length > 0);
    writeFileSync(
      process.env.SOFTMAX_REPORT,
      JSON.stringify({
        passed: inState("passed").length,
        failed: inState("failed").length + brokenModules.length + unhandledErrors.length,
        skipped: inState("skipped").map(sentence),
      }),
    );
  }
}

const sentence = (test) => {
  const { note } = test.result();
  return note ? `${test.fullName} (${note})` : test.fullName;
};
