import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type BlockColumn, DataError, type Dataset, type NumberColumn } from "./dataset.js";
import { parseSvmlight, type SvmlightOptions } from "./svmlight.js";

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../test/fixtures/formats/${name}`, import.meta.url)));

const parse = (text: string, options: Partial<SvmlightOptions> = {}) =>
  parseSvmlight(new TextEncoder().encode(text), { name: "a.svm", ...options });

/** The block as a table, and the labels. */
function tableOf({ columns }: Dataset): { rows: number[][]; labels: number[] } {
  const [{ features }, label] = columns as [BlockColumn, NumberColumn];
  if (features.kind !== "csr") throw new Error("expected sparse rows");
  const rows = Array.from({ length: features.nRows }, () => Array<number>(features.nColumns).fill(0));
  rows.forEach((row, i) => {
    for (let k = features.rowStarts[i]; k < features.rowStarts[i + 1]; k++)
      row[features.columns[k]] = features.values[k];
  });
  return { rows, labels: [...label.values] };
}

/** What make.py gave to scikit-learn. */
const table = {
  rows: [
    [0.1, 0, -2.5, 0],
    [0, 0, 0, 0],
    [1 / 3, 1e-300, 0, 7],
  ],
  labels: [1, -1, 2],
};

describe("parity with scikit-learn's dump_svmlight_file", () => {
  it("indices from 1, with comments", () => {
    const dataset = parseSvmlight(fixture("one-based.svm"), { name: "one-based.svm" });
    expect(tableOf(dataset)).toEqual(table);
    expect(dataset).toMatchObject({ name: "one-based.svm", nSamples: 3, label: "label" });
  });

  it("indices from 0", () => {
    expect(tableOf(parseSvmlight(fixture("zero-based.svm"), { name: "z", zeroBased: true }))).toEqual(table);
  });

  it("query ids are ignored, and a sentence says so", () => {
    const warnings: string[] = [];
    const onWarning = (sentence: string) => void warnings.push(sentence);
    expect(tableOf(parseSvmlight(fixture("query.svm"), { name: "query.svm", onWarning }))).toEqual(table);
    expect(warnings).toEqual(["query.svm: the query ids (qid) of 3 lines were ignored"]);
  });
});

describe("parseSvmlight", () => {
  it.each([0, 1, 3, 4, 5, 17])("a line of %i features", (n) => {
    const entries = Array.from({ length: n }, (_, j) => `${j + 1}:${j / 8}`).join(" ");
    const { rows, labels } = tableOf(parse(`3 ${entries}`));
    expect(rows).toEqual([Array.from({ length: n }, (_, j) => j / 8)]);
    expect(labels).toEqual([3]);
  });

  it("blank lines, tabs, CRLF, comments and spaces at the end of a line do not count", () => {
    const { rows, labels } = tableOf(parse("# head: 9:9\r\n\r\n+1\t1:2  3:4 \r\n \n-1 2:1# tail: 7:7\n#\n0"));
    expect(rows).toEqual([
      [2, 0, 4],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(labels).toEqual([1, -1, 0]);
  });

  it("has room for more samples and entries than the beginning lets expect", () => {
    const n = 20_000;
    const lines = Array.from({ length: n }, (_, i) => `${i % 3} 1:${i} 12345678:0.5`);
    const { columns } = parse(`# ${"a long comment ".repeat(5000)}\n${lines.join("\n")}`);
    const [{ features }, label] = columns as [BlockColumn, NumberColumn];
    if (features.kind !== "csr") throw new Error("expected sparse rows");
    expect(features).toMatchObject({ nRows: n, nColumns: 12_345_678 });
    expect(Array.from(features.rowStarts)).toEqual(Array.from({ length: n + 1 }, (_, i) => 2 * i));
    for (const i of [0, 777, n - 1]) {
      expect(label.values[i]).toBe(i % 3);
      expect([features.values[2 * i], features.values[2 * i + 1]]).toEqual([i, 0.5]);
      expect([features.columns[2 * i], features.columns[2 * i + 1]]).toEqual([0, 12_345_677]);
    }
  });

  it("nFeatures widens the block: a test file has training's features", () => {
    expect(tableOf(parse("1 2:5", { nFeatures: 4 })).rows).toEqual([[0, 5, 0, 0]]);
  });

  it("says nothing where there is nothing to say", () => {
    expect(() =>
      parse("1 2:5", {
        onWarning: (sentence) => {
          throw new Error(sentence);
        },
      }),
    ).not.toThrow();
  });
});

describe("parseSvmlight refuses", () => {
  it.each<[string, string, Partial<SvmlightOptions>, string]>([
    ["no samples", "# nothing\n\n", {}, 'a.svm: no samples; expected lines like "1 3:0.5 7:2"'],
    [
      "a label that is no number",
      "1 1:1\ncat 1:1",
      {},
      'a.svm, line 2, column 1: the label is "cat"; expected a finite number',
    ],
    ["a missing label", "1:1 2:2", {}, 'line 1, column 1: the label is "1:1"'],
    ["several labels", "1,2 1:1", {}, 'line 1, column 1: the label is "1,2"'],
    [
      "an infinite value",
      "1 1:1e999",
      {},
      'line 1, column 5: the value is "1e999"; expected a finite number',
    ],
    ["a missing value", "1 1:1 2:\n1 1:2", {}, 'line 1, column 9: the value is ""'],
    ["a value that is no number", "1 1:1\n\n1 2:x", {}, 'a.svm, line 3, column 5: the value is "x"'],
    ["an index that is no number", "1 a:1", {}, 'line 1, column 3: found "a:1"; expected index:value'],
    ["a negative index", "1 -1:1", {}, 'line 1, column 3: found "-1:1"; expected index:value'],
    ["a feature without a colon", "1 3 4", {}, 'line 1, column 3: found "3"; expected index:value'],
    ["a colon without an index", "1 :3", {}, 'line 1, column 3: found ":3"; expected index:value'],
    [
      "index 0",
      "1 0:1",
      {},
      "line 1, column 3: index 0; expected 1 or more (zeroBased reads files that count from 0)",
    ],
    [
      "indices that do not ascend",
      "1 3:1 2:1",
      {},
      "line 1, column 7: index 2 follows 3; expected ascending indices",
    ],
    ["an index that comes twice", "1 3:1 3:1", {}, "line 1, column 7: index 3 follows 3"],
    [
      "0 twice where counting from 0",
      "1 0:1 0:1",
      { zeroBased: true },
      "line 1, column 7: index 0 follows 0",
    ],
    ["an index above nFeatures", "1 4:1", { nFeatures: 3 }, "line 1, column 3: index 4; expected at most 3"],
    [
      "the same where counting from 0",
      "1 3:1",
      { nFeatures: 3, zeroBased: true },
      "index 3; expected at most 2",
    ],
    ["an index beyond 32 bits", "1 99999999999:1", {}, "index 99999999999; expected at most 2147483647"],
  ])("%s", (_, text, options, message) => {
    expect(() => parse(text, options)).toThrow(DataError);
    expect(() => parse(text, options)).toThrow(message);
  });
});
