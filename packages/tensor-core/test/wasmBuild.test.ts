import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("src/generated is what the sources in wasm/ give", async () => {
  const { buildKernels } = await import("../wasm/build.mjs");
  for (const [name, contents] of await buildKernels()) {
    const file = new URL(`../src/generated/${name}`, import.meta.url);
    expect(existsSync(file)).toBe(true);
    expect((await readFile(file, "utf8")) === contents, `${name} is out of date; run build:wasm`).toBe(true);
  }
});
