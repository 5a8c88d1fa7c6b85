import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvOptions, parseCsv, parseCsvPieces } from "./csv.js";
import type { StringColumn } from "./dataset.js";
import { textPieces } from "./textPieces.js";

/** What reading comes to: the columns, or the message of the error. */
const outcome = async (read: () => unknown) => {
  try {
    return await read();
  } catch (error) {
    return (error as Error).message;
  }
};

async function* pieces(bytes: Uint8Array, lengths: readonly number[]) {
  let at = 0;
  for (const length of lengths) {
    const piece = bytes.slice(at, at + length);
    yield piece;
    piece.fill(120);
    at += length;
  }
  yield bytes.subarray(at);
}

const readPieces = (bytes: Uint8Array, lengths: readonly number[], options: Partial<CsvOptions> = {}) =>
  outcome(() => parseCsvPieces(() => pieces(bytes, lengths), bytes.length, { name: "t", ...options }));

describe("text in pieces", () => {
  it("is read as the whole is, values and errors alike, wherever it is cut", async () => {
    const marks = fc.string({ unit: fc.constantFrom(...'ab12.-é",;\t\n\r '), maxLength: 80 });
    const lengths = fc.array(fc.nat(9), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(marks, lengths, async (text, cuts) => {
        const bytes = new TextEncoder().encode(text);
        expect(await readPieces(bytes, cuts)).toEqual(await outcome(() => parseCsv(bytes, { name: "t" })));
      }),
      { numRuns: 1000 },
    );
  });

  it("of megabytes is read as the whole is", async () => {
    const lines = Array.from({ length: 400_000 }, (_, i) =>
      i % 3 === 0 ? `"a ""${i % 9}""\r\n",${i}.5,x` : `b${i % 7},${i % 256},${i < 390_000 ? i : `n${i}`}`,
    );
    const bytes = new TextEncoder().encode(`s,v,late\n${lines.join("\n")}`);
    expect(bytes.length).toBeGreaterThan(2 ** 22);
    const cuts = Array.from({ length: 500 }, (_, k) => 9_000 + k);
    expect(await readPieces(bytes, cuts)).toEqual(parseCsv(bytes, { name: "t" }));
  });

  it("names the line of a mistake far behind the beginning", async () => {
    const lines = Array.from({ length: 600_000 }, (_, i) => `${i},${i}`);
    const text = `a,b\r\n${lines.join("\r\n")}\r\n1,2,3\r\n`;
    const bytes = new TextEncoder().encode(text);
    expect(await readPieces(bytes, [2 ** 22 + 1, 2 ** 21])).toBe(
      "t, line 600002: more than the expected 2 fields",
    );
  });

  it("of tabs has no quoted fields where one far behind is not properly closed", async () => {
    const lines = Array.from({ length: 500_000 }, (_, i) => `"${i}"\tham`);
    const bytes = new TextEncoder().encode(`text\tlabel\n${lines.join("\n")}\n"Hi" she said\tspam\n`);
    const dataset = parseCsv(bytes, { name: "t" });
    expect(dataset.columns[0]).toMatchObject({ kind: "string" });
    expect((dataset.columns[0] as StringColumn).categories[7]).toBe('"7"');
    expect(await readPieces(bytes, [1e6, 1e6])).toEqual(dataset);
  });

  it("may be UTF-16, cut within a character", async () => {
    const text = "\ufeffé;n\n😀;1\n";
    const bytes = new Uint8Array(Uint16Array.from(text, (_, i) => text.charCodeAt(i)).buffer);
    const whole = parseCsv(bytes, { name: "t" });
    expect(whole.columns[0]).toMatchObject({ name: "é", categories: ["😀"] });
    for (let cut = 1; cut < bytes.length; cut++) expect(await readPieces(bytes, [cut, 1])).toEqual(whole);
  });
});

it("what is not taken comes again with what follows", () => {
  const seen: string[] = [];
  const text = textPieces("t", (bytes, last, position) => {
    const read = new TextDecoder().decode(bytes);
    seen.push(`${position}: ${read}${last ? " (last)" : ""}`);
    return last ? bytes.length : read.lastIndexOf(" ") + 1;
  });
  const long = "x".repeat(2 ** 22 - 3);
  for (const piece of [`${long} ab`, "c", " d", " ef"]) text.push(new TextEncoder().encode(piece));
  text.end();
  expect(seen.map((line) => line.replace(long, "…"))).toEqual([
    "0: … ab",
    `${2 ** 22 - 2}: abc d`,
    `${2 ** 22 + 2}: d ef`,
    `${2 ** 22 + 4}: ef (last)`,
  ]);
});

it("a line that is too long is refused with the byte at which it begins", () => {
  const taking = (bytes: Uint8Array) => bytes.lastIndexOf(10) + 1;
  const text = textPieces("long.csv", taking, 2 ** 23);
  text.push(new TextEncoder().encode("a,b\n1,2\n"));
  const push = () => {
    for (let k = 0; k < 20; k++) text.push(new Uint8Array(2 ** 20).fill(120));
  };
  expect(push).toThrow(
    "long.csv, byte 8: a line of more than 8388608 bytes begins here; expected a shorter one, with its quotes closed",
  );
});
