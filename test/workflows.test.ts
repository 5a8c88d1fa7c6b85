import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packedPackages } from "../tools/pack.mjs";
import { root } from "../tools/process.mjs";

const read = (path: string) => readFileSync(join(root, path), "utf8");
const workflows = globSync(".github/workflows/*.yml", { cwd: root });
const release = read(".github/workflows/release.yml");

/** The lines of a file that match, as `path: line`. */
const linesOf = (path: string, pattern: RegExp): string[] =>
  read(path)
    .split("\n")
    .filter((line) => pattern.test(line))
    .map((line) => `${path}: ${line.trim()}`);

test("what is installed is what a lock file says, or one program in one version", () => {
  const files = [".ci/run", ...workflows, ...globSync("tools/**/*.mjs", { cwd: root })];
  const installs = files
    .filter((path) => !path.includes("node_modules"))
    .flatMap((path) => linesOf(path, /\b(pnpm|npm|yarn)\b.*\binstall\b|"install"/))
    .concat(linesOf("tools/toolchain.mjs", /"ci"/));
  expect(installs.length).toBeGreaterThan(1);
  expect(installs.filter((line) => !/--frozen-lockfile|\["ci"|(==|@)\$\{VERSION\}/.test(line))).toEqual([]);
});

test("every action of others is pinned to a commit", () => {
  const uses = workflows.flatMap((path) => linesOf(path, /uses:/));
  expect(uses.length).toBeGreaterThan(3);
  expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test("only the release may write, and no workflow gives more than it says", () => {
  for (const path of workflows)
    expect(read(path), path).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
  expect(workflows.flatMap((path) => linesOf(path, /: write/))).toHaveLength(3);
  for (const permission of ["contents", "pull-requests", "id-token"])
    expect(release).toContain(`      ${permission}: write # `);
});

test("packages are published with provenance, and without a token that could be stolen", async () => {
  for (const { name, manifest } of await packedPackages(root))
    expect(manifest.publishConfig, name).toEqual({ access: "public", provenance: true });
  expect(release).toContain('NPM_CONFIG_PROVENANCE: "true"');
  expect(release).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN|secrets\./);
});

test("a release has each package's bill of materials", () => {
  expect(release).toMatch(/npm run sbom -- sbom\n.*"sbom\/\$file"/s);
});
