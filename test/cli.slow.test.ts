import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";
import { floorNode, installed } from "./packed.js";

/** How the command line reaches each reference optimum in ../shared/goldens. */
const goldens: Record<string, string[]> = {
  "iris-raw": ["iris.csv", "--C", "1", "--no-standardize"],
  "iris-standardized": ["iris.csv", "--l2", "1e-3", "--standardize"],
  "wine-raw": ["wine_data.csv", "--C", "1", "--no-standardize"],
  "wine-standardized": ["wine_data.csv", "--l2", "1e-2", "--standardize"],
  "digits-16": ["digits.csv.gz", "--label", "last", "--l2", "1e-3", "--scale", "1/16", "--no-standardize"],
  "letter-standardized": ["letter-recognition.csv", "--label", "first", "--l2", "1e-4", "--standardize"],
};

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

  test.each(Object.entries(goldens))("reaches the optimum of %s", async (name, [file, ...options]) => {
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
