/**
 * Training is `deterministic`, by every kind of solver on bundled and generated data, with 1, 2 and 3 threads in every engine
 * there is: this Node, the oldest that is supported, Electron's, and Chromium, isolated and not. The model files of a
 * training are the same bytes, or it is a failure; below, the first 12 digits of their SHA-256 and how many engines and
 * thread counts came to them.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { chromiumPath } from "../../test/chromium.ts";
import { bundlePrograms, sources } from "../../tools/bundle.mjs";
import { electronRuntime } from "../../tools/electron-runtime/index.mjs";
import { root, run, succeed, Unreachable } from "../../tools/process.mjs";
import { pinnedNode } from "../../tools/toolchain.mjs";
import { randomOf } from "../harness/random.mjs";
import { sumCounts } from "../harness/record.mjs";

export const title = "Determinism";
export const promise = 4;
export const short = 1;

const datasets = ["iris", "wine", "penguins", "digits", "blobs", "moons", "spirals", "color-matching"];
const solvers = [
  { solver: "lbfgs" },
  { solver: "newton" },
  { solver: "gd", maxSteps: 200 },
  { solver: "auto", l1: 1e-3 },
  { solver: "adam", epochs: 5 },
  { solver: "svrg", maxSteps: 20 },
  { solver: "auto" },
];
const precisions = [{ precision: "float32" }, { precision: "float64" }];

export async function attack({ seed, goOn, scratch }) {
  const engines = await openEngines(scratch);
  let outcome = { counts: {}, failures: [] };
  try {
    for (let k = 0; goOn(k); k++)
      outcome = added(outcome, await compare(engines, trainingsOf(randomOf(seed, k))));
  } finally {
    await engines.close();
  }
  return outcome;
}

/** A training by each solver, on data that chance chooses. */
const trainingsOf = (random) =>
  solvers.map((solver) => ({
    data: random.pick(datasets),
    seed: random.below(1000),
    options: {
      ...solver,
      ...random.pick(precisions),
      seed: random.below(1000),
      testSize: random.pick([0, 0.3]),
    },
  }));

async function compare({ engines }, trainings) {
  const models = trainings.map(() => new Map());
  for (const { name, digests } of engines)
    for (const threads of [1, 2, 3]) {
      const asked = trainings.map((training) => ({ ...training, options: { ...training.options, threads } }));
      for (const [k, sha] of (await digests(asked)).entries())
        models[k].set(sha, [...(models[k].get(sha) ?? []), `${name}, threads ${threads}`]);
    }
  const failures = models.flatMap((found, k) =>
    found.size === 1
      ? []
      : `${JSON.stringify(trainings[k])}: ${[...found].map(([sha, who]) => `${sha.slice(0, 12)} by ${who.join("; ")}`).join(" | ")}`,
  );
  const counts = { trainings: trainings.length, "models compared": 3 * engines.length * trainings.length };
  for (const [k, found] of models.entries())
    for (const [sha, who] of found) counts[`of ${labelOf(trainings[k])} ${sha.slice(0, 12)}`] = who.length;
  return { counts, failures };
}

const labelOf = ({ data, options: { solver, l1, precision } }) =>
  `${data} by ${l1 ? "l1" : solver} in ${precision}`;

const added = (a, b) => ({ counts: sumCounts(a.counts, b.counts), failures: [...a.failures, ...b.failures] });

/** Every engine there is on this machine, as `{name, digests(trainings)}`. */
async function openEngines(scratch) {
  const { main } = await bundlePrograms(join(scratch, "program"), { main: "torture/determinism/main.ts" });
  const floor = join(await pinnedNode(join(root, "tools", "node-floor")), "node");
  const electron = await electronRuntime().catch((error) => {
    if (error instanceof Unreachable) return undefined;
    throw error;
  });
  const programs = [
    [process.execPath, {}],
    [floor, {}],
    ...(electron ? [[electron, { ELECTRON_RUN_AS_NODE: "1" }]] : []),
  ];
  const engines = programs.map(([path, more]) => ({
    name: path === electron ? "Electron" : path === floor ? "oldest Node" : "Node",
    digests: (trainings) => digestsOfProcess(path, main, trainings, more),
  }));
  const pages = chromiumPath ? await openPages() : { engines: [], close: async () => {} };
  return { engines: [...engines, ...pages.engines], close: pages.close };
}

async function digestsOfProcess(path, program, trainings, more) {
  const outcome = await run(path, [program, JSON.stringify(trainings)], { env: { ...process.env, ...more } });
  succeed(`training in ${path}`, outcome);
  return JSON.parse(outcome.stdout);
}

/** Chromium's pages: one whose threads share memory, one that has a single thread. */
async function openPages() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "torture", "determinism", "digest.ts")],
    bundle: true,
    format: "iife",
    globalName: "torture",
    platform: "browser",
    target: "es2022",
    plugins: [sources],
    write: false,
    logLevel: "error",
  });
  const script = outputFiles[0].text;
  const isolated = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
  };
  const server = createServer((request, response) => {
    const isScript = request.url === "/program.js";
    response.writeHead(200, {
      ...(request.url === "/shared" ? {} : isolated),
      "content-type": isScript ? "text/javascript" : "text/html",
    });
    response.end(
      isScript ? script : '<!doctype html><meta charset="utf-8"><script src="/program.js"></script>',
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const open = async (path, name) => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}${path}`);
    const digests = (trainings) =>
      page.evaluate(async (all) => {
        const digests = [];
        for (const training of all) digests.push(await globalThis.torture.digestOf(training));
        return digests;
      }, trainings);
    return { name, digests };
  };
  const engines = [await open("/isolated", "Chromium, isolated"), await open("/shared", "Chromium")];
  return {
    engines,
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}
