import fc from "fast-check";
import { expect, it } from "vitest";
import { type ColumnKind, type CsvProblem, type CsvTable, tableReader } from "./csvTable.js";

const dialect = { delimiter: 44, quotes: true, point: 46 };

/** Reads text that becomes longer at each of the cuts; the table, or what is wrong and where. */
function read(
  text: Uint8Array,
  kinds: readonly ColumnKind[],
  cuts: readonly number[],
): CsvTable | CsvProblem {
  const reader = tableReader(dialect, kinds, text.length);
  let at = 0;
  for (const cut of [...cuts.filter((c) => c < text.length), text.length]) {
    const last = cut === text.length;
    const found = reader.read(text.slice(at, cut), last);
    if (typeof found !== "number") return { ...found, position: at + found.position };
    at += found;
  }
  return reader.finish();
}

it("records are read alike, wherever the text is cut before all of it is there", () => {
  const field = fc.constantFrom(
    "1",
    "23",
    "456",
    "7.5",
    "-0",
    "1e5",
    "12345678.25",
    "",
    "NA",
    "x",
    '"a,""b"',
    '"\n"',
  );
  const wrong = fc.constantFrom("1,2", "1,2,3,4", '"a"b,1,2', '"', "é,1,2");
  const line = fc.oneof(
    { weight: 9, arbitrary: fc.tuple(field, field, field).map(String) },
    { weight: 1, arbitrary: wrong },
  );
  const text = fc.array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r", "\n\n")), { maxLength: 9 });
  const kinds = fc.array(fc.constantFrom<ColumnKind>("number", "string", "skip"), {
    minLength: 3,
    maxLength: 3,
  });
  const cuts = fc.array(fc.nat(200), { maxLength: 9 }).map((at) => at.sort((a, b) => a - b));
  fc.assert(
    fc.property(text, kinds, cuts, (lines, columns, at) => {
      const bytes = new TextEncoder().encode(lines.flat().join(""));
      expect(read(bytes, columns, at)).toEqual(read(bytes, columns, []));
    }),
    { numRuns: 3000 },
  );
});

it("numbers beside each other and numbers among strings are the same numbers", () => {
  const number = fc.oneof(
    fc.nat(300).map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  );
  const rows = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 600 });
  fc.assert(
    fc.property(rows, (records) => {
      const bytes = new TextEncoder().encode(records.map((record) => `${record}\n`).join(""));
      const alone = read(bytes, ["number", "number", "number"], []) as CsvTable;
      const among = read(bytes, ["number", "number", "string"], []) as CsvTable;
      for (const c of [0, 1]) {
        expect(Array.from(alone.values[c]!)).toEqual(records.map((record) => Number(record[c])));
        expect(among.values[c]).toEqual(alone.values[c]);
      }
    }),
  );
});
