import { DataError } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { parseRun, type RunRecord, runText } from "./runRecord.js";

const record = {
  formatVersion: 1,
  startedAt: "2026-01-02T03:04:05.678Z",
  source: { data: "iris", reading: { header: true } },
  options: { l2: 0.1 },
  start: { config: { l2: 0.1 }, classes: ["a", "b"] },
  result: {
    status: "converged",
    message: "done",
    steps: 3,
    objective: { value: 0.5 },
    certificate: {},
    train: { accuracy: 1 },
  },
} as unknown as RunRecord;

const { start: _, result: __, ...begun } = record;
const changed = (change: object) => JSON.stringify({ ...record, ...change });

describe("the text of a record", () => {
  it("is JSON that gives it back", () => {
    expect(parseRun(runText(record), "run.json")).toEqual(record);
    expect(parseRun(runText(begun), "run.json")).toEqual(begun);
  });

  it("may have no checksum, as those of earlier versions and those changed by hand", () => {
    expect(parseRun(JSON.stringify(record), "run.json")).toEqual(record);
  });

  it("may be written with other spaces", () => {
    expect(parseRun(JSON.stringify(JSON.parse(runText(record))), "run.json")).toEqual(record);
  });

  it("is refused with any one character changed, unless it is of the checksum's name or between the values", () => {
    const text = runText(record);
    for (let at = 0; at < text.length; at++)
      for (const character of ["0", "x", '"', " "]) {
        if (text[at] === character) continue;
        try {
          const { crc32: _crc32, ...read } = parseRun(
            text.slice(0, at) + character + text.slice(at + 1),
            "run.json",
          ) as RunRecord & { crc32?: unknown };
          expect(read, `${character} at ${at}`).toMatchObject(record);
        } catch (error) {
          expect(error, `${character} at ${at}`).toBeInstanceOf(DataError);
        }
      }
  });
});

describe("parseRun refuses", () => {
  it.each<[string, string, string]>([
    ["what is not JSON", "{", "not JSON: "],
    ["a list", "[]", "formatVersion is missing; this program reads 1"],
    ["a later version", changed({ formatVersion: 2 }), "formatVersion is 2; this program reads 1"],
    ["a wrong checksum", changed({ crc32: "00000000" }), 'expected "00000000", as its "crc32" says'],
    ["no time", changed({ startedAt: 3 }), "startedAt is 3; expected a time"],
    ["no source", changed({ source: [] }), "source is []; expected an object"],
    [
      "data that are no name",
      changed({ source: { data: {} } }),
      "source.data is {}; expected a path or a name",
    ],
    ["a list of options", changed({ options: [1] }), "options is [1]; expected an object"],
    [
      "a start without classes",
      changed({ start: { config: {} } }),
      "start.classes is missing; expected a list",
    ],
    ["a result of nothing", changed({ result: {} }), "result.status is missing; expected a status"],
    [
      "much of something else",
      changed({ startedAt: Array(100).fill(0) }),
      `startedAt is [${"0,".repeat(29)}0…; expected a time`,
    ],
  ])("%s", (_, text, sentence) => {
    expect(() => parseRun(text, "run.json")).toThrow(DataError);
    expect(() => parseRun(text, "run.json")).toThrow(`run.json: `);
    expect(() => parseRun(text, "run.json")).toThrow(sentence);
  });
});
