import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataError } from "./dataset.js";
import { gathered, gunzip, isGzip } from "./gunzip.js";

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

  it("reads no further than the most it may, and lets go of the rest", async () => {
    const zeros = gzipSync(new Uint8Array(2 ** 24));
    const inflated = () => new Blob([zeros]).stream().pipeThrough(new DecompressionStream("gzip"));
    expect(await gathered(inflated(), "a.gz", 2 ** 24)).toEqual(new Uint8Array(2 ** 24));
    await expect(gathered(inflated(), "a.gz", 2 ** 24 - 1)).rejects.toThrow(
      "a.gz: goes on at byte 16777215 of what it inflates to; expected an end there or before",
    );

    let taken = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        taken += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    await expect(gathered(endless, "a.gz", 5000)).rejects.toThrow(DataError);
    expect(taken).toBeLessThanOrEqual(8000);
  });
});
