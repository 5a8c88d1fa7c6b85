import fc from "fast-check";
import { expect, it } from "vitest";
import { stringTable } from "./stringTable.js";

it("numbers strings in the order they are met, as a map would", () => {
  const words = fc.array(fc.stringMatching(/^[a-f]{0,3}$/), { maxLength: 400 });
  fc.assert(
    fc.property(words, (texts) => {
      const bytes = new TextEncoder().encode(texts.join(""));
      const table = stringTable(bytes);
      const expected = new Map<string, number>();
      let at = 0;
      for (const text of texts) {
        if (!expected.has(text)) expected.set(text, expected.size);
        expect(table.code(at, at + text.length, false)).toBe(expected.get(text));
        at += text.length;
      }
      expect(table.strings).toEqual([...expected.keys()]);
    }),
  );
});

it("tells escaped quotes from plain ones", () => {
  const table = stringTable(new TextEncoder().encode('a""b a""b a"b'));
  expect(table.code(0, 4, true)).toBe(0);
  expect(table.code(5, 9, false)).toBe(1);
  expect(table.code(10, 13, false)).toBe(0);
  expect(table.strings).toEqual(['a"b', 'a""b']);
});

it("refuses bytes that are not UTF-8", () => {
  expect(stringTable(Uint8Array.of(0xff)).code(0, 1, false)).toBe(-1);
});
