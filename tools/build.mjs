import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { root, succeed } from "./process.mjs";
import { changeHash, isDone, markDone, workspaceFolders } from "./stamp.mjs";
import { prepare } from "./toolchain.mjs";

const STAMP = join(root, "node_modules", ".softmax-build");
/** The built command line. */
export const CLI = join(root, "apps", "cli", "dist", "main.js");

/** What the build reads: sources, kernels and configuration of every package, tests left out. */
async function buildInputs() {
  const inputs = ["pnpm-lock.yaml", "tsconfig.base.json", "tsup.config.base.ts"].map((name) =>
    join(root, name),
  );
  for (const folder of await workspaceFolders())
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isFile()) inputs.push(join(folder, entry.name));
      else if (["src", "wasm", "data"].includes(entry.name))
        inputs.push(...(await filesBelow(join(folder, entry.name))));
    }
  return inputs.filter((file) => !/\.(test\.ts|md|tgz)$/.test(file)).sort();
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** Builds every package, dependencies first; turbo skips those whose inputs have not changed. */
export async function build(workspace) {
  succeed("The build", await workspace(["turbo", "run", "build", "--output-logs=errors-only"]));
  await markDone(STAMP, await changeHash(await buildInputs()));
}

/** Builds where the build is missing or older than the sources; otherwise only looks at the files' times. */
export async function ensureBuilt() {
  if (existsSync(CLI) && (await isDone(STAMP, await changeHash(await buildInputs())))) return;
  const workspace = await prepare();
  console.error("Building …");
  await build(workspace);
}
