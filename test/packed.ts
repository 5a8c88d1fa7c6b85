import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pack, packedPackages } from "../tools/pack.mjs";
import { root, run, succeed } from "../tools/process.mjs";
import { pinnedNode } from "../tools/toolchain.mjs";

/** A public package: its manifest, its folder in the workspace, and the tarball it would be published as. */
export type Packed = Awaited<ReturnType<typeof pack>>[number];

/** The packed packages: those `npm test` has packed already, else packed now (from dist, as it is). */
export async function packed(): Promise<Packed[]> {
  const folder = process.env.SOFTMAX_PACKS;
  return folder && existsSync(folder) ? packedPackages(folder) : pack(emptyFolder());
}

/** A new folder outside the repository, as a user of the packages would have one. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), "softmax-user-"));

/**
 * Installs a packed package, with the packed workspace packages it depends on, into an empty folder and
 * returns the folder. npm runs on the oldest Node we promise, and refuses any dependency, however deep, whose
 * `engines` do not admit it.
 */
export async function installed(name: string): Promise<string> {
  const packages = await packed();
  const folder = emptyFolder();
  const tarballs = withDependencies(packages, name).map(({ tarball }) => tarball);
  succeed(`Installing ${name}`, await installTarballs(folder, tarballs));
  return folder;
}

/** `npm install` on the oldest Node we promise, with every package's `engines` enforced. */
export async function installTarballs(folder: string, tarballs: readonly string[]) {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const quiet = ["--loglevel=error", "--no-audit", "--no-fund"];
  const args = ["install", ...quiet, "--prefer-offline", "--engine-strict", ...tarballs];
  const PATH = `${dirname(await floorNode())}${delimiter}${process.env.PATH}`;
  return run("npm", args, { cwd: folder, env: { ...process.env, PATH } });
}

function withDependencies(packages: readonly Packed[], name: string): Packed[] {
  const own = packages.find((each) => each.name === name);
  if (!own) throw new Error(`installed: ${name} is not a public package of the workspace`);
  const names = Object.keys(own.manifest.dependencies ?? {}).filter((each) => each.startsWith("@softmax/"));
  return [...new Set([own, ...names.flatMap((each) => withDependencies(packages, each))])];
}

/** The oldest Node the packages promise to run on. */
export async function floorNode(): Promise<string> {
  const bin = await pinnedNode(join(root, "tools", "node-floor"));
  return join(bin, process.platform === "win32" ? "node.exe" : "node");
}
