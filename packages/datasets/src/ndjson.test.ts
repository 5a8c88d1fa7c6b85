import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { valuesOf } from "../test/valuesOf.js";
import { DataError } from "./dataset.js";
import { parseNdjson } from "./ndjson.js";

const parse = (text: string) => parseNdjson(new TextEncoder().encode(text), { name: "a.ndjson" });

describe("parseNdjson", () => {
  it("numbers, strings and nulls, keys in any order", () => {
    const dataset = parse(
      '{"x": 5.1, "species": "setosa"}\n{"species": "é", "x": -1e-3}\n{"x": null, "species": null}',
    );
    expect(dataset).toMatchObject({ name: "a.ndjson", nSamples: 3 });
    expect(dataset.columns.map(({ kind, name }) => [kind, name])).toEqual([
      ["number", "x"],
      ["string", "species"],
    ]);
    expect(valuesOf(dataset)).toEqual({ x: [5.1, -0.001, null], species: ["setosa", "é", null] });
  });

  it("keys that come late or go missing", () => {
    expect(valuesOf(parse('{"a": 1}\n{"b": "x"}\n{}\n{"a": 4}\n{}'))).toEqual({
      a: [1, null, null, 4, null],
      b: [null, "x", null, null, null],
    });
  });

  it("blank lines, CRLF and a byte order mark do not count", () => {
    expect(valuesOf(parse('\uFEFF{"a": 1}\r\n\r\n  \n{"a": 2}\r\n'))).toEqual({ a: [1, 2] });
  });

  it("words for a missing value are missing, in numbers and strings", () => {
    expect(valuesOf(parse('{"a": 1, "b": "x"}\n{"a": "NA", "b": "?"}\n{"a": "", "b": "nan"}'))).toEqual({
      a: [1, null, null],
      b: ["x", null, null],
    });
  });

  it("booleans are text, and so is a number among strings", () => {
    expect(valuesOf(parse('{"a": true, "b": 7}\n{"a": false, "b": "x"}'))).toEqual({
      a: ["true", "false"],
      b: ["7", "x"],
    });
  });

  it("names from Object.prototype are names like others", () => {
    expect(valuesOf(parse('{"__proto__": 1, "constructor": 2}'))).toEqual(
      Object.fromEntries([
        ["__proto__", [1]],
        ["constructor", [2]],
      ]),
    );
  });

  it.each([1, 3, 4, 5, 17])("%i lines", (n) => {
    const numbers = Array.from({ length: n }, (_, i) => i / 3);
    expect(valuesOf(parse(numbers.map((x) => JSON.stringify({ x })).join("\n")))).toEqual({ x: numbers });
  });

  it("reads a file that pandas wrote", () => {
    const url = new URL("../test/fixtures/formats/pandas.ndjson", import.meta.url);
    const dataset = parseNdjson(new Uint8Array(readFileSync(url)), { name: "pandas.ndjson" });
    expect(valuesOf(dataset)).toEqual({
      length: [5.1, null, 1e-300],
      species: ["set/osa", "é\n", null],
      wild: ["true", "false", "true"],
    });
  });
});

describe("parseNdjson refuses", () => {
  it.each<[string, string, string]>([
    ["no lines", "\n\n", "a.ndjson: no values; expected a JSON object a line"],
    ["objects without keys", "{}\n{}", "a.ndjson: no values; expected a JSON object a line"],
    ["a line that is not JSON", '{"a": 1}\n\n{"a": }', "a.ndjson, line 3: not JSON in UTF-8: "],
    ["an object over several lines", '{\n"a": 1}', "a.ndjson, line 1: not JSON in UTF-8: "],
    ["a list", "[1, 2]", "a.ndjson, line 1: found [1,2]; expected a JSON object a line"],
    ["null", "null", "a.ndjson, line 1: found null; expected a JSON object a line"],
    [
      "a list in a column",
      '{"a": 1}\n\n{"a": [1]}',
      'a.ndjson, line 3, column "a": a list; expected a finite number, a string',
    ],
    ["an object in a column", '{"a": {"b": 1}}', 'a.ndjson, line 1, column "a": an object; expected'],
    [
      "a number beyond float64",
      '{"a": 1e999}',
      'a.ndjson, line 1, column "a": the number Infinity; expected a finite',
    ],
  ])("%s", (_, text, message) => {
    expect(() => parse(text)).toThrow(DataError);
    expect(() => parse(text)).toThrow(message);
  });

  it("text that is not UTF-8", () => {
    const bytes = new TextEncoder()
      .encode('{"a": 1}\n{"a": "x"}')
      .map((byte) => (byte === 120 ? 0xff : byte));
    expect(() => parseNdjson(bytes, { name: "a.ndjson" })).toThrow("a.ndjson, line 2: not JSON in UTF-8: ");
  });
});
