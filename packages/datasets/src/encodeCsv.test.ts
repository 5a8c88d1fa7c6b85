import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsv } from "./csv.js";
import { encodeCsv } from "./encodeCsv.js";
import { columnLabels } from "./labels.js";
import { isMissing } from "./missing.js";
import { isNumeric } from "./numeric.js";

describe("encodeCsv", () => {
  it("quotes what would not read back as one field", () => {
    const values = ["plain", "a,b", 'say "hi"', "two\nlines", " blank ", "", null, Number.NaN, 0.1, true];
    expect(encodeCsv([{ name: "v,w", values }])).toBe(
      '"v,w"\nplain\n"a,b"\n"say ""hi"""\n"two\nlines"\n" blank "\n""\n""\n""\n0.1\ntrue\n',
    );
  });

  it("refuses columns of unequal length", () => {
    const columns = [
      { name: "a", values: [1, 2] },
      { name: "b", values: [1] },
    ];
    expect(() => encodeCsv(columns)).toThrow('encodeCsv: "b" has 1 values, expected 2');
  });

  it("is read back by parseCsv: numbers to the last bit, strings to the last character", () => {
    const number = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true }), { freq: 6 });
    const text = fc.option(
      fc
        .oneof(
          fc.string({ unit: "grapheme" }),
          fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "\r", "\t", " ", "a", "1") }),
        )
        .filter((t) => !isMissing(t.trim()) && !isNumeric(t.trim())),
      { freq: 6 },
    );
    const rows = fc.array(fc.tuple(number, text, text), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rows, (table) => {
        const [x, a, b] = [0, 1, 2].map((c) => table.map((row) => row[c]));
        const written = encodeCsv([
          { name: "x", values: x },
          { name: "a", values: a },
          { name: "b", values: b },
        ]);
        const read = parseCsv(new TextEncoder().encode(written), { name: "t", header: true, delimiter: "," });
        expect(read.columns.map(columnLabels)).toEqual([x, a, b]);
      }),
      { numRuns: 500 },
    );
  });
});
