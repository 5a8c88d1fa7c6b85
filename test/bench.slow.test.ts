import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";

const names = readdirSync(join(root, "bench", "benchmarks")).map((file) => file.replace(".bench.mjs", ""));

describe.skipIf(!existsSync(join(root, "..", "shared", "data")))("npm run bench (needs ../shared)", () => {
  let folder = "";
  let ran = { code: 1, output: "" };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "softmax-bench-"));
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache") };
    ran = await run("node", ["tools/run.mjs", "bench", "--smoke", "--offline", "--out", folder], { env });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const page = () => readFileSync(join(folder, "benchmarks.md"), "utf8");

  test("runs every benchmark on tiny data, without any peer", () => {
    expect(ran.code, ran.output).toBe(0);
    for (const name of names) expect(existsSync(join(folder, "results", `${name}.json`)), name).toBe(true);
  });

  test("shows what each benchmark lets a reader conclude, and every goal for both Nodes, or that it was not measured", () => {
    expect(page().match(/A reader may conclude/g)).toHaveLength(names.length);
    const [, goals] = /## Goals\n\n([\s\S]*?)\n\n##/.exec(page())!;
    for (const row of goals.split("\n").slice(2)) expect(row).toMatch(/\| [✓✗] .*\| ([✓✗]|not measured) /);
  });

  test("names whoever is not here, with the reason", () => {
    const [, missing] = /## Not here\n\n([\s\S]*?)\n\n##/.exec(page())!;
    expect(missing).toMatch(/^- NumPy, float32: the Python peers are not installed \(pass\)$/m);
    expect(missing.split("\n").every((line) => /^- .+: .+ \(.+\)$/.test(line))).toBe(true);
  });

  test("tells nothing of this machine's folders", () => {
    expect(page()).not.toContain(root);
    expect(page()).not.toContain(tmpdir());
  });

  test("links plots that are there", () => {
    const plots = [...page().matchAll(/\]\((plots\/.*?\.svg)\)/g)].map(([, path]) => path);
    expect(plots.length).toBeGreaterThan(0);
    for (const path of plots)
      expect(readFileSync(join(folder, path), "utf8")).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  });
});
