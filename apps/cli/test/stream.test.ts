import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { stderrSays, useCli } from "./cli.js";

const { folder, start, softmax, read } = useCli();
const env = { SOFTMAX_CACHE: join(folder, "cache") };
const cached = () => readdirSync(env.SOFTMAX_CACHE).filter((name) => name.endsWith(".blocks"));

/** Enough classes for the rows to be three blocks. */
const [ROWS, CLASSES] = [8000, 300];

beforeAll(() => {
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const c = (i * 7) % CLASSES;
    return `${Math.sin(c) + Math.sin(i * i) / 3},${Math.cos(c) + Math.sin(3 * i) / 4},${(i % 97) / 50},${c}`;
  });
  writeFileSync(join(folder, "many.csv"), `a,b,c,kind\n${lines.join("\n")}\n`);
});

const train = ["train", "many.csv", "--label", "kind", "--test-size", "0.1"];

const json = async (args: readonly string[]) => {
  const { code, stdout, stderr } = await softmax([...args, "--json"], { env });
  expect(code, stderr).toBe(0);
  return { ...JSON.parse(stdout), stderr };
};

describe("train --memory", () => {
  test("comes to what training in memory comes to, by a file that is told of and used again", async () => {
    const options = ["--l2", "1e-2", "--precision", "float64"];
    const inMemory = await json([...train, ...options]);
    const streamed = await json([...train, ...options, "--memory", "300MB"]);
    expect(streamed.stderr).toMatch(/encoding the rows once, into .*\.blocks: about \d+ kB, kept for/);
    expect(Math.abs(streamed.objective.value - inMemory.objective.value)).toBeLessThan(
      1e-12 * inMemory.objective.value,
    );
    expect(streamed.test.confusion).toEqual(inMemory.test.confusion);
    expect(streamed.config.l2).toBe(inMemory.config.l2);
    expect(streamed.certificate.relativeGap).toBeLessThan(1e-6);
    const again = await json([...train, ...options, "--memory", "300MB"]);
    expect(again.stderr).not.toContain("encoding");
    expect(again.objective).toEqual(streamed.objective);
    expect(cached()).toHaveLength(1);
    const { identical } = (await json(["train", "--repeat", streamed.run])).repeats;
    expect(identical).toBe(true);
  });

  test.skipIf(process.platform === "win32")(
    "is interrupted inside a pass and goes on to the same model, byte for byte",
    async () => {
      const options = ["--solver", "gd", "--tolerance", "0", "--max-steps", "30", "--memory", "300MB"];
      await json([...train, ...options, "--out", "whole"]);
      const run = start([...train, ...options, "--out", "broken"], { env });
      await stderrSays(run, "many.csv: ");
      await new Promise((resolve) => setTimeout(resolve, 150));
      run.child.kill("SIGINT");
      const { code, stderr } = await run.ended;
      expect(code, stderr).toBe(130);
      expect(stderr).toMatch(/interrupted after \d+ steps; go on with: softmax train --resume broken/);
      expect(stderr).not.toMatch(/^ +at /m);
      expect(read("broken/checkpoint.safetensors").includes("passes")).toBe(true);
      await json(["train", "--resume", "broken"]);
      expect(read("broken/model.safetensors").equals(read("whole/model.safetensors"))).toBe(true);
    },
  );

  test.each([
    ["512M", '--memory: found "512M", expected a size like 512MB, 2GiB or 536870912'],
    ["200MB", "--memory: found 200000000 bytes; expected at least 254000000"],
  ])("refuses %s", async (size, message) => {
    const { code, stderr, stdout } = await softmax([...train, "--memory", size], { env });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });

  test("refuses other test data, and what does not go on as it was", async () => {
    const refused = async (args: string[]) => (await softmax(args, { env })).stderr;
    expect(await refused(["train", "many.csv", "--memory", "1GB", "--test", "many.csv"])).toContain(
      "--test does not go with --memory",
    );
    expect(await refused(["train", "--resume", "x", "--memory", "1GB"])).toContain(
      "--memory does not go with --resume",
    );
  });
});

describe("cache", () => {
  test("lists what training has left, and deletes it", async () => {
    await json([...train, "--max-steps", "1", "--memory", "300MB"]);
    const files = cached().length;
    const { stdout } = await softmax(["cache"], { env });
    expect(stdout).toMatch(new RegExp(`^${files} files? of encoded rows, [\\d.]+ [kM]B, in `));
    expect(stdout).toMatch(/many\.csv +8,000 rows +[\d.]+ [kM]B +used \d{4}-\d\d-\d\d/);
    expect((await softmax(["cache", "--clear"], { env })).stdout).toContain(`deleted ${files} file`);
    expect(cached()).toEqual([]);
    expect((await softmax(["cache"], { env })).stdout).toBe(`nothing in ${env.SOFTMAX_CACHE}\n`);
    expect(JSON.parse((await softmax(["cache", "--json"], { env })).stdout)).toEqual({
      folder: env.SOFTMAX_CACHE,
      deleted: false,
      files: [],
    });
  });
});
