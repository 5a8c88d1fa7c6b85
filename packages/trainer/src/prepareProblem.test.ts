import {
  type DataRecord,
  type Dataset,
  datasetFromRecords,
  loadDataset,
  takeSamples,
} from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { prepareProblem } from "./prepareProblem.js";
import { parseRunConfig, type RunOptions } from "./runConfig.js";

const prepare = async (dataset: Dataset, options: RunOptions = {}) =>
  prepareProblem(dataset, parseRunConfig(options), "float64");
const fromRecords = (records: readonly DataRecord[], options: RunOptions = {}) =>
  prepare(datasetFromRecords(records), options);

/** n rows that know their place: x = row. */
const numbered = (n: number, more: (row: number) => DataRecord): DataRecord[] =>
  Array.from({ length: n }, (_, row) => ({ x: row, ...more(row) }));

/** The rows of a part, by the x that they carry. */
const rowsOf = (part: { features: { kind: string } } | undefined): number[] =>
  part ? [...(part.features as unknown as { data: Float64Array }).data] : [];

describe("the split", () => {
  const raw = { standardize: false, testSize: 0.25, validationSize: 0.2 };

  it("gives every row to one part, and every part its share of every class", async () => {
    const records = numbered(200, (row) => ({ label: row % 10 === 0 ? "rare" : row % 2 ? "odd" : "even" }));
    const { train, validation, test, classes } = await fromRecords(records, raw);
    const parts = [train, validation, test].map(rowsOf);
    expect(parts.map((rows) => rows.length)).toEqual([120, 30, 50]);
    expect(parts.flat().sort((a, b) => a - b)).toEqual(records.map((_, row) => row));
    expect(classes).toEqual(["even", "odd", "rare"]);
    const counts = [train, validation!, test!].map(({ targets }) =>
      classes.map((_, c) => targets.filter((target) => target === c).length),
    );
    expect(counts).toEqual([
      [48, 60, 12],
      [12, 15, 3],
      [20, 25, 5],
    ]);
  });

  it("keeps the rows of a group together, in both splits", async () => {
    const records = numbered(90, (row) => ({ label: `${row % 2}`, town: `t${row % 13}` }));
    const { train, validation, test } = await fromRecords(records, { ...raw, group: "town" });
    const towns = [train, validation, test].map((part) => new Set(rowsOf(part).map((row) => row % 13)));
    expect(towns.reduce((sum, set) => sum + set.size, 0)).toBe(13);
  });

  it("groups by numbers too, and never learns from the group or the weight", async () => {
    const records = numbered(40, (row) => ({ label: `${row % 2}`, town: Math.floor(row / 8), w: 1 + row }));
    const { train, test, encoders } = await fromRecords(records, { ...raw, group: "town", weight: "w" });
    expect(encoders.map(({ column }) => column)).toEqual(["x"]);
    const shared = rowsOf(test).filter((row) =>
      rowsOf(train).some((other) => Math.floor(other / 8) === Math.floor(row / 8)),
    );
    expect(shared).toEqual([]);
    expect([...train.sampleWeight!]).toEqual(rowsOf(train).map((row) => 1 + row));
  });

  it("is the same for the same seed, another for another", async () => {
    const records = numbered(40, (row) => ({ label: `${row % 2}` }));
    const testRows = async (seed: number) => rowsOf((await fromRecords(records, { ...raw, seed })).test);
    expect(await testRows(3)).toEqual(await testRows(3));
    expect(await testRows(3)).not.toEqual(await testRows(4));
  });

  it("uses the test set that came with the data, and refuses a second one", async () => {
    const own = datasetFromRecords([{ x: 7, label: "1" }], "own");
    const dataset = { ...datasetFromRecords(numbered(10, (row) => ({ label: `${row % 2}` }))), test: own };
    const { test, train } = await prepare(dataset, { standardize: false });
    expect([rowsOf(train).length, rowsOf(test)]).toEqual([10, [7]]);
    expect([...test!.targets]).toEqual([1]);
    await expect(prepare(dataset, { testSize: 0.2 })).rejects.toThrow(
      "records: the data come with a test set of 1 rows; leave testSize out",
    );
  });
});

describe("encoding", () => {
  it("learns from the training rows only", async () => {
    const records = numbered(60, (row) => ({
      label: `${row % 2}`,
      color: row < 40 ? "red" : "blue",
      town: row < 40 ? 1 : 2,
    }));
    const { encoders, train, warnings } = await fromRecords(records, { group: "town", testSize: 0.3 });
    const rows = train.targets.length;
    expect(rows).toBe(40);
    const mean = Array.from({ length: rows }, (_, i) => i).reduce((a, b) => a + b) / rows;
    expect(encoders).toEqual([
      expect.objectContaining({ kind: "number", column: "x", mean, median: mean }),
      { kind: "one-hot", column: "color", categories: ["red"] },
    ]);
    expect(warnings).toEqual(["categories that training did not see, read as none: 20 in color"]);
  });

  it("takes tf-idf or hashing for text, whether it is named or found", async () => {
    const texts = [
      "free money now",
      "see you tomorrow",
      "win free money",
      "lunch at noon then",
      "money for free",
      "see you later",
    ];
    const records = texts.map((text, i) => ({ text, label: i % 2 ? "ham" : "spam" }));
    for (const named of [{}, { text: ["text"] }]) {
      const { encoders } = await fromRecords(records, { ...named, textMethod: "hashing" });
      expect(encoders).toMatchObject([{ kind: "text", method: "hashing" }]);
      expect((await fromRecords(records, named)).encoders).toMatchObject([
        { kind: "text", method: "tf-idf" },
      ]);
    }
  });

  it("warns of every surprise once, counted over the data and their test set", async () => {
    const records: DataRecord[] = numbered(10, (row) => ({
      label: `${row % 2}`,
      color: "red",
      size: row === 3 ? null : row,
    }));
    const test = datasetFromRecords([
      { x: 1, size: null, color: "green", label: "0" },
      { x: 2, size: 4, color: "blue", label: "1" },
    ]);
    const { warnings } = await prepare({ ...datasetFromRecords(records), test });
    expect(warnings).toEqual([
      "missing values replaced by the training median: 2 in size",
      "categories that training did not see, read as none: 2 in color",
    ]);
  });

  it("names a class that no training row has", async () => {
    const records = numbered(30, (row) => ({
      label: row < 10 ? "a" : row < 20 ? "b" : "c",
      town: row < 20 ? 0 : 1,
    }));
    const { warnings, test } = await fromRecords(records, { group: "town", testSize: 0.34 });
    expect(test!.targets.every((target) => target === 2)).toBe(true);
    expect(warnings).toEqual(['no training row has the class "c"']);
  });
});

describe("weights", () => {
  it("are sample times class weights of the training rows, of mean 1", async () => {
    const records = [
      { x: 0, w: 2, label: "a" },
      { x: 1, w: 1, label: "a" },
      { x: 2, w: 1, label: "b" },
    ];
    const { effective } = await fromRecords(records, { weight: "w", classWeight: "balanced" });
    const raw = [2 * (4 / (2 * 3)), 4 / (2 * 3), 4 / 2];
    expect(effective.sum).toBeCloseTo(raw[0] + raw[1] + raw[2], 12);
    expect([...effective.weights!]).toEqual(raw.map((w) => expect.closeTo((3 * w) / effective.sum, 12)));
  });
});

describe("data that cannot be used", () => {
  const records = numbered(4, (row) => ({ label: `${row % 2}` }));
  const broken = (row: number, label: unknown) =>
    records.map((record, i) => (i === row ? { ...record, label } : record)) as DataRecord[];

  it.each([
    [broken(2, null), {}, 'records, row 3: no label in column "label"; expected one in every row'],
    [
      numbered(4, () => ({ label: "a" })),
      {},
      'records: column "label" holds one class, "a", in all 4 rows; expected at least two',
    ],
    [
      numbered(4, () => ({ label: 5 })),
      {},
      'records: column "label" holds one class, 5, in all 4 rows; expected at least two',
    ],
    [records, { label: "kind" }, 'records: no column "kind"'],
    [records, { features: ["z"] }, 'records: no column "z"'],
    [records, { weight: "label" }, 'records: column "label" is the label; it cannot be the weight too'],
  ] as [DataRecord[], RunOptions, string][])(
    "is refused in a sentence (%#)",
    async (data, options, sentence) => {
      await expect(fromRecords(data, options)).rejects.toThrow(sentence);
    },
  );

  it("includes a test label that training does not know, and one that is missing", async () => {
    const withTest = (label: unknown) => ({
      ...datasetFromRecords(records),
      test: datasetFromRecords([{ x: 1, label: "0" }, { x: 2, label } as DataRecord], "test.csv"),
    });
    await expect(prepare(withTest("2"))).rejects.toThrow(
      'test.csv, row 2: label "2" in column "label"; expected one of the 2 classes of the training data',
    );
    await expect(prepare(withTest(null))).rejects.toThrow(
      'test.csv, row 2: no label in column "label"; expected',
    );
  });

  it("includes a group column that is a block", async () => {
    const { columns, nSamples, name } = await loadDataset("digits");
    const dataset = { name, nSamples, columns, label: columns.find(({ kind }) => kind !== "block")!.name };
    const block = columns.find(({ kind }) => kind === "block")!.name;
    const second = { ...columns.find(({ kind }) => kind === "block")!, name: "again" };
    await expect(
      prepare({ ...dataset, columns: [...columns, second] }, { group: block, testSize: 0.2 }),
    ).rejects.toThrow(`${name}: group column "${block}" is a block; expected one group a row`);
  });

  it("includes labels without a single value, and no rows at all", async () => {
    const empty = datasetFromRecords(numbered(3, () => ({ label: null, other: "x" })));
    await expect(prepare(empty)).rejects.toThrow(
      'records, row 1: no label in column "label"; expected one in every row',
    );
    await expect(prepare(takeSamples(empty, new Int32Array(0)))).rejects.toThrow(
      'records: column "label" holds no class in all 0 rows; expected at least two',
    );
  });
});

it("weights that are all 0 are refused, with the column", async () => {
  const records = numbered(6, (row) => ({ w: 0, label: row % 2 }));
  await expect(fromRecords(records, { label: "label", weight: "w" })).rejects.toThrow(
    'column "w" holds the weight 0 in all 6 training rows; expected a positive one',
  );
});
