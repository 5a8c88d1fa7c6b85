import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../tools/process.mjs";

/** `npm run --silent softmax -- …`, started in `cwd`. */
const start = (args: string[], cwd: string) =>
  spawn("npm", ["run", "--silent", `--prefix=${root}`, "softmax", "--", ...args], { cwd });

/** The same to its end, with its streams apart. */
function softmax(args: string[], { cwd = root, input = "" } = {}) {
  const child = start(args, cwd);
  const output = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (output.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (output.stderr += text));
  child.stdin.end(input);
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, ...output })),
  );
}

describe("npm run softmax", () => {
  const folder = mkdtempSync(join(tmpdir(), "softmax-driver-"));
  beforeAll(() => softmax(["--version"]));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("puts nothing but the command's own output on stdout", async () => {
    const { code, stdout } = await softmax(["datasets", "--json"]);
    expect(code).toBe(0);
    expect(() => JSON.parse(stdout)).not.toThrow();
  });

  test("passes the exit code on", async () => {
    expect(await softmax(["train", "--no-such-option"])).toMatchObject({ code: 2, stdout: "" });
  });

  test("runs in the folder the user stands in", async () => {
    writeFileSync(join(folder, "tiny.csv"), "a,label\n1,x\n2,y\n3,x\n4,y\n");
    const trained = await softmax(["train", "tiny.csv", "--l2", "0.1", "--out", "run", "--json"], {
      cwd: folder,
    });
    expect(trained.code, trained.stderr).toBe(0);
    const predicted = await softmax(["predict", "run", "-"], { cwd: folder, input: "a\n1\n4\n" });
    expect(predicted.stdout.trim().split("\n")).toHaveLength(3);
  });
});
