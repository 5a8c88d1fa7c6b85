import { readFileSync } from "node:fs";
import { deltaBinaryUnpack } from "hyparquet/src/delta.js";
import { describe, expect, it } from "vitest";
import { DataError } from "./dataset.js";
import { parseParquet } from "./parquet.js";
import { checkDeltas, checkSharedStrings } from "./parquetDeltas.js";
import { checkRuns } from "./parquetPages.js";
import { thriftEnd } from "./parquetThrift.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url)));

describe("thriftEnd", () => {
  it("is where the footer of a file ends", () => {
    const bytes = fixture("table-none.parquet");
    const length = new DataView(bytes.buffer).getUint32(bytes.length - 8, true);
    expect(thriftEnd(bytes, bytes.length - 8 - length)).toBe(bytes.length - 8);
  });

  it.each<[string, number[], string]>([
    ["nothing", [], "byte 0 is missing"],
    ["no end", [0x15, 2], "byte 2 is missing"],
    [
      "a string of 2²⁸ bytes",
      [0x18, 0x80, 0x80, 0x80, 0x80, 1],
      "byte 6: 268435456 bytes or elements; expected at most the 0 left",
    ],
    [
      "a list of 2²⁸ numbers",
      [0x19, 0xf5, 0x80, 0x80, 0x80, 0x80, 1, 0],
      "byte 7: 268435456 bytes or elements; expected at most the 1 left",
    ],
    ["a number without an end", [0x15, ...Array(12).fill(0x80)], "byte 1: a number of more than ten bytes"],
    ["an unknown type", [0x1d], "byte 0: type 13"],
    ["structs within each other", Array(100).fill(0x1c), "64 structs within each other"],
  ])("refuses %s", (_, bytes, problem) => {
    expect(() => thriftEnd(Uint8Array.from(bytes), 0)).toThrow(problem);
  });
});

describe("checkRuns", () => {
  const check = (bytes: number[], width: number, count: number) =>
    checkRuns(Uint8Array.from(bytes), 0, width, count);

  it("lets runs and groups of eight pass that give as many values as there should be", () => {
    check([10, 7], 3, 5); // five times 7
    check([3, 1, 2, 3], 3, 8); // one group of eight, three bits each
    check([3, 1, 4, 0], 1, 10);
    check([], 1, 0);
  });

  it("refuses a run of more", () => {
    expect(() => check([12, 7], 3, 5)).toThrow("a run of 6 values; expected at most 5");
    expect(() => check([0xfe, 0xff, 0xff, 0xff, 0x0f, 1], 1, 5)).toThrow("a run of 2147483647 values");
    expect(() => check([0xff, 0xff, 0xff, 0xff, 0x0f], 0, 5)).toThrow("values; expected at most 5");
  });
});

describe("checkRuns of one bit", () => {
  const ones = (bytes: number[], count: number) => checkRuns(Uint8Array.from(bytes), 0, 1, count);

  it("counts the ones, of a last group as far as there are values", () => {
    expect(ones([10, 1], 5)).toBe(5);
    expect(ones([10, 0], 5)).toBe(0);
    expect(ones([3, 0b1110_0101], 8)).toBe(5);
    expect(ones([3, 0b1110_0101], 4)).toBe(2);
    expect(ones([4, 1, 3, 0b0000_0110], 6)).toBe(4);
  });
});

/** Lengths first, first + step, …, told by their differences, in a block of 1024. */
const lengths = (first: number, step: number, count: number): number[] => [
  ...[...varint(1024), 4, ...varint(count)],
  ...[...varint(2 * first), ...varint(2 * step), 0, 0, 0, 0],
];
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];

describe("checkSharedStrings", () => {
  const check = (shared: number[], own: number[], count: number) => () =>
    checkSharedStrings(Uint8Array.from([...shared, ...own]), 0, count, deltaBinaryUnpack);

  it("lets strings pass that share what there is", () => {
    expect(check(lengths(0, 0, 5), lengths(7, 0, 5), 5)).not.toThrow();
    expect(check(lengths(0, 7, 5), lengths(7, 0, 5), 5)).not.toThrow();
  });

  it("refuses the first that shares more than the one before has, or has less than nothing", () => {
    expect(check(lengths(1, 0, 5), lengths(7, 0, 5), 5)).toThrow(
      "string 1 of a page shares 1 bytes with the one before, which has 0, and has 7 more",
    );
    expect(check(lengths(2 ** 29, 0, 2), lengths(0, 0, 2), 2)).toThrow("string 1 of a page shares 536870912");
    expect(check(lengths(0, 8, 5), lengths(7, 0, 5), 5)).toThrow("string 2 of a page shares 8");
    expect(check(lengths(0, 0, 2), [...varint(1024), 4, 2, 1, 0, 0, 0, 0, 0], 2)).toThrow("and has -1 more");
  });

  it("refuses strings of which each is longer than the one before, until they are 16 MiB", () => {
    expect(check(lengths(0, 1000, 150), lengths(1000, 0, 150), 150)).not.toThrow();
    expect(check(lengths(0, 1000, 250), lengths(1000, 0, 250), 250)).toThrow(
      /^a page of 2\d bytes that becomes more than \d+ bytes of strings by string 18\d$/,
    );
  });
});

describe("checkDeltas", () => {
  it.each<[string, number[]]>([
    ["no parts", [128, 1, 0]],
    ["parts that are no multiple of 32", [8, 4]],
    ["more parts than bytes", [...varint(2 ** 27), ...varint(2 ** 22), 0, 0]],
    ["nothing", []],
  ])("refuses %s", (_, bytes) => {
    expect(() => checkDeltas(Uint8Array.from(bytes), 0)).toThrow(/^a block of \d+ differences in \d+ parts/);
  });
});

it("a schema whose element has fewer than no children, or more than there are, is refused", async () => {
  const bytes = fixture("refused-list.parquet");
  const at = Buffer.from(bytes).indexOf("wrong") + 6; // its number of children follows, 1 as a zigzag number
  const outcomes = [3, 0x7e].map((children) => {
    const changed = bytes.slice();
    expect(changed[at]).toBe(2);
    changed[at] = children;
    return parseParquet(changed, { name: "a" });
  });
  for (const outcome of outcomes) await expect(outcome).rejects.toThrow("a: not a readable Parquet file: ");
});

it("columns that do not say which they are are refused", async () => {
  const bytes = fixture("table-none.parquet");
  const path = Buffer.from([0x19, 0x18, 6, ...Buffer.from("length")]); // field 3 of a column, a list of one name
  const changed = Buffer.from(bytes);
  for (let at = changed.indexOf(path); at >= 0; at = changed.indexOf(path, at)) changed[at] = 0x79; // field 9
  expect(changed.equals(bytes)).toBe(false);
  await expect(parseParquet(changed, { name: "a" })).rejects.toThrow(DataError);
});

it.each(["table-none", "table-snappy", "table-gzip", "table-zstd", "table-lz4", "deltas-1", "deltas-2"])(
  "no byte of %s.parquet that is another makes parsing fail otherwise than in a DataError",
  async (name) => {
    const bytes = fixture(`${name}.parquet`);
    for (let at = 0; at < bytes.length; at += 7) {
      const changed = bytes.slice();
      changed[at] ^= 0xff;
      const outcome = await parseParquet(changed, { name: "a" }).then(
        () => "DataError",
        (error: Error) => error.name,
      );
      expect(outcome, `byte ${at}`).toBe("DataError");
    }
  },
);
