import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataError } from "./dataset.js";
import { gunzip, isGzip } from "./gunzip.js";

describe("gunzip", () => {
  const text = new TextEncoder().encode("softmax");
  const bytes = new Uint8Array(gzipSync(text));

  it("returns what was compressed", async () => {
    expect(await gunzip({ name: "a.gz", bytes })).toEqual(text);
  });

  it("knows gzip by its first two bytes", () => {
    expect([bytes, text, new Uint8Array(0)].map(isGzip)).toEqual([true, false, false]);
  });

  it("refuses other bytes, a wrong checksum and a file that is cut off", async () => {
    await expect(gunzip({ name: "a.gz", bytes: text })).rejects.toThrow(
      "a.gz: no gzip signature at byte 0; expected 1f 8b",
    );
    const damaged = bytes.slice();
    damaged[damaged.length - 8] ^= 1;
    await expect(gunzip({ name: "a.gz", bytes: damaged })).rejects.toThrow(
      "a.gz: the gzip data is damaged, cut off or more than one member",
    );
    for (let end = 2; end < bytes.length; end++)
      await expect(gunzip({ name: "a.gz", bytes: bytes.subarray(0, end) })).rejects.toThrow(DataError);
  });
});
