import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run, succeed } from "../tools/process.mjs";
import { chromiumPath, openPages, pageWith, script } from "./chromium.js";
import { installed } from "./packed.js";

const rows = [
  { bill: 39.1, island: "Torgersen", species: "Adelie" },
  { bill: 40.3, island: "Torgersen", species: "Adelie" },
  { bill: "", island: "Dream", species: "Adelie" },
  { bill: 49.9, island: "Dream", species: "Chinstrap" },
  { bill: 51.3, island: "Dream", species: "Chinstrap" },
  { bill: 46.1, island: "Biscoe", species: "Gentoo" },
  { bill: 50.0, island: "Biscoe", species: "Gentoo" },
  { bill: 47.6, island: "Biscoe", species: "Gentoo" },
];

let folder = "";
let bundle = "";
let inputs: string[] = [];

beforeAll(async () => {
  folder = await installed("@softmax/cli");
  const result = await build({
    stdin: { contents: 'export * from "@softmax/trainer/model";', resolveDir: folder },
    bundle: true,
    format: "iife",
    globalName: "softmaxModel",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
  });
  bundle = result.outputFiles[0].text;
  inputs = Object.keys(result.metafile.inputs);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the model alone is at most 40 KB gzipped, without training code, Node or threads", () => {
  expect(gzipSync(bundle, { level: 9 }).length).toBeLessThanOrEqual(40 * 1024);
  expect(inputs.filter((path) => /optim|losses|zod/.test(path))).toEqual([]);
  expect(bundle).not.toMatch(/\bnew Worker\b|SharedArrayBuffer|["']node:/);
});

test.skipIf(!chromiumPath)("a browser predicts what the command line predicts (needs Chromium)", async () => {
  const cli = join(folder, "node_modules", "@softmax", "cli", "dist", "main.js");
  const softmax = async (...args: string[]) => {
    const result = await run(process.execPath, [cli, ...args], { cwd: folder });
    succeed("softmax", result);
    return result.stdout;
  };
  const csv = [Object.keys(rows[0]).join(), ...rows.map((row) => Object.values(row).join())].join("\n");
  writeFileSync(join(folder, "penguins.csv"), `${csv}\n`);
  await softmax("train", "penguins.csv", "--label", "species", "--l2", "0.01", "--out", "run", "--quiet");
  const lines = await softmax("predict", "run", "penguins.csv", "--probabilities", "--format", "ndjson");
  const expected: Record<string, number | string>[] = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

  const { labels, probabilities } = await predictInBrowser(rows.map(({ species, ...features }) => features));
  expect(labels).toEqual(expected.map(({ prediction }) => prediction));
  const names = ["Adelie", "Chinstrap", "Gentoo"].map((name) => `probability_${name}`);
  const wanted = expected.flatMap((line) => names.map((name) => Number(line[name])));
  expect(probabilities.map((p, i) => Math.abs(p - wanted[i]) < 1e-6)).not.toContain(false);
});

declare const softmaxModel: typeof import("@softmax/trainer/model");

/** Loads the bundle and the model file in a page of headless Chromium and predicts there. */
async function predictInBrowser(samples: Record<string, string | number>[]) {
  const { open, close } = await openPages({
    "/": pageWith("/model.js"),
    "/model.js": script(bundle),
    "/model.safetensors": {
      type: "application/octet-stream",
      body: readFileSync(join(folder, "run", "model.safetensors")),
    },
  });
  try {
    return await (await open("/")).evaluate(async (features) => {
      const response = await fetch("/model.safetensors");
      const model = softmaxModel.decodeModel(new Uint8Array(await response.arrayBuffer()));
      return {
        labels: model.predict(features),
        probabilities: [...model.predictProbabilities(features)],
      };
    }, samples);
  } finally {
    await close();
  }
}
