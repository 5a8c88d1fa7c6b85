import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { oneObject, stderrSays, useCli } from "./cli.js";

const { folder, start, softmax, json, read } = useCli();

/** Options of a run that would go on for days. */
const endless = ["--solver", "adam", "--epochs", "100000000", "--tolerance", "0"];

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(process.platform === "win32")("an interrupted run", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops on %s after the step, saves, and says how to go on", async (signal, exitCode) => {
    const run = start(["train", "digits", ...endless, "--out", signal, "--json"]);
    await stderrSays(run, "digits: ");
    await pause(200);
    run.child.kill(signal);
    const { code, stdout, stderr } = await run.ended;
    expect(code).toBe(exitCode);
    expect(oneObject(stdout)).toMatchObject({ status: "aborted", run: signal });
    expect(stderr).toContain(`go on with: softmax train --resume ${signal}`);
    expect(stderr).not.toMatch(/^ +at /m);
    expect((await json("inspect", signal)).status).toBe("aborted");
  });

  test("goes on from where it was, once more interrupted or not", async () => {
    const run = start(["train", "digits", ...endless, "--out", "resumed", "--quiet"]);
    await pause(900);
    run.child.kill("SIGINT");
    await run.ended;
    const before = JSON.parse(read("resumed/run.json").toString()).result.steps;
    const again = start(["train", "--resume", "resumed", "--json"]);
    await stderrSays(again, "digits: ");
    await pause(200);
    again.child.kill("SIGINT");
    expect(oneObject((await again.ended).stdout).steps).toBeGreaterThan(before);
  });

  test("ends at once on a second signal", async () => {
    const run = start(["train", "digits", ...endless, "--out", "twice"]);
    await stderrSays(run, "digits: ");
    for (let k = 0; k < 20 && run.child.exitCode === null; k++) {
      run.child.kill("SIGINT");
      await pause(5);
    }
    expect((await run.ended).code).toBe(130);
  });

  test("does not go on with other data", async () => {
    writeFileSync(join(folder, "changing.csv"), "a,label\n1,x\n2,y\n3,x\n4,y\n");
    const run = start(["train", "changing.csv", ...endless, "--out", "changed"]);
    await stderrSays(run, "changing.csv: ");
    await pause(200);
    run.child.kill("SIGINT");
    await run.ended;
    const files = ["run.json", "checkpoint.safetensors", "model.safetensors"].map(
      (name) => `changed/${name}`,
    );
    const before = files.map(read);
    writeFileSync(join(folder, "changing.csv"), "a,label\n1,x\n2,y\n3,x\n4.5,y\n");
    const { code, stdout, stderr } = await softmax(["train", "--resume", "changed"]);
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("resume: the data changed since the run was started");
    expect(files.map(read)).toEqual(before);
  });
});
