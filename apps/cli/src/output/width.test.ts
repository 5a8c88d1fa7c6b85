import { describe, expect, test } from "vitest";
import { style } from "./style.js";
import { displayWidth, hanging, pad, printable, truncate, wrap } from "./width.js";

test.each([
  ["", 0],
  ["abc", 3],
  ["é", 1],
  ["e\u0301", 1],
  ["東京", 4],
  ["한국", 4],
  ["👩‍🔬", 2],
  ["❤️", 2],
  ["½·λ→⣿", 5],
  [style(true).red("abc"), 3],
])("%j takes %i columns", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("padding counts columns, not characters, and does not see colors", () => {
  expect(pad("東", 4)).toBe("東  ");
  expect(pad("ab", 4, "right")).toBe("  ab");
  expect(pad(style(true).dim("ab"), 3)).toBe(`${style(true).dim("ab")} `);
  expect(pad("abc", 2)).toBe("abc");
});

test.each([
  ["abcdef", 6, "abcdef"],
  ["abcdef", 4, "abc…"],
  ["東京都", 4, "東…"],
  ["東京都", 5, "東京…"],
  ["ab", 1, "…"],
  ["ab", 0, ""],
])("%j cut to %i columns is %j", (text, width, cut) => {
  expect(truncate(text, width)).toBe(cut);
});

test("a text of the user's cannot steer the terminal", () => {
  expect(printable("a\x1b[2Jb\nc\x7f")).toBe("a␛[2Jb␊c␡");
  expect(printable(-0.5)).toBe("-0.5");
});

describe("wrap", () => {
  test("breaks between words, and leaves long ones whole", () => {
    expect(wrap("aa bb cc", 5)).toEqual(["aa bb", "cc"]);
    expect(wrap("a longer-than-that b", 6)).toEqual(["a", "longer-than-that", "b"]);
  });

  test("hangs lines under the first", () => {
    expect(hanging("key  ", "aa bb cc", 10)).toEqual(["key  aa bb", "     cc"]);
  });
});
