import { afterEach, expect, test, vi } from "vitest";
import { decodeBase64 } from "./base64.js";

afterEach(() => vi.unstubAllGlobals());

test.each(["as this engine does", "by hand"])(
  "base64 of every ending and every byte is decoded %s",
  (how) => {
    if (how === "by hand") vi.stubGlobal("Uint8Array", class extends Uint8Array {});
    if (how === "by hand") Object.assign(Uint8Array, { fromBase64: undefined });
    for (const length of [0, 1, 2, 3, 4, 255, 256]) {
      const bytes = Array.from({ length }, (_, k) => (k * 7 + 3) % 256);
      expect([...decodeBase64(btoa(String.fromCharCode(...bytes)))]).toEqual(bytes);
    }
  },
);
