import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";
import { goldenRuns } from "./goldenRuns.js";
import { floorNode, installed } from "./packed.js";

const shared = join(root, "..", "shared");

describe.skipIf(!existsSync(shared))("the packed command line on Node 20.18 (needs ../shared)", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await installed("@softmax/cli");
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const softmax = async (...args: string[]) =>
    run(await floorNode(), [join(folder, "node_modules", "@softmax", "cli", "dist", "main.js"), ...args], {
      cwd: folder,
    });

  test.each(Object.entries(goldenRuns))("reaches the optimum of %s", async (name, [file, ...options]) => {
    const golden = JSON.parse(readFileSync(join(shared, "goldens", `${name}.json`), "utf8"));
    const train = ["train", join(shared, "data", file), ...options, "--precision", "float64", "--out", name];
    const { code, output, stdout } = await softmax(...train, "--json");
    expect(code, output).toBe(0);
    const { status, objective, certificate } = JSON.parse(stdout);
    expect(status).toBe("converged");
    expect(Math.abs(objective.value / golden.objective - 1)).toBeLessThan(1e-9);
    expect(certificate.gap).toBeLessThan(1e-9);
  });
});
