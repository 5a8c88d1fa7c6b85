import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { deno } from "../tools/notebooks/deno.mjs";
import { execute, notebooks, pythonWithNbclient } from "../tools/notebooks/run.mjs";
import { root, Unreachable } from "../tools/process.mjs";

const python = await pythonWithNbclient();
const runtime = await deno().catch((error: unknown) => {
  if (error instanceof Unreachable) return undefined;
  throw error;
});
const missing = [python ? "" : "a Python with nbclient", runtime ? "" : "Deno"].filter(Boolean).join(" and ");

const sourcesOf = (file: string): string[] =>
  JSON.parse(readFileSync(join(root, file), "utf8")).cells.map((cell: { source: string[] }) =>
    cell.source.join(""),
  );

test("there are eleven, numbered as the chapters are", () => {
  const titles = notebooks.map((file) => sourcesOf(file)[0].split("\n")[0]);
  expect(titles.map((title) => Number(/^# (\d+) · /.exec(title)?.[1]))).toEqual(
    Array.from({ length: 11 }, (_, i) => i + 1),
  );
});

describe.skipIf(missing !== "")(`notebooks${missing && ` (need ${missing})`}`, () => {
  test.each(notebooks)("%s runs and gives what it holds", async (file) => {
    const { code, output } = await execute("check", [file], { python });
    expect(output).toBe("");
    expect(code).toBe(0);
  });

  test.each(notebooks)("%s asserts and draws", (file) => {
    const code = sourcesOf(file).join("\n");
    expect(code).toContain("assert.");
    expect(code).toContain("figure({");
  });
});
