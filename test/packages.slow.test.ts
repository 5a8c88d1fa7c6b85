import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";
import { emptyFolder, floorNode, installed, installTarballs, packed } from "./packed.js";
import { asCommonJs, asCommonTs, readmeExample } from "./readmeExample.js";

const libraries = (await packed()).filter(({ manifest }) => manifest.exports);
const node20 = await floorNode();

test("npm refuses a package whose engines do not admit Node 20.18, so installing the others checks theirs", async () => {
  const folder = emptyFolder();
  mkdirSync(join(folder, "newer"));
  const manifest = { name: "newer", version: "1.0.0", engines: { node: ">=20.19" } };
  writeFileSync(join(folder, "newer", "package.json"), JSON.stringify(manifest));
  const { code, output } = await installTarballs(folder, ["./newer"]);
  expect(code).not.toBe(0);
  expect(output).toContain("EBADENGINE");
});

describe.each(libraries)("$name, packed and installed on its own", ({ name, directory }) => {
  let folder = "";
  beforeAll(async () => {
    folder = await installed(name);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What the program prints; its exit code must be 0. */
  async function output(node: string, file: string, code: string): Promise<string> {
    writeFileSync(join(folder, file), code);
    const result = await run(node, [file], { cwd: folder });
    expect(result).toMatchObject({ code: 0 });
    return result.output;
  }

  test("runs its README's example as ESM and as CommonJS, on Node 20.18 and on this Node", async () => {
    const code = readmeExample(directory);
    const printed = await output(node20, "example.mjs", code);
    expect(printed.trim()).not.toBe("");
    expect(await output(node20, "example.cjs", asCommonJs(code))).toBe(printed);
    const here = await output(process.execPath, "example.mjs", code);
    expect(here.replace(NUMBER, "#")).toBe(printed.replace(NUMBER, "#"));
    expect(numbersOf(here)).toEqual(numbersOf(printed).map((x) => expect.closeTo(x, 9)));
  });

  test.each([
    ["node16", "example.mts", (code: string) => code],
    ["node16", "example.cts", asCommonTs],
    ["bundler", "example.ts", (code: string) => code],
  ])(
    "type-checks its README's example strictly with moduleResolution %s, %s",
    async (resolution, file, convert) => {
      const code = convert(readmeExample(directory));
      writeFileSync(join(folder, file), code);
      writeFileSync(join(folder, "tsconfig.json"), tsconfig(resolution, file, code));
      const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
      expect(await run(process.execPath, [tsc, "-p", folder])).toMatchObject({ code: 0, output: "" });
    },
  );

  test("has every entry point it exports", async () => {
    const { exports } = libraries.find((each) => each.name === name)!.manifest;
    for (const entry of Object.keys(exports).filter((path) => !path.endsWith(".json"))) {
      const specifier = JSON.stringify(name + entry.slice(1));
      const list = "console.log(Object.keys(module).filter((name) => name !== 'default').sort().join())";
      const esm = await output(node20, "entry.mjs", `import * as module from ${specifier}; ${list}`);
      expect(esm.trim()).not.toBe("");
      const cjs = `{ const module = require(${specifier}); ${list} }`;
      expect(await output(node20, "entry.cjs", cjs)).toBe(esm);
    }
  });
});

/** Printed numbers may differ in the last digits: newer engines have fused multiply-add. */
const NUMBER = /-?\d+(?:\.\d+)?(?:e[-+]\d+)?/g;
const numbersOf = (text: string) => (text.match(NUMBER) ?? []).map(Number);

function tsconfig(resolution: string, file: string, code: string): string {
  const usesNode = code.includes('"node:') || code.includes("process.");
  return JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      target: "es2022",
      module: resolution === "bundler" ? "esnext" : "node16",
      moduleResolution: resolution,
      lib: ["es2022", "dom"],
      types: usesNode ? ["node"] : [],
      typeRoots: [join(root, "node_modules", "@types")],
    },
    files: [file],
  });
}
