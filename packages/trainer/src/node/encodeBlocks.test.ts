import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataset } from "@softmax/datasets/node";
import type { Features } from "@softmax/tensor-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BlockStore, PartName } from "../blocks/blocks.js";
import { blockWeights } from "../blocks/blockWeights.js";
import type { Part } from "../encodeParts.js";
import { prepareProblem } from "../prepareProblem.js";
import { choosePrecision } from "../resolve.js";
import { parseRunConfig, type RunOptions } from "../runConfig.js";
import { type EncodeContext, encodeBlocks } from "./encodeBlocks.js";

let folder: string;
const before = process.env.SOFTMAX_CACHE;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "softmax-encode-"));
  process.env.SOFTMAX_CACHE = join(folder, "cache");
});
afterAll(async () => {
  if (before === undefined) delete process.env.SOFTMAX_CACHE;
  else process.env.SOFTMAX_CACHE = before;
  await rm(folder, { recursive: true });
});

const memory = 300e6;

const file = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

/** Values row by row, zeros left out. */
function rowsOf(features: Features): string[] {
  const { nRows, nColumns } = features;
  return Array.from({ length: nRows }, (_, i) => {
    const entries: string[] = [];
    if (features.kind === "dense")
      for (let j = 0; j < nColumns; j++) {
        const x = features.data[i * nColumns + j];
        if (x !== 0) entries.push(`${j}:${x}`);
      }
    else
      for (let k = features.rowStarts[i]; k < features.rowStarts[i + 1]; k++)
        entries.push(`${features.columns[k]}:${features.values[k]}`);
    return entries.join(" ");
  });
}

async function partOf(store: BlockStore, name: PartName) {
  const part = store.parts[name];
  if (!part || part.nRows === 0) return undefined;
  const rows = await store.take(
    name,
    Int32Array.from({ length: part.nRows }, (_, i) => i),
  );
  return described(rows);
}

const described = ({ features, targets, sampleWeight }: Part) => ({
  kind: features.kind,
  scale: features.kind === "dense" ? features.scale : 1,
  rows: rowsOf(features),
  targets: [...targets],
  sampleWeight: sampleWeight && [...sampleWeight],
});

async function inMemory(source: string, options: RunOptions) {
  const dataset = await readDataset(source);
  const config = parseRunConfig(options);
  const precision = choosePrecision(config, dataset);
  const { label, classes, encoders, train, validation, test, effective, warnings } = prepareProblem(
    dataset,
    config,
    precision,
  );
  const weights = effective.weights && [...effective.weights].map((w) => Number(w.toPrecision(12)));
  const described3 = [train, validation, test].map((part) =>
    part && part.targets.length > 0 ? described(part) : undefined,
  );
  return {
    label,
    classes,
    encoders,
    parts: described3,
    warnings,
    weights,
    sum: Number(effective.sum.toPrecision(12)),
    precision,
  };
}

async function inBlocks(source: string, options: RunOptions, context: Partial<EncodeContext> = {}) {
  const store = await encodeBlocks(source, options, { memory, ...context });
  try {
    const { label, classes, encoders, warnings, precision } = store;
    const parts = [
      await partOf(store, "train"),
      await partOf(store, "validation"),
      await partOf(store, "test"),
    ];
    const { weigh, sum } = blockWeights(store, parseRunConfig(options).classWeight);
    const rows = {
      targets: Int32Array.from(parts[0]!.targets),
      sampleWeight: parts[0]!.sampleWeight && Float64Array.from(parts[0]!.sampleWeight),
    };
    const weights = weigh(rows) && [...weigh(rows)!].map((w) => Number(w.toPrecision(12)));
    return {
      label,
      classes,
      encoders,
      parts,
      warnings,
      weights,
      sum: Number(sum.toPrecision(12)),
      precision,
    };
  } finally {
    await store.close();
  }
}

const outcome = async (run: () => Promise<unknown>) => {
  try {
    return await run();
  } catch (error) {
    return (error as Error).message;
  }
};

const expectSame = async (source: string, options: RunOptions = {}) =>
  expect(await outcome(() => inBlocks(source, options))).toEqual(
    await outcome(() => inMemory(source, options)),
  );

/** A table with everything in it: gaps, weights, groups, rare categories, text. */
const people = (n: number) => {
  const lines = Array.from({ length: n }, (_, i) => {
    const age = i % 11 === 3 ? "" : (i * 7919) % 83;
    const color = ["red", "blue", "green", i === n - 2 ? "rare" : "red"][i % 4];
    return `${age},${((i * 31) % 17) / 7},${color},u${i % 23},${1 + (i % 3)},note ${i % 19} of ${i % 7},${i % 5 === 0 ? "no" : "yes"}`;
  });
  return `age,score,color,user,w,note,label\n${lines.join("\n")}\n`;
};

describe("encoded by chunks", () => {
  it.each<[string, RunOptions]>([
    ["as it is", {}],
    ["split", { testSize: 0.25, validationSize: 0.2, seed: 3 }],
    ["split by groups", { testSize: 0.3, validationSize: 0.2, group: "user" }],
    ["weighted", { weight: "w", classWeight: "balanced", validationSize: 0.3 }],
    ["with text", { text: ["note"], drop: ["user"], testSize: 0.1 }],
    ["with hashed text", { features: ["age", "note"], text: ["note"], textMethod: "hashing" }],
    [
      "not standardized",
      { standardize: false, scale: 0.5, features: ["score", "age"], precision: "float32" },
    ],
    ["bytes", { standardize: false, features: ["w"] }],
    ["another label", { label: "color", validationSize: 0.5, seed: 9 }],
    ["a label that is none", { label: "score" }],
    ["a column that is none", { features: ["height"] }],
    ["a weight that is none", { weight: "color" }],
  ])("a table %s is what it is in memory", async (_name, options) => {
    await expectSame(await file("people.csv", people(3000)), options);
  });

  it.each<[string, string]>([
    ["a label is missing", "x,label\n1,a\n2,b\n3,\n"],
    ["there is one class", "x,label\n1,a\n2,a\n"],
    ["a label is a fraction, behind one that is missing", "x,label\n1,0\n2,\n3,0.5\n"],
    ["a weight is below 0", "x,w,label\n1,1,a\n2,-1,b\n"],
    ["values are infinite in two columns", "x,y,label\n1,1e999,a\n2,1,b\n1e999,1,a\n"],
    ["a column has no value", "x,y,label\n1,,a\n2,,b\n"],
    ["a column holds dates", "x,y,label\n1,2024-01-31,a\n2,2024-02-01,b\n"],
  ])("is refused with the same sentence where %s", async (_name, text) => {
    await expectSame(await file("wrong.csv", text), text.includes("w,") ? { weight: "w" } : {});
  });

  it("sparse rows, images with a test set, and bundled data are what they are in memory", async () => {
    const lines = Array.from(
      { length: 500 },
      (_, i) => `${i % 3} ${1 + (i % 5)}:${i % 7} ${9 + (i % 40)}:0.5`,
    );
    await expectSame(await file("rows.svm", lines.join("\n")), { testSize: 0.2 });
    for (const source of ["iris", "digits"]) await expectSame(source, { validationSize: 0.2 });
  });

  it("is found again, whatever the file is called, and encoded anew where an option changes rows", async () => {
    const path = await file("again.csv", people(200));
    const phases = async (source: string, options: RunOptions) => {
      const heard = new Set<string>();
      const files: string[] = [];
      const onProgress: EncodeContext["onProgress"] = ({ phase, done, total }) => {
        expect(done).toBeLessThanOrEqual(total);
        heard.add(phase);
      };
      await inBlocks(source, options, { onProgress, onFile: (written) => files.push(written.path) });
      return { phases: [...heard], files };
    };
    const first = await phases(path, { l2: 1 });
    expect(first.phases).toEqual(["hash", "read", "fit", "encode"]);
    expect(existsSync(first.files[0])).toBe(true);
    expect(await phases(path, { l2: 2, seed: 5 })).toEqual({ phases: ["hash"], files: [] });
    expect((await phases(await file("moved.csv", people(200)), {})).files).toEqual([]);
    expect((await phases(path, { standardize: false })).files).toHaveLength(1);
  });

  it("leaves nothing behind when it is ended, or something is wrong with the last row", async () => {
    const listed = async () =>
      (await readdir(join(folder, "cache"))).filter((name) => name !== "sources").sort();
    const there = await listed();
    const path = await file("ended.csv", people(5000));
    for (const phase of ["read", "fit", "encode"]) {
      const controller = new AbortController();
      const encoding = encodeBlocks(
        path,
        {},
        {
          memory,
          signal: controller.signal,
          onProgress: (progress) => {
            if (progress.phase === phase) controller.abort(new Error("enough"));
          },
        },
      );
      await expect(outcome(() => encoding)).resolves.toBe("enough");
      expect(await listed()).toEqual(there);
    }
    await writeFile(path, `${people(5000)}1e999,1,red,u1,1,note,yes\n`);
    expect(await outcome(() => encodeBlocks(path, {}, { memory }))).toContain('row 5001, column "age"');
    expect(await listed()).toEqual(there);
  });
});
