import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataError } from "../dataset.js";
import { plainBytes } from "./gunzip.js";

const text = new TextEncoder().encode("softmax");
const packed = new Uint8Array(gzipSync(text));

describe("plainBytes", () => {
  it("decompresses what is gzip and leaves the rest as it is", async () => {
    const unpacked = await plainBytes({ name: "a.csv.gz", bytes: packed });
    expect(unpacked).toEqual({ name: "a.csv", bytes: text });
    const plain = { name: "a.csv", bytes: text };
    expect(await plainBytes(plain)).toEqual(plain);
  });

  it("joins the members of files that were concatenated", async () => {
    const { bytes } = await plainBytes({ name: "a.gz", bytes: new Uint8Array([...packed, ...packed]) });
    expect([...bytes]).toEqual([...text, ...text]);
  });

  it("refuses a wrong checksum and a file that is cut off", async () => {
    const damaged = packed.slice();
    damaged[damaged.length - 8] ^= 1;
    for (const bytes of [damaged, packed.subarray(0, -1)])
      await expect(plainBytes({ name: "a.gz", bytes })).rejects.toThrow(DataError);
    await expect(plainBytes({ name: "a.gz", bytes: damaged })).rejects.toThrow(
      "a.gz: the gzip data is damaged or cut off: incorrect data check",
    );
  });
});
