import { crc32 as zlibs } from "node:zlib";
import { describe, expect, it } from "vitest";
import { crc32 } from "./crc32.js";

const text = (characters: string) => new TextEncoder().encode(characters);

describe("crc32", () => {
  it("is the check value of the catalogue of CRC algorithms for 123456789", () => {
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
    expect(crc32(text(""))).toBe(0);
  });

  it.each([0, 1, 3, 4, 5, 7, 8, 17, 1000])("is zlib's for %i bytes, wherever they begin", (n) => {
    const bytes = Uint8Array.from({ length: n + 3 }, (_, k) => (k * k * 31 + (k >> 3)) & 255).subarray(3);
    expect(crc32(bytes)).toBe(zlibs(bytes));
  });
});
