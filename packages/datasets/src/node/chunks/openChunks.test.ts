import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { encodeNpy } from "@softmax/tensor-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { concatSamples } from "../../concatSamples.js";
import type { Dataset } from "../../dataset.js";
import { type ReadOptions, readDataset } from "../readDataset.js";
import type { ChunkedDataset } from "./chunkedDataset.js";
import { openChunks, sourceFiles } from "./openChunks.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "softmax-chunks-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** All chunks put together again; every other column of them must be what it is on its own. */
async function gathered(data: ChunkedDataset): Promise<Dataset> {
  const chunks: Dataset[] = [];
  for await (const chunk of data.chunks()) {
    expect(chunk.firstRow).toBe(chunks.reduce((sum, { nSamples }) => sum + nSamples, 0));
    expect(chunk.columns.map(({ kind, name }) => ({ kind, name }))).toEqual(
      data.columns.map(({ kind, name }) => ({ kind, name })),
    );
    chunks.push(chunk);
  }
  const whole = { ...concatSamples(chunks, data.name), label: data.label };
  expect(whole.nSamples).toBe(data.nSamples);
  return data.test ? { ...whole, test: await gathered(data.test) } : whole;
}

/** A dataset as values, whichever order its categories are in and whichever type its numbers. */
const valuesOf = (dataset: Dataset): unknown => ({
  name: dataset.name,
  label: dataset.label,
  nSamples: dataset.nSamples,
  test: dataset.test && valuesOf(dataset.test),
  columns: dataset.columns.map((column) => {
    if (column.kind === "number")
      return { ...column, values: [...column.values], type: typeOf(column.values) };
    if (column.kind === "block") return { ...column, featureNames: column.featureNames };
    return {
      ...column,
      codes: undefined,
      categories: Array.from(column.codes, (code) => column.categories[code]),
    };
  }),
});

const typeOf = (values: object) => (values instanceof Uint8Array ? "bytes" : "numbers");

async function outcome(read: () => Promise<unknown>) {
  const warnings: string[] = [];
  try {
    return { read: await read(), warnings };
  } catch (error) {
    return (error as Error).message;
  }
}

async function inChunks(source: string, chunkBytes: number, options: ReadOptions = {}) {
  const data = await openChunks(source, options, { chunkBytes, folder });
  try {
    return valuesOf(await gathered(data));
  } finally {
    await data.close();
  }
}

async function expectSame(source: string, chunkBytes: number, options: ReadOptions = {}) {
  const hear = () => {
    const warnings: string[] = [];
    return { warnings, options: { ...options, onWarning: (warning: string) => warnings.push(warning) } };
  };
  const [whole, chunked] = [hear(), hear()];
  const expected = await outcome(async () => valuesOf(await readDataset(source, whole.options)));
  expect(await outcome(() => inChunks(source, chunkBytes, chunked.options))).toEqual(expected);
  expect(chunked.warnings).toEqual(whole.warnings);
}

const file = async (name: string, contents: string | Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, contents);
  return path;
};

const sizes = fc.constantFrom(1, 64, 300, 5000);

describe("delimited text", () => {
  const field = fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -3, max: 300 }).map(String) },
    { weight: 2, arbitrary: fc.constantFrom("1.5", "-0", "1e400", "0.1", "", "NA", " 7 ") },
    { weight: 1, arbitrary: fc.constantFrom("x", '"a\n""b"', "é", "a b") },
  );
  const line = fc.tuple(field, field, field).map((fields) => fields.join(","));

  it("is in chunks what it is as a whole, errors too", async () => {
    const wrong = fc.constantFrom("1,2", '"a"b,1,2', "1,2,3,4");
    const lines = fc.array(fc.oneof({ weight: 40, arbitrary: line }, { weight: 1, arbitrary: wrong }), {
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(lines, fc.constantFrom("\n", "\r\n"), sizes, async (rows, end, chunkBytes) => {
        const path = await file("table.csv", `a,b,\n${rows.join(end)}`);
        await expectSame(path, chunkBytes);
      }),
      { numRuns: 150 },
    );
  });

  it("turns to strings in the last row", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `${i},${i % 7}.50,${i < 1500 ? i : `n${i % 5}`}`);
    const path = await file("late.csv", `a,b,c\n${rows.join("\n")}\n1,last,2\n`);
    for (const chunkBytes of [100, 10_000]) await expectSame(path, chunkBytes);
  });

  it("of tabs, compressed, and with scikit-learn's first line", async () => {
    const tabs = Array.from({ length: 900 }, (_, i) => `"${i}"\tham`).join("\n");
    const path = await file("quotes.tsv.gz", gzipSync(`text\tlabel\n${tabs}\n"Hi" she said\tspam\n`));
    await expectSame(path, 500);
    for (const last of ["1", "3", "x"]) {
      const codes = Array.from({ length: 49 }, (_, i) => `${i},${i % 2}`).join("\n");
      const sklearn = await file("sklearn.csv", `50,1,no,yes\n${codes}\n5,${last}\n`);
      await expectSame(sklearn, 16);
    }
    await expectSame(await file("short.csv", "4,1,no,yes\n1,0\n2,1\n3,1\n"), 16);
  });
});

describe("newline-delimited JSON", () => {
  const value = fc.oneof(
    { weight: 8, arbitrary: fc.oneof(fc.integer(), fc.double({ noNaN: true }), fc.constant(null)) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>("NA", "x", true, "12", [1], { a: 1 }) },
  );
  const record = fc.record({ x: value, y: value, label: value }, { requiredKeys: [] });

  it("is in chunks what it is as a whole, errors too", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 40 }), sizes, async (records, chunkBytes) => {
        const lines = records.map((each) =>
          JSON.stringify(each).replace("null", "1e999").replace("1e999", "null"),
        );
        await expectSame(await file("rows.ndjson", lines.join("\n")), chunkBytes);
      }),
      { numRuns: 150 },
    );
    await expectSame(await file("wrong.jsonl", '{"a":1}\n\n{"a":[1]}\n{"a":\n'), 1);
    await expectSame(await file("text.jsonl", `${'{"a":1}\n'.repeat(50)}{"a":1e999,"b":"x"}\n`), 1);
  });
});

describe("svmlight", () => {
  it("is in chunks what it is as a whole, errors, warnings and widths too", async () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: -9, max: 9 }));
    const good = fc
      .tuple(fc.integer({ min: -1, max: 2 }), fc.uniqueArray(entry, { maxLength: 5, selector: ([j]) => j }))
      .map(([label, entries]) =>
        [label, ...entries.sort(([a], [b]) => a - b).map(([j, x]) => `${j + 1}:${x}`)].join(" "),
      );
    const line = fc.oneof(
      { weight: 12, arbitrary: good },
      { weight: 2, arbitrary: fc.constantFrom("1 qid:3 2:4", "# nothing", "", "1 2:3 # so", "1 5:1\r") },
      { weight: 1, arbitrary: fc.constantFrom("x 1:2", "1 0:3", "1 2:1 1:1", "1 1:1e999") },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 30 }), sizes, async (lines, chunkBytes) => {
        await expectSame(await file("rows.svm", lines.join("\n")), chunkBytes);
      }),
      { numRuns: 150 },
    );
  });
});

const fixtures = new URL("../../../test/fixtures/formats/", import.meta.url).pathname;

describe("Parquet", () => {
  const names = readdirSync(fixtures).filter((name) => name.endsWith(".parquet"));

  it.each(names)("%s is in chunks what it is as a whole, errors too", async (name) => {
    for (const chunkBytes of [1, 64, 200, 1e6]) await expectSame(join(fixtures, name), chunkBytes);
  });

  it("that is cut off or damaged has the error that it has as a whole", async () => {
    const bytes = await readFile(join(fixtures, "table-gzip.parquet"));
    for (const end of [3, 8, 100, bytes.length - 1])
      await expectSame(await file("cut.parquet", bytes.subarray(0, end)), 64);
    await expectSame(await file("damaged.parquet", Buffer.from(bytes).fill(0xff, 4, 60)), 64);
  });
});

describe("images and arrays", () => {
  const idx = (type: number[], shape: number[], data: readonly number[]) => {
    const bytes = new Uint8Array(4 + 4 * shape.length + data.length);
    bytes.set([0, 0, ...type, shape.length]);
    for (const [axis, extent] of shape.entries()) new DataView(bytes.buffer).setUint32(4 + 4 * axis, extent);
    bytes.set(data, 4 + 4 * shape.length);
    return bytes;
  };
  const range = (n: number) => Array.from({ length: n }, (_, i) => (i * 37) % 251);

  it("IDX with labels, test set and gzip", async () => {
    await file("train-images-idx3-ubyte.gz", gzipSync(idx([8], [11, 2, 3], range(66))));
    await file("train-labels-idx1-ubyte", idx([8], [11], range(11)));
    await file("t10k-images-idx3-ubyte", idx([8], [3, 2, 3], range(18)));
    for (const chunkBytes of [1, 100, 1e5])
      await expectSame(join(folder, "train-images-idx3-ubyte.gz"), chunkBytes);
    for (const [shape, count] of [
      [[2, 3], 5],
      [[2, 3], 7],
      [[0, 3], 0],
      [[2, 0], 0],
      [[2], 2],
    ] as const)
      await expectSame(await file("vectors.idx", idx([8], [...shape], range(count))), 16);
    await expectSame(await file("floats.idx", idx([13], [2, 1], range(8))), 16);
    await rm(join(folder, "train-labels-idx1-ubyte"));
    await file("train-labels-idx1-ubyte", idx([8], [10], range(10)));
    await expectSame(join(folder, "train-images-idx3-ubyte.gz"), 100);
  });

  it("npy with labels and test set, of several types", async () => {
    const shape = [9, 4];
    const data = Float64Array.from(range(36), (x) => x / 7);
    await file("x_train.npy", encodeNpy({ dtype: "float64", shape, data }));
    await file("y_train.npy", encodeNpy({ dtype: "int32", shape: [9], data: Int32Array.from(range(9)) }));
    await file(
      "x_test.npy",
      encodeNpy({ dtype: "uint8", shape: [2, 2, 1], data: Uint8Array.of(1, 2, 3, 4) }),
    );
    for (const chunkBytes of [1, 100, 1e5]) await expectSame(join(folder, "x_train.npy"), chunkBytes);
    const wrong = data.slice();
    wrong[30] = Number.NaN;
    await expectSame(await file("nan.npy", encodeNpy({ dtype: "float64", shape, data: wrong })), 64);
    const big = BigInt64Array.from({ length: 6 }, (_, i) => BigInt(i));
    await expectSame(await file("long.npy", encodeNpy({ dtype: "int64", shape: [6, 1], data: big })), 16);
    const whole = encodeNpy({ dtype: "float64", shape, data });
    await expectSame(await file("short.npy", whole.subarray(0, -8)), 64);
    await expectSame(
      await file("none.npy", encodeNpy({ dtype: "uint8", shape: [0, 3], data: new Uint8Array(0) })),
      64,
    );
  });

  it("CIFAR-10's batches, alone, in a folder and by a glob", async () => {
    const batch = (codes: readonly number[]) =>
      Buffer.concat(codes.map((code) => Buffer.from([code, ...range(3072)])));
    const cifar = join(folder, "cifar");
    await mkdir(cifar);
    await file("cifar/data_batch_1.bin", batch([1, 2, 3]));
    await file("cifar/data_batch_2.bin.gz", gzipSync(batch([4, 9])));
    await file("cifar/test_batch.bin", batch([5]));
    for (const source of [cifar, join(cifar, "data_batch_1.bin"), join(cifar, "data_*.bin*")])
      for (const chunkBytes of [1, 60_000]) await expectSame(source, chunkBytes);
    await file("cifar/batches.meta.txt", range(10).join("\n"));
    await expectSame(cifar, 1);
    await file("cifar/data_batch_1.bin", batch([1, 10, 3]));
    await expectSame(cifar, 30_000);
    await file("cifar/data_batch_3.bin", batch([1]).subarray(1));
    await expectSame(cifar, 30_000);
  });
});

describe("shards", () => {
  it("of different types are put together as in memory, or refused with the same sentence", async () => {
    await mkdir(join(folder, "shards"), { recursive: true });
    await file("shards/a.csv", "x,c,label\n1,red,0\n2,blue,1\n");
    await file("shards/b.csv.gz", gzipSync("x,c,label\n0.1,green,1\n,red,\n"));
    await file("shards/c.ndjson", '{"label":1,"x":1e300,"c":"red"}\n');
    for (const chunkBytes of [1, 1000]) await expectSame(join(folder, "shards", "*"), chunkBytes);
    await file("shards/d.csv", "x,c,label\n1,red,no\n");
    await expectSame(join(folder, "shards", "*"), 100);
    await file("shards/e.svm", "1 2:3\n");
    await file("shards/f.svm", "1 7:3\n");
    await expectSame(join(folder, "shards", "*.svm"), 100);
    await expectSame(join(folder, "shards", "a*.csv"), 100);
    await expectSame(join(folder, "shards", "*.nothing"), 100);
  });

  it("all files of a source are named, those that belong to one too", async () => {
    expect(await sourceFiles(join(folder, "x_train.npy"))).toEqual(
      ["x_train.npy", "y_train.npy", "x_test.npy"].map((name) => join(folder, name)),
    );
    expect(await sourceFiles("iris")).toEqual([]);
  });
});

describe("bundled data, and what cannot be read in pieces", () => {
  it("iris and digits are read in chunks", async () => {
    for (const name of ["iris", "digits"]) await expectSame(name, 2000);
  });

  it.each([
    [
      "-",
      "standard input: it can be read only once, and reading in pieces reads data again; expected a file",
    ],
    ["photo.png", "photo.png: images are read at once, not in pieces"],
    ["arrays.npz", "arrays.npz: the arrays of an archive cannot be read in pieces; expected .npy files"],
    ["nowhere.csv", "nowhere.csv: no file, folder or dataset has this name"],
  ])("%s is refused", async (name, sentence) => {
    const source = name === "-" || name.startsWith("nowhere") ? name : await file(name, "PK");
    const message = await outcome(() => inChunks(source, 100));
    expect(String(message).replace(`${folder}/`, "")).toContain(sentence);
  });

  it("a signal ends reading, progress reaches the end, and no file is left", async () => {
    const path = await file("long.csv", `a,b\n${"1,2\n".repeat(900_000)}`);
    const controller = new AbortController();
    const reading = openChunks(
      path,
      {},
      {
        chunkBytes: 1e5,
        folder,
        signal: controller.signal,
        onProgress: () => controller.abort(new Error("enough")),
      },
    );
    await expect(reading).rejects.toThrow("enough");
    const heard: number[][] = [];
    const data = await openChunks(
      path,
      {},
      { chunkBytes: 1e5, folder, onProgress: (...bytes) => heard.push(bytes) },
    );
    await data.close();
    const { size } = await stat(path);
    expect(heard.at(-1)).toEqual([size, size]);
    expect((await readdir(folder)).filter((name) => name.endsWith(".columns"))).toEqual([]);
  });
});
