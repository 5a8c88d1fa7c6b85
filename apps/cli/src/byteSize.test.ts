import { expect, test } from "vitest";
import { parseByteSize } from "./byteSize.js";

test.each([
  ["512MB", 512e6],
  ["2GiB", 2 * 2 ** 30],
  ["1.5 GB", 1.5e9],
  ["300mb", 300e6],
  ["64KiB", 65536],
  [".5TB", 5e11],
  ["536870912", 536870912],
  ["12B", 12],
  ["0", 0],
])("%s is a size", (text, bytes) => expect(parseByteSize(text)).toBe(bytes));

test.each(["", "MB", "512M", "2 apples", "-1MB", "1e9", "1/2GB", "12 34", "1,5GB", "NaN", "Infinity"])(
  "%j is none",
  (text) => expect(parseByteSize(text)).toBeNaN(),
);
