import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../tools/process.mjs";
import { writeBills } from "../tools/sbom.mjs";
import { emptyFolder, installed, packed } from "./packed.js";

const packages = await packed();

/** What npm runs of a package on the machine of whoever installs it. */
const HOOKS = ["preinstall", "install", "postinstall"];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly scripts?: Record<string, string>;
  readonly gypfile?: boolean;
}
const hooksOf = ({ name, scripts = {}, gypfile }: Manifest): string[] => [
  ...HOOKS.filter((hook) => hook in scripts).map((hook) => `${name}: ${hook}`),
  ...(gypfile ? [`${name}: binding.gyp`] : []),
];

/** The files of a tarball by their paths. */
function untar(path: string): Map<string, Buffer> {
  const bytes = gunzipSync(readFileSync(path));
  const files = new Map<string, Buffer>();
  const field = (at: number, length: number) =>
    bytes.toString("latin1", at, at + length).replace(/\0.*/s, "");
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    files.set(field(at, 100), bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Every package in a node_modules folder, those within others too. */
function manifestsIn(folder: string): { manifest: Manifest; files: string[] }[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.name === "package.json")
    .map((entry) => entry.parentPath)
    .filter((path) => /node_modules\/(@[^/]+\/)?[^/]+$/.test(path))
    .map((path) => ({
      manifest: JSON.parse(readFileSync(join(path, "package.json"), "utf8")),
      files: readdirSync(path),
    }));
}

test.each(packages)("$name's tarball has nothing that installing runs", ({ tarball }) => {
  const files = untar(tarball);
  const manifest = JSON.parse(files.get("package/package.json")!.toString());
  expect(hooksOf(manifest)).toEqual([]);
  expect([...files.keys()].filter((path) => path.endsWith("binding.gyp"))).toEqual([]);
  expect([...files.keys()].filter((path) => !path.startsWith("package/"))).toEqual([]);
});

describe("what the command line brings, installed by npm", () => {
  let found: ReturnType<typeof manifestsIn> = [];
  let folder = "";
  beforeAll(async () => {
    folder = await installed("@softmax/cli");
    found = manifestsIn(join(folder, "node_modules"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is every library of ours but none of the tools", () => {
    const names = found.map(({ manifest }) => manifest.name);
    expect(names).toEqual(expect.arrayContaining(packages.map(({ name }) => name)));
    expect(names.filter((name) => ["typescript", "vitest", "electron"].includes(name))).toEqual([]);
  });

  test("has nothing that installing runs", () => {
    expect(found.flatMap(({ manifest }) => hooksOf(manifest))).toEqual([]);
    expect(found.filter(({ files }) => files.includes("binding.gyp"))).toEqual([]);
  });

  test("is what its bill of materials says", () => {
    const installedNames = new Set(found.map(({ manifest }) => manifest.name));
    installedNames.delete("@softmax/cli");
    expect(componentNames("@softmax/cli")).toEqual([...installedNames].sort());
  });
});

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: unknown[];
  readonly externalReferences?: { readonly hashes?: { readonly alg: string; readonly content: string }[] }[];
}
const bills = new Map<string, { bomFormat: string; specVersion: string; components: Component[] }>();
beforeAll(async () => {
  const folder = emptyFolder();
  for (const [name, path] of Object.entries(await writeBills(folder)))
    bills.set(name, JSON.parse(readFileSync(path, "utf8")));
  rmSync(folder, { recursive: true });
});
const nameOf = ({ group, name }: Component) => (group ? `${group}/${name}` : name);
const componentNames = (name: string) => [...new Set(bills.get(name)!.components.map(nameOf))].sort();

describe.each(packages)("the bill of materials of $name", ({ name, directory }) => {
  test("has every dependency of the lock file, however deep, in its version, and no other", () => {
    const components = bills.get(name)!.components.map((each) => `${nameOf(each)}@${each.version}`);
    expect([...new Set(components)].sort()).toEqual(lockedBy(directory));
  });

  test("says of each what it is, under which license, and the hash of what others wrote", () => {
    const { bomFormat, specVersion, components } = bills.get(name)!;
    expect({ bomFormat, specVersion }).toEqual({ bomFormat: "CycloneDX", specVersion: "1.6" });
    for (const component of components) {
      expect(component.purl).toMatch(/^pkg:npm\/(%40[\w-]+\/)?[\w.-]+@\d/);
      expect(component.licenses, component.purl).not.toHaveLength(0);
      const hashes = component.externalReferences?.flatMap(({ hashes = [] }) => hashes) ?? [];
      if (component.group !== "@softmax")
        expect(hashes, component.purl).toEqual([
          { alg: "SHA-512", content: expect.stringMatching(/^[\da-f]{128}$/) },
        ]);
    }
  });
});

/** What the lock file says that a package of the workspace needs at run time: names and versions, sorted. */
function lockedBy(directory: string): string[] {
  const found = new Map<string, string>();
  const addImporter = (path: string): void => {
    for (const [dependency, entry] of Object.entries(lock.importers[path]?.dependencies ?? {})) {
      const { version } = entry as { version: string };
      if (version.startsWith("link:")) {
        const linked = join(path, version.slice("link:".length));
        const { version: own } = JSON.parse(readFileSync(join(root, linked, "package.json"), "utf8"));
        found.set(`${dependency}@${own}`, linked);
        addImporter(linked);
      } else addSnapshot(dependency, version);
    }
  };
  const addSnapshot = (dependency: string, version: string): void => {
    const key = `${dependency}@${version.replace(/\(.*/, "")}`;
    if (found.has(key)) return;
    found.set(key, "");
    const { dependencies = {}, optionalDependencies = {} } = lock.snapshots[`${dependency}@${version}`] ?? {};
    for (const [next, its] of Object.entries({ ...dependencies, ...optionalDependencies }))
      addSnapshot(next, its as string);
  };
  addImporter(directory.slice(root.length).replaceAll("\\", "/"));
  return [...found.keys()].sort();
}

// biome-ignore lint/suspicious/noExplicitAny: the lock file has the type that pnpm gives it
type Tree = Record<string, any>;

/** pnpm's lock file: YAML of nothing but maps, two spaces a level, and lists in brackets that do not matter here. */
const lock = (() => {
  const tree: Tree = {};
  const open: Tree[] = [tree];
  for (const line of readFileSync(join(root, "pnpm-lock.yaml"), "utf8").split("\n")) {
    const [, indent, key, value] = /^( *)'?([^'\s][^']*?)'?:(?: (.*))?$/.exec(line) ?? [];
    if (key === undefined) continue;
    const depth = indent.length / 2;
    const holder = open[depth];
    if (value === undefined) open[depth + 1] = holder[key] = {};
    else holder[key] = value === "{}" ? {} : value.replace(/^'(.*)'$/, "$1");
  }
  return tree;
})();
