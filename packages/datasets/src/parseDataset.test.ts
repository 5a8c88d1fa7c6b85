import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { valuesOf } from "../test/valuesOf.js";
import { dataFormat, isDataFile, parseDataset } from "./parseDataset.js";

const fixtures = new URL("../test/fixtures/formats/", import.meta.url);
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("dataFormat", () => {
  it.each([
    ["a.csv", "csv"],
    ["A.TSV", "tsv"],
    ["a.jsonl", "ndjson"],
    ["a.parquet", "parquet"],
    ["a.svmlight", "svmlight"],
    ["train-images-idx3-ubyte", "idx"],
    ["train-images.idx3-ubyte", "idx"],
    ["data_batch_1.bin", "cifar10"],
    ["x.npy", "npy"],
    ["xy.npz", "npz"],
  ])("goes by the name's ending: %s", (name, format) => {
    expect(dataFormat({ name, bytes: new Uint8Array() })).toBe(format);
    expect(isDataFile(name)).toBe(true);
    expect(isDataFile(`${name}.gz`)).toBe(true);
  });

  it.each(["readme.md", "model.safetensors", "csv"])("does not take %s for data by its name", (name) => {
    expect(isDataFile(name)).toBe(false);
  });

  it.each([
    ["table-none.parquet", "parquet"],
    ["x.npy", "npy"],
    ["xy.npz", "npz"],
    ["one-based.svm", "svmlight"],
    ["pandas.ndjson", "ndjson"],
  ])("goes by the first bytes where the name tells nothing: those of %s", (file, format) => {
    expect(dataFormat({ name: "stdin", bytes: readFileSync(new URL(file, fixtures)) })).toBe(format);
  });

  it("takes other text for CSV", () => {
    expect(dataFormat({ name: "stdin", bytes: bytesOf("a,b\n1,2\n") })).toBe("csv");
    expect(dataFormat({ name: "stdin", bytes: bytesOf("time\n12:30\n") })).toBe("csv");
  });
});

describe("parseDataset", () => {
  it.each([
    ["t.csv", "a,label\n1,x\n"],
    ["t.tsv", "a\tlabel\n1\tx\n"],
    ["t.ndjson", '{"a":1,"label":"x"}\n'],
    ["stdin", "a;label\n1;x\n"],
  ])("reads %s, compressed or not", async (name, text) => {
    const plain = await parseDataset({ name, bytes: bytesOf(text) });
    expect(plain).toMatchObject({ name, nSamples: 1 });
    expect(valuesOf(plain)).toEqual({ a: [1], label: ["x"] });
    expect(await parseDataset({ name: `${name}.gz`, bytes: gzipSync(text) })).toEqual(plain);
  });

  it("refuses bytes of no format", async () => {
    const archive = { name: "images.tar", bytes: new Uint8Array(512).fill(97, 0, 100) };
    await expect(parseDataset(archive)).rejects.toThrow(
      "images.tar: neither text nor a known format; expected CSV",
    );
  });

  it.each(["table-snappy.parquet", "x.npy", "xy.npz", "one-based.svm", "pandas.ndjson", "test_batch.bin"])(
    "hands %s to the reader of its format",
    async (name) => {
      const dataset = await parseDataset({ name, bytes: readFileSync(new URL(name, fixtures)) });
      expect(dataset.nSamples).toBeGreaterThan(0);
    },
  );
});
