import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate } from "../tools/generate.mjs";

const folder = new URL("../src/generated/", import.meta.url);

test("the generated client is what pyspark's descriptions make", ({ skip }) => {
  const { status } = spawnSync("python3", ["-c", "from pyspark.sql.connect.proto import base_pb2"]);
  if (status !== 0) skip("python3 has no pyspark[connect] here; set PYTHONPATH to one");
  const made = generate();
  expect([...made.keys()].sort()).toEqual(readdirSync(folder).sort());
  for (const [name, content] of made) expect(readFileSync(new URL(name, folder), "utf8")).toBe(content);
});
