import fc from "fast-check";
import { expect, it } from "vitest";
import { stringTable } from "./stringTable.js";

it("numbers strings in the order they are met, as a map would, from bytes that do not stay", () => {
  const words = fc.array(fc.stringMatching(/^[a-f]{0,3}$/), { maxLength: 400 });
  fc.assert(
    fc.property(words, (texts) => {
      const table = stringTable();
      const expected = new Map<string, number>();
      const bytes = new Uint8Array(8);
      for (const text of texts) {
        if (!expected.has(text)) expected.set(text, expected.size);
        new TextEncoder().encodeInto(text, bytes.fill(1).subarray(2));
        expect(table.code(bytes, 2, 2 + text.length)).toBe(expected.get(text));
      }
      expect(table.strings).toEqual([...expected.keys()]);
    }),
  );
});

it("keeps thousands of strings apart", () => {
  const table = stringTable();
  const texts = Array.from({ length: 5000 }, (_, i) => `Straße ${i}`);
  const codeOf = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return table.code(bytes, 0, bytes.length);
  };
  expect(texts.map(codeOf)).toEqual(texts.map((_, i) => i));
  expect(texts.map(codeOf)).toEqual(texts.map((_, i) => i));
  expect(table.strings).toEqual(texts);
});

it("refuses bytes that are not UTF-8", () => {
  expect(stringTable().code(Uint8Array.of(0xff), 0, 1)).toBe(-1);
});
