import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanDecimal } from "./decimal.js";

const read = (text: string, point?: string): { value: number; end: number } => {
  const bytes = new TextEncoder().encode(text);
  const values = new Float64Array(1);
  const end = scanDecimal(new DataView(bytes.buffer), 0, bytes.length, values, 0, point?.charCodeAt(0));
  return { value: values[0], end };
};

describe("scanDecimal", () => {
  it.each([
    "0",
    "-0",
    "7",
    "+7",
    "-12",
    ".5",
    "5.",
    "-.25",
    "6.02e23",
    "1E-7",
    "1e400",
    "1e-400",
    "5e-324",
    "9007199254740993",
    "9007199254740992.5",
    "0.1234567890123456",
    "123456789012345678901234567890",
    "1.7976931348623157e308",
    "2.2250738585072014e-308",
    "0.000000000000000000000000001",
    "8.5",
    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899",
    "0.30000000000000004",
    "0000000000000000000000000000000000012.5",
    "9007199254740993e-22",
  ])("reads %s as Number does, to the last bit", (text) => {
    expect(read(text)).toEqual({ value: Number(text), end: text.length });
  });

  it("agrees with Number on decimals of any length", () => {
    const digits = fc.stringMatching(/^[0-9]{0,25}$/);
    const text = fc
      .tuple(fc.constantFrom("", "-", "+"), digits, digits, fc.option(fc.integer({ min: -330, max: 330 })))
      .filter(([, whole, fraction]) => whole.length + fraction.length > 0)
      .map(([sign, whole, fraction, e]) => `${sign}${whole}.${fraction}${e === null ? "" : `e${e}`}`);
    fc.assert(
      fc.property(text, (t) => Object.is(read(t).value, Number(t))),
      { numRuns: 3000 },
    );
  });

  it("reads back every double written in its shortest and in its 17-digit form", () => {
    const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(anyDouble, (x) => read(String(x)).value === x && read(x.toPrecision(17)).value === x),
      { numRuns: 3000 },
    );
  });

  it("rounds numbers halfway between two doubles to the even one", () => {
    const halfway = fc.bigInt(2n ** 52n, 2n ** 53n - 1n).map((m) => `${m}.5`);
    fc.assert(fc.property(halfway, (t) => read(t).value === Number(t)));
  });

  it.each(["", "-", ".", "-.", "e5", "abc", "NaN", "?", "inf"])("finds no number in %j", (text) => {
    expect(read(text).end).toBe(-1);
  });

  it.each([
    ["12abc", 2],
    ["1e", 1],
    ["1e+", 1],
    ["1.2.3", 3],
    ["5 ", 1],
  ])("stops behind the number in %j", (text, end) => {
    expect(read(text).end).toBe(end);
  });

  it("stops at any byte that is not a digit, wherever the text ends", () => {
    const others = Array.from({ length: 256 }, (_, byte) => byte).filter(
      (byte) => !/[0-9.e]/i.test(String.fromCharCode(byte)),
    );
    for (let length = 1; length <= 9; length++)
      for (const other of others) {
        const bytes = new Uint8Array(length + 2).fill(57, 0, length).fill(other, length);
        const values = new Float64Array(2);
        for (const end of [length, length + 1, length + 2])
          expect(scanDecimal(new DataView(bytes.buffer), 0, end, values, 1)).toBe(length);
        expect(values).toEqual(Float64Array.of(0, 10 ** length - 1));
      }
  });

  it("reads a decimal comma where told to", () => {
    expect(read("3,25;", ",")).toEqual({ value: 3.25, end: 4 });
    expect(read("0,12345678901234567", ",").value).toBe(Number("0.12345678901234567"));
  });
});
