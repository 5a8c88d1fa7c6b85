import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseParquet } from "./parquet.js";
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
    checkRuns(Uint8Array.from(bytes), 0, bytes.length, width, count);

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

it.each(["none", "snappy", "gzip", "zstd", "lz4"])(
  "no byte of table-%s.parquet that is another makes parsing fail otherwise than in a DataError",
  async (codec) => {
    const bytes = fixture(`table-${codec}.parquet`);
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
