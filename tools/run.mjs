#!/usr/bin/env node
import { audit } from "./audit.mjs";
import { build, ensureBuilt } from "./build.mjs";
import { Failure } from "./process.mjs";
import { writeBills } from "./sbom.mjs";
import { softmax } from "./softmax.mjs";
import { prepare } from "./toolchain.mjs";

/** The commands behind `npm start`, `npm test` and the other scripts of package.json; each gives an exit code. */
const commands = {
  start,
  softmax,
  desktop: async (args) => {
    await ensureBuilt();
    return tool(["node", "tools/electron-runtime/start.mjs", ...args]);
  },
  "desktop:package": async (args) => {
    await ensureBuilt();
    const where = ["--projectDir", "apps/desktop", "--config", "electron-builder.config.mjs"];
    const builder = ["node", "apps/desktop/node_modules/electron-builder/cli.js"];
    return tool([...builder, ...where, "--publish", "never", ...args]);
  },
  test: (args) => tool(["node", "tools/test.mjs", ...args]),
  check: () => tool(["biome", "check"]),
  changeset: (args) => tool(["changeset", ...args]),
  format: () => tool(["biome", "check", "--write"]),
  build: async () => {
    await build(await prepare());
    return 0;
  },
  notebooks: async (args) => {
    await ensureBuilt();
    return tool(["node", "tools/notebooks/run.mjs", ...args]);
  },
  bench: async (args) => {
    await ensureBuilt();
    return tool(["node", "bench/run.mjs", ...args]);
  },
  torture: (args) => tool(["node", "torture/run.mjs", ...args]),
  audit: async (args) => {
    await prepare();
    return audit(args);
  },
  sbom: async ([folder = "sbom"]) => {
    await prepare();
    for (const path of Object.values(await writeBills(folder))) console.log(path);
    return 0;
  },
  "bench:studio": async () => {
    await ensureBuilt();
    return tool(["node", "apps/desktop/bench/run.mjs"]);
  },
};

/** Runs one of the workspace's programs with our own stdin, stdout and stderr. */
async function tool(command) {
  const workspace = await prepare();
  return (await workspace(command, { show: true })).code;
}

/** Sets up, builds, and trains on the bundled digits: 1,797 images of handwritten digits, 8 × 8 pixels. */
async function start() {
  const main = ["train", "digits", "--scale", "1/16", "--test-size", "0.2", "--l2", "1e-3"];
  console.error(`$ npm run --silent softmax -- ${main.join(" ")}\n`);
  const code = await softmax(main);
  if (code === 0) console.error(NEXT);
  return code;
}

const NEXT = `
From this folder, \`softmax\` is \`npm run --silent softmax --\` (or itself, after \`npm link\` in apps/cli). Also try
  softmax train iris --C 1                 another bundled data set; \`softmax datasets\` lists them
  softmax train your.csv --label species   your own data: CSV, Parquet, images, text …
  softmax train --help                     every option, with examples`;

const [name = "start", ...args] = process.argv.slice(2);
try {
  if (!Object.hasOwn(commands, name))
    throw new Failure(`run: "${name}" is not a command; expected one of ${Object.keys(commands).join(", ")}`);
  process.exitCode = await commands[name](args);
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
