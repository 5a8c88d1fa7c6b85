import { readFileSync } from "node:fs";
import { parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { valuesOf } from "../test/valuesOf.js";
import { DataError } from "./dataset.js";
import { parseParquet } from "./parquet.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url)));

const parse = (name: string) => parseParquet(fixture(name), { name });

describe("files that pyarrow wrote", () => {
  it.each(["none", "snappy", "gzip", "zstd", "brotli", "lz4"])("table-%s.parquet", async (compression) => {
    const dataset = await parse(`table-${compression}.parquet`);
    const kinds = dataset.columns.map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(5).fill("number"), ...Array(3).fill("string")]);
    expect(dataset).toMatchObject({ name: `table-${compression}.parquet`, nSamples: 5 });
    expect(valuesOf(dataset)).toEqual({
      length: [5.1, null, 6.3, 7, 4.9],
      count: [1, 2, null, 4, 2 ** 53],
      small: [1, 2, 3, 4, 5],
      half: [0.5, 1, 1.5, 2, 2.5],
      price: [1.25, null, 2.5, 0.01, 9.99],
      wild: ["true", "false", null, "true", "true"],
      species: ["setosa", "é", null, "setosa", "virginica"],
      dictionary: ["a", "b", "a", null, "b"],
    });
  });

  it.each([1, 2])("differences, shared strings and split bytes, in pages of version %i", async (version) => {
    expect(valuesOf(await parse(`deltas-${version}.parquet`))).toEqual({
      count: [1, 2, null, 4, 2 ** 53],
      species: ["setosa 1", "setosa 2", null, "setosa", "virginica"],
      name: ["setosa 1", "setosa 2", null, "setosa", "virginica"],
      half: [0.5, 1, 1.5, 2, 2.5],
    });
  });

  it("a Node Buffer is read as other bytes are", async () => {
    const dataset = await parseParquet(Buffer.from(fixture("table-none.parquet")), { name: "buffer" });
    expect(valuesOf(dataset).length).toEqual([5.1, null, 6.3, 7, 4.9]);
  });

  it("the fixture has more than one row group", () => {
    expect(parquetMetadata(fixture("table-none.parquet")).row_groups).toHaveLength(2);
  });

  it("dates come as ISO 8601 text", async () => {
    expect(valuesOf(await parse("dates.parquet"))).toEqual({
      date: ["2024-01-02", "2024-12-31", null],
      timestamp: ["2024-01-02T03:04:05.000Z", "2024-12-31T00:00:00.000Z", null],
      nanoseconds: ["2024-01-02T03:04:05.000Z", "2024-12-31T00:00:00.000Z", null],
    });
  });
});

describe("parseParquet refuses", () => {
  it.each([
    ["list", "lists or objects"],
    ["struct", "lists or objects"],
    ["time", "times of day"],
    ["binary", "raw bytes"],
  ])("refused-%s.parquet", async (name, kind) => {
    await expect(parse(`refused-${name}.parquet`)).rejects.toThrow(DataError);
    await expect(parse(`refused-${name}.parquet`)).rejects.toThrow(
      `refused-${name}.parquet, column "wrong": ${kind}; expected numbers, strings or booleans`,
    );
  });

  it.each([
    ["big", "the bigint 9007199254740993"],
    ["infinite", "the number Infinity"],
  ])("refused-%s.parquet, naming the row", async (name, found) => {
    await expect(parse(`refused-${name}.parquet`)).rejects.toThrow(
      `refused-${name}.parquet, row 2, column "wrong": ${found}; expected a finite number`,
    );
  });

  it("a table without rows", async () => {
    await expect(parse("empty.parquet")).rejects.toThrow(
      "empty.parquet: no rows of data; expected at least one",
    );
  });

  it("bytes that are not Parquet", async () => {
    const csv = new TextEncoder().encode("a,b\n1,2\n3,4\n");
    await expect(parseParquet(csv, { name: "a.parquet" })).rejects.toThrow(
      "a.parquet: not a readable Parquet file: ",
    );
  });

  it("files that are cut off or damaged", async () => {
    const bytes = fixture("table-none.parquet");
    for (const end of [0, 3, 4, 8, 100, bytes.length - 1])
      await expect(parseParquet(bytes.subarray(0, end), { name: "a" }), `cut at ${end}`).rejects.toThrow(
        DataError,
      );
    const damaged = fixture("table-gzip.parquet").fill(0xff, 4, 60);
    await expect(parseParquet(damaged, { name: "a" })).rejects.toThrow(DataError);
  });
});
