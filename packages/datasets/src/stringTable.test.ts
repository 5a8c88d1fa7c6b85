import fc from "fast-check";
import { expect, it } from "vitest";
import { stringTable } from "./stringTable.js";

it("numbers strings in the order they are met, as a map would, from bytes that do not stay", () => {
  const words = fc.array(fc.stringMatching(/^[a-c]{0,6}$/), { maxLength: 400 });
  fc.assert(
    fc.property(words, (texts) => {
      const table = stringTable();
      const expected = new Map<string, number>();
      const bytes = new Uint8Array(8);
      const view = new DataView(bytes.buffer);
      for (const text of texts) {
        if (!expected.has(text)) expected.set(text, expected.size);
        new TextEncoder().encodeInto(text, bytes.fill(1).subarray(2));
        expect(table.code(view, 2, 2 + text.length)).toBe(expected.get(text));
      }
      expect(table.strings()).toEqual([...expected.keys()]);
    }),
  );
});

it("keeps thousands of strings apart", () => {
  const table = stringTable();
  const texts = Array.from({ length: 20_000 }, (_, i) => `${i % 2 ? "Straße" : "street"} ${i}`);
  const codeOf = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    return table.code(new DataView(bytes.buffer), 0, bytes.length);
  };
  expect(texts.map(codeOf)).toEqual(texts.map((_, i) => i));
  expect(texts.map(codeOf)).toEqual(texts.map((_, i) => i));
  expect(table.strings()).toEqual(texts);
});

it("refuses bytes that are not UTF-8", () => {
  expect(stringTable().code(new DataView(Uint8Array.of(0xff).buffer), 0, 1)).toBe(-1);
});
