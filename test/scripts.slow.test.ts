import { globSync } from "node:fs";
import { expect, test } from "vitest";
import { root, run } from "../tools/process.mjs";
import { floorNode } from "./packed.js";

test.each(globSync("examples/*.mjs", { cwd: root }).sort())(
  "%s runs on Node 20.18 and prints something",
  async (file) => {
    const { code, output } = await run(await floorNode(), [file]);
    expect(code, output).toBe(0);
    expect(output.trim()).not.toBe("");
  },
);
