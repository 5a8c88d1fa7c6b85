import { expect, test } from "vitest";
import { flagOf, shellQuoted, trainCommand, trainModule, typedFlags } from "./commandLine.js";

test.each([
  ["labelSmoothing", "--label-smoothing"],
  ["l2", "--l2"],
  ["C", "--C"],
  ["nPenalties", "--n-penalties"],
])("%s is typed %s", (option, flag) => {
  expect(flagOf(option)).toBe(flag);
});

test.each([
  ["runs/iris-1", "runs/iris-1"],
  ["my data.csv", "'my data.csv'"],
  ["it's", "'it'\\''s'"],
  ["a*b", "'a*b'"],
  ["", "''"],
])("%s", (word, quoted) => {
  expect(shellQuoted(word)).toBe(quoted);
});

test("what is off without being asked for needs no flag, and has none", () => {
  expect(typedFlags({ deterministic: false, standardize: false })).toEqual(["--no-standardize"]);
});

test("what can be copied holds no credentials", () => {
  const options = { engine: "spark", remote: "sc://me:pw@host:15002/;token=secret" } as const;
  expect(trainCommand("s3a://b/*.parquet", options)).toBe(
    "softmax train 's3a://b/*.parquet' --engine spark --remote sc://host:15002",
  );
  expect(trainModule("s3a://b/*.parquet", options, "file")).toContain('"remote": "sc://host:15002"\n');
});

test("a command quotes what a shell would take apart", () => {
  expect(trainCommand("my data.csv", { label: "the kind", l2: 1e-7, drop: ["a, b", "c"] })).toBe(
    `softmax train 'my data.csv' --label 'the kind' --l2 1e-7 --drop '"a, b",c'`,
  );
});

test("a module reads files from the disk, and bundled tables without it", () => {
  expect(trainModule('a "b".csv', { l2: 0.5 }, "file")).toContain(
    'const dataset = await readDataset("a \\"b\\".csv");\nconst result = await fit(dataset, {\n  "l2": 0.5\n});',
  );
  expect(trainModule("iris", {}, "bundled")).toContain('import { loadDataset } from "@softmax/datasets";');
});

test("a module draws generated data by the run's seed, and tests on a file of its own", () => {
  expect(trainModule("blobs", { seed: 5 }, "generated")).toContain(
    'const dataset = await loadDataset("blobs", { seed: 5 });',
  );
  expect(trainModule("iris", { seed: 5 }, "bundled")).toContain('await loadDataset("iris");');
  expect(trainModule("a.csv", {}, "file", "b.csv")).toContain(
    'const test = await readDataset("b.csv");\nconst dataset = { ...(await readDataset("a.csv")), test };',
  );
  expect(trainModule("iris", {}, "bundled", "b.csv")).toContain("@softmax/datasets/node");
});
