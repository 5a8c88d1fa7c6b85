import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run, succeed } from "./process.mjs";
import { workspaceFolders } from "./stamp.mjs";
import { pnpmSpec } from "./toolchain.mjs";

/** What each public package of the workspace is, and the tarball it would be published as. */
export async function packedPackages(folder) {
  const packages = [];
  for (const directory of await workspaceFolders()) {
    const manifest = JSON.parse(await readFile(join(directory, "package.json"), "utf8"));
    const tarball = join(
      folder,
      `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`,
    );
    if (!manifest.private) packages.push({ name: manifest.name, directory, manifest, tarball });
  }
  return packages;
}

/** Packs the built packages into `folder` as they would be published. */
export async function pack(folder) {
  await mkdir(folder, { recursive: true });
  const packages = await packedPackages(folder);
  const pnpm = await pnpmSpec();
  for (const { name, directory, tarball } of packages)
    succeed(`Packing ${name}`, await run("npx", ["-y", pnpm, "pack", "--out", tarball], { cwd: directory }));
  return packages;
}
