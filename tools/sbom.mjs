import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { packedPackages } from "./pack.mjs";
import { run, succeed } from "./process.mjs";
import { pnpmSpec } from "./toolchain.mjs";

/**
 * Writes, for each public package, what it brings when it is installed: a CycloneDX bill of materials, by pnpm and from
 * the lock file. That of `@softmax/cli` is `softmax-cli.cdx.json`.
 *
 * @param {string} folder where to
 * @returns {Promise<Record<string, string>>} the paths by package
 */
export async function writeBills(folder) {
  await mkdir(folder, { recursive: true });
  const pnpm = await pnpmSpec();
  const bills = {};
  for (const { name, directory, manifest } of await packedPackages(folder)) {
    const path = join(resolve(folder), `${name.replace("@", "").replace("/", "-")}.cdx.json`);
    const kind = ["--sbom-type", manifest.bin ? "application" : "library"];
    const format = ["--sbom-format", "cyclonedx", "--sbom-spec-version", "1.6", ...kind];
    const args = ["-y", pnpm, "sbom", ...format, "--prod", "--filter", name, "--out", path];
    succeed(`The bill of materials of ${name}`, await run("npx", args, { cwd: directory }));
    bills[name] = path;
  }
  return bills;
}
