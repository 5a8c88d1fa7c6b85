import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadDataset } from "./bundled.js";
import type { Dataset } from "./dataset.js";
import type { BlockEncoder, Encoder, NumberEncoder, OneHotEncoder } from "./encoder.js";
import { type EncoderOptions, encoderFitter } from "./encoderFitter.js";
import { fitEncoders } from "./fitEncoders.js";
import { type DataRecord, datasetFromRecords, datasetFromRows, takeSamples } from "./samples.js";

const allRows = ({ nSamples }: Dataset) => Int32Array.from({ length: nSamples }, (_, i) => i);

const column = (values: (number | string | null)[]): Dataset =>
  datasetFromRecords(
    values.map((x): DataRecord => ({ x })),
    "t",
  );

const fit = (dataset: Dataset, rows = allRows(dataset), options = {}) =>
  fitEncoders(dataset, rows, { columns: dataset.columns.map(({ name }) => name), ...options })[0];

describe("number columns", () => {
  it("are centered at the training mean and divided by the population deviation", () => {
    expect(fit(column([2, 4, 4, 4, 5, 5, 7, 9]))).toEqual({
      kind: "number",
      column: "x",
      median: 4.5,
      mean: 5,
      deviation: 2,
    });
  });

  it("learn from the training rows only", () => {
    expect(fit(column([1, 3, 1e9, null]), Int32Array.of(0, 1))).toMatchObject({
      median: 2,
      mean: 2,
      deviation: 1,
    });
  });

  it("fill gaps with the median before mean and deviation are taken", () => {
    const values = [1, null, 2, 9];
    const { median, mean, deviation } = fit(column(values)) as NumberEncoder;
    const filled = [1, 2, 2, 9];
    expect([median, mean]).toEqual([2, 3.5]);
    expect(deviation).toBeCloseTo(Math.sqrt(filled.reduce((sum, x) => sum + (x - 3.5) ** 2, 0) / 4), 14);
  });

  it("that are constant stay finite: deviation 1, mean the very value", () => {
    expect(fit(column(Array(7).fill(0.1)))).toMatchObject({ mean: 0.1, deviation: 1 });
  });

  it("are only scaled where they are not standardized", () => {
    expect(fit(column([0, 255]), undefined, { standardize: false, scale: 1 / 4 })).toMatchObject({
      mean: 0,
      deviation: 4,
    });
  });

  it("must have a value in the training rows", () => {
    expect(() => fit(column([null, 1]), Int32Array.of(0))).toThrow(
      't: column "x" has no value in the training rows; leave it out',
    );
  });
});

describe("string columns", () => {
  it("become the categories of the training rows, by code point", () => {
    expect(fit(column(["b", "a", "B", null, "c"]), Int32Array.of(0, 1, 2, 3))).toEqual({
      kind: "one-hot",
      column: "x",
      categories: ["B", "a", "b"],
    });
  });

  it("that are the only feature and hold several words each become text", () => {
    expect(fit(column(["good day", "good night", "good day"]))).toMatchObject({
      kind: "text",
      method: "tf-idf",
    });
    expect(fit(column(["red", "blue", "red"])).kind).toBe("one-hot");
  });

  it("beside others become text where most rows hold different values of several words", () => {
    const records = (values: string[]) => datasetFromRecords(values.map((x, n) => ({ x, n })));
    expect(fit(records(["good day", "good night", "so long"])).kind).toBe("text");
    expect(fit(records(["very red", "dark blue", "very red", "very red", "dark blue"])).kind).toBe("one-hot");
  });

  it("become text where that is asked for, and only there", () => {
    const text = { columns: ["x"], method: "hashing" } as const;
    expect(fit(column(["red", "blue"]), undefined, { text })).toMatchObject({
      kind: "text",
      buckets: 2 ** 18,
    });
    expect(fit(column(["good day", "good night"]), undefined, { text: { ...text, columns: [] } }).kind).toBe(
      "one-hot",
    );
    expect(fit(column(["good day", "good night"]), undefined, { text: { method: "hashing" } })).toMatchObject(
      { method: "hashing" },
    );
  });

  it.each([
    "2024-01-31",
    "2024/1/31",
    "2024-01-31T12:30:00Z",
    "2024-01-31 12:30",
    "31.01.2024",
    "1/31/24",
    "31 Jan 2024",
    "January 31, 2024",
    "31-Jan-24",
    "12:30",
    "12:30:59.5",
    "9:15 pm",
  ])("refuse dates and times such as %s, with row and column", (date) => {
    expect(() => fit(column([null, date, date]))).toThrow(
      `t, row 2, column "x": "${date}" is a date or time, expected a number or category; leave the column out`,
    );
  });

  it.each(["1-2", "A-12", "Jane", "marches on", "May", "10.1.2.3", "3/4", "12"])(
    "keep %j, which is no date",
    (category) => {
      expect(
        (fit(column([category, "other"]), undefined, { text: { columns: [] } }) as OneHotEncoder).categories,
      ).toContain(category);
    },
  );

  it("refuse numbers with stray text among them, and say where it is", () => {
    const values = [...Array(19).keys(), "n.a."];
    expect(() => fit(column(values))).toThrow(
      't, row 20, column "x": "n.a.", expected a number as in 19 of 20 rows; write missing values as',
    );
    expect(fit(column(["A1", "2", "B1", "3"])).kind).toBe("one-hot");
  });

  it("must have a value in the training rows", () => {
    expect(() => fit(column([null, "a"]), Int32Array.of(0))).toThrow("has no value in the training rows");
  });
});

describe("blocks", () => {
  const rows = [
    [1, 10],
    [3, 10],
    [100, 100],
  ];

  it("of floats are standardized like number columns, scaled first", () => {
    const encoder = fit(datasetFromRows(rows), Int32Array.of(0, 1), { scale: 0.5 }) as BlockEncoder;
    expect(encoder).toEqual({
      kind: "block",
      column: "x",
      nFeatures: 2,
      featureNames: undefined,
      scale: 0.5,
      mean: Float64Array.of(1, 5),
      deviation: Float64Array.of(0.5, 0.5),
    });
  });

  const bytes = (scale = 1): Dataset => ({
    name: "t",
    nSamples: 2,
    columns: [
      {
        kind: "block",
        name: "pixel",
        features: { kind: "dense", data: Uint8Array.of(0, 255, 4, 5), nRows: 2, nColumns: 2, scale },
      },
    ],
  });

  it("of bytes are left alone unless standardizing is asked for", () => {
    expect(fit(bytes())).not.toHaveProperty("mean");
    expect(fit(bytes(), undefined, { standardize: true })).toMatchObject({ mean: Float64Array.of(2, 130) });
  });

  it("of images keep their layout", async () => {
    const digits = await loadDataset("digits");
    const [encoder] = fitEncoders(digits, Int32Array.of(0), { columns: ["pixel"] });
    expect(encoder).toMatchObject({ image: { height: 8, width: 8, channels: 1, order: "planar" } });
  });

  it("that are sparse cannot be standardized", () => {
    const sparse: Dataset = {
      name: "t",
      nSamples: 1,
      columns: [
        {
          kind: "block",
          name: "x",
          features: {
            kind: "csr",
            values: Float64Array.of(1),
            columns: Int32Array.of(2),
            rowStarts: Int32Array.of(0, 1),
            nRows: 1,
            nColumns: 3,
          },
        },
      ],
    };
    expect(fit(sparse)).toMatchObject({ kind: "block", nFeatures: 3 });
    expect(() => fit(sparse, undefined, { standardize: true })).toThrow("turn standardize off");
  });
});

describe("a dataset in pieces", () => {
  const value = fc.oneof(
    fc.constantFrom(null, 0, 7, 255),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.integer({ min: -3, max: 300 }),
  );
  const text = fc.constantFrom(null, "red", "blue", "a good day", "a bad day", "so long", "1", "2024-01-31");
  const record = fc.record({ x: value, color: text, words: text, y: value });

  const outcome = (fit: () => readonly Encoder[]) => {
    try {
      return fit();
    } catch (error) {
      return (error as Error).message;
    }
  };

  it("teaches the same as the whole, errors too, wherever it is cut and however little is kept", () => {
    const cuts = fc.array(fc.nat(5), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 24 }),
        cuts,
        fc.boolean(),
        (records, widths, t) => {
          const whole = datasetFromRecords(records, "t");
          const rows = allRows(whole).filter((row) => row % 3 !== 1);
          const options: EncoderOptions = {
            columns: whole.columns.map(({ name }) => name),
            text: t ? { columns: ["words"], method: "tf-idf" } : undefined,
          };
          const inPieces = () => {
            const fitter = encoderFitter(options, { room: 3 });
            for (;;) {
              for (let from = 0, k = 0; from < whole.nSamples; k++) {
                const to = Math.min(whole.nSamples, from + (widths[k] ?? 100));
                const piece = takeSamples(whole, allRows(whole).slice(from, to));
                fitter.add(
                  piece,
                  rows.filter((row) => row >= from && row < to).map((row) => row - from),
                );
                from = to;
              }
              const encoders = fitter.finish();
              if (encoders) return encoders;
            }
          };
          expect(outcome(inPieces)).toEqual(outcome(() => fitEncoders(whole, rows, options)));
        },
      ),
      { numRuns: 500 },
    );
  });
});
