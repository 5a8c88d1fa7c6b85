/**
 * Training is `deterministic`, by every kind of solver on bundled and generated data, with 1, 2 and 3 threads in every engine
 * there is: this Node, the oldest that is supported, Electron's, and Chromium, isolated and not. The model files of a
 * training are the same bytes, or it is a failure; below, of the last training by each solver in each precision, the first
 * digits of their SHA-256, and by engine the numbers of threads that came to them.
 */
import { join } from "node:path";
import { build } from "esbuild";
import { chromiumPath, ISOLATED, openPages, pageWith, script } from "../../test/chromium.ts";
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
  let outcome = { counts: {}, failures: [], matrix: {} };
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
  const found = trainings.map(() => ({}));
  for (const { name, digests } of engines)
    for (const threads of [1, 2, 3]) {
      const asked = trainings.map((training) => ({ ...training, options: { ...training.options, threads } }));
      for (const [k, sha] of (await digests(asked)).entries())
        ((found[k][sha] ??= {})[name] ??= []).push(threads);
    }
  const failures = trainings.flatMap((training, k) =>
    Object.keys(found[k]).length === 1 ? [] : `${JSON.stringify(training)}: ${JSON.stringify(found[k])}`,
  );
  const counts = { trainings: trainings.length, "models compared": 3 * engines.length * trainings.length };
  const matrix = Object.fromEntries(
    trainings.map((training, k) => [labelOf(training), { data: training.data, models: found[k] }]),
  );
  return { counts, failures, matrix };
}

const labelOf = ({ options: { solver, l1, precision } }) => `${solver}${l1 ? " with l1" : ""}, ${precision}`;

const added = (a, b) => ({
  counts: sumCounts(a.counts, b.counts),
  failures: [...a.failures, ...b.failures],
  matrix: { ...a.matrix, ...b.matrix },
});

/** Every engine there is on this machine, as `{name, digests(trainings)}`. */
async function openEngines(scratch) {
  const { main } = await bundlePrograms(join(scratch, "program"), { main: "torture/determinism/main.ts" });
  const floor = join(await pinnedNode(join(root, "tools", "node-floor")), "node");
  const electron = await electronRuntime().catch((error) => {
    if (error instanceof Unreachable) return undefined;
    throw error;
  });
  const node = (path) => [path, "Node", {}];
  const programs = [
    node(process.execPath),
    node(floor),
    ...(electron ? [[electron, "Electron", { ELECTRON_RUN_AS_NODE: "1" }]] : []),
  ];
  const engines = [];
  for (const [path, name, more] of programs)
    engines.push({
      name: `${name} ${await versionOf(path, name.toLowerCase(), more)}`,
      digests: (trainings) => digestsOfProcess(path, main, trainings, more),
    });
  const pages = chromiumPath ? await openBrowser() : { engines: [], close: async () => {} };
  return { engines: [...engines, ...pages.engines], close: pages.close };
}

async function versionOf(path, name, more) {
  const outcome = await run(path, ["-p", `process.versions.${name}`], { env: { ...process.env, ...more } });
  succeed(`the version of ${path}`, outcome);
  return outcome.stdout.trim();
}

async function digestsOfProcess(path, program, trainings, more) {
  const outcome = await run(path, [program, JSON.stringify(trainings)], { env: { ...process.env, ...more } });
  succeed(`training in ${path}`, outcome);
  return JSON.parse(outcome.stdout);
}

/** Chromium's pages: one whose threads share memory, one that has a single thread. */
async function openBrowser() {
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
  const { open, close, version } = await openPages({
    "/isolated": pageWith("/program.js", ISOLATED),
    "/shared": pageWith("/program.js"),
    "/program.js": script(outputFiles[0].text),
  });
  const engine = async (path, name) => {
    const page = await open(path);
    const digests = (trainings) =>
      page.evaluate(async (all) => {
        const digests = [];
        for (const training of all) digests.push(await globalThis.torture.digestOf(training));
        return digests;
      }, trainings);
    return { name, digests };
  };
  const engines = [
    await engine("/isolated", `Chromium ${version}, isolated`),
    await engine("/shared", `Chromium ${version}`),
  ];
  return { engines, close };
}
