import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../tools/process.mjs";
import { workspaceFolders } from "../tools/stamp.mjs";

const page = readFileSync(join(root, "docs", "dependencies.md"), "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| ["));
const folders = [root, join(root, "examples"), ...(await workspaceFolders())];
const manifests = folders.map((folder) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));

const external = (field: string) =>
  manifests
    .flatMap((manifest) => Object.entries<string>(manifest[field] ?? {}))
    .filter(([name]) => !name.startsWith("@softmax/"));

test("every dependency has a reason in docs/dependencies.md, and every row a dependency", () => {
  const names = [...external("dependencies"), ...external("devDependencies")].map(([name]) => name);
  const documented = (name: string) =>
    rows.some((row) => row.includes(`[${name}](`) || row.includes(`\`${name}\``));
  expect(names.filter((name) => !documented(name))).toEqual([]);
  expect(rows).toHaveLength(new Set(names).size);
});

test("versions are exact", () => {
  const all = [...external("dependencies"), ...external("devDependencies")];
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});
