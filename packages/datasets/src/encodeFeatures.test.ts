import type { CsrFeatures, DenseFeatures, Features } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import type { Column, Dataset } from "./dataset.js";
import { encodeFeatures } from "./encodeFeatures.js";
import type { Encoder } from "./encoder.js";
import { featureCount, featureNames } from "./encoder.js";
import type { EncoderOptions } from "./encoderFitter.js";
import { fitEncoders } from "./fitEncoders.js";
import { type DataRecord, datasetFromRecords, datasetFromRows } from "./samples.js";

const allRows = ({ nSamples }: Dataset) => Int32Array.from({ length: nSamples }, (_, i) => i);

const fitAll = (dataset: Dataset, options: Partial<EncoderOptions> = {}) =>
  fitEncoders(dataset, allRows(dataset), { columns: dataset.columns.map(({ name }) => name), ...options });

/** X as rows of numbers, whatever its layout. */
function rowsOf(features: Features): number[][] {
  const { nRows, nColumns } = features;
  const rows = Array.from({ length: nRows }, () => new Array<number>(nColumns).fill(0));
  if (features.kind === "dense")
    for (let i = 0; i < nRows; i++)
      for (let j = 0; j < nColumns; j++) rows[i][j] = features.scale * features.data[i * nColumns + j];
  else
    for (let i = 0; i < nRows; i++)
      for (let k = features.rowStarts[i]; k < features.rowStarts[i + 1]; k++)
        rows[i][features.columns[k]] = features.values[k];
  return rows;
}

const block = (features: Features, name = "pixel"): Dataset => ({
  name: "t",
  nSamples: features.nRows,
  columns: [{ kind: "block", name, features }],
});

const csr: CsrFeatures = {
  kind: "csr",
  values: Float64Array.of(3, -1, 2),
  columns: Int32Array.of(1, 0, 2),
  rowStarts: Int32Array.of(0, 1, 1, 3),
  nRows: 3,
  nColumns: 3,
};

describe("tables", () => {
  const training = datasetFromRecords([
    { age: 20, color: "red" },
    { age: 40, color: "blue" },
  ]);
  const encoders = fitAll(training);

  it("are standardized numbers and one-hot categories, side by side", () => {
    const { features, unseen, imputed } = encodeFeatures(encoders, training, "float64");
    expect(rowsOf(features)).toEqual([
      [-1, 0, 1],
      [1, 1, 0],
    ]);
    expect([unseen, imputed]).toEqual([{}, {}]);
    expect(featureNames(encoders)).toEqual(["age", "color=blue", "color=red"]);
    expect(featureCount(encoders)).toBe(3);
  });

  it("find their columns by name, whatever the order and whatever is there besides", () => {
    const later = datasetFromRecords([{ other: 7, color: "blue", age: 30 }]);
    expect(rowsOf(encodeFeatures(encoders, later, "float64").features)).toEqual([[0, 1, 0]]);
  });

  it("turn gaps into the training median and unseen categories into zeros, and count both", () => {
    const later = datasetFromRecords([
      { age: null, color: "green" },
      { age: 20, color: null },
      { age: null, color: "mauve" },
    ]);
    const { features, unseen, imputed } = encodeFeatures(encoders, later, "float64");
    expect(rowsOf(features)).toEqual([
      [0, 0, 0],
      [-1, 0, 0],
      [0, 0, 0],
    ]);
    expect(unseen).toEqual({ color: 2 });
    expect(imputed).toEqual({ age: 2 });
  });

  it("must have every column", () => {
    const later = datasetFromRecords([{ Age: 20, color: "red" }], "new.csv");
    expect(() => encodeFeatures(encoders, later, "float64")).toThrow(
      'new.csv: column "age" is missing; the model needs "age", "color"; did you mean "Age"?',
    );
  });

  it("take numbers written as strings and strings that look like numbers", () => {
    const zip = fitAll(
      datasetFromRecords([
        { n: 1, zip: "x1" },
        { n: 3, zip: "10115" },
      ]),
    );
    const later = datasetFromRecords([
      { n: "3", zip: 10115 },
      { n: null, zip: null },
    ]);
    expect(rowsOf(encodeFeatures(zip, later, "float64").features)).toEqual([
      [1, 1, 0],
      [0, 0, 0],
    ]);
  });

  it("refuse text for numbers, infinities, and values where a block is needed", () => {
    const encode = (records: DataRecord[]) =>
      encodeFeatures(encoders, datasetFromRecords(records, "t"), "float64");
    expect(() =>
      encode([
        { age: 1, color: "red" },
        { age: "old", color: "red" },
      ]),
    ).toThrow('t, row 2, column "age": found "old", expected a number');
    const infinite: Column = { kind: "number", name: "age", values: Float64Array.of(Infinity) };
    const color: Column = { kind: "string", name: "color", codes: Int32Array.of(0), categories: ["red"] };
    expect(() =>
      encodeFeatures(encoders, { name: "t", nSamples: 1, columns: [infinite, color] }, "float64"),
    ).toThrow('t, row 1, column "age": found Infinity, expected a finite number');
    const pixels = fitAll(datasetFromRows([[1, 2]]));
    expect(() => encodeFeatures(pixels, datasetFromRecords([{ x: 1 }], "t"), "float64")).toThrow(
      't: column "x" holds single values; the model needs a block of 2 features',
    );
  });

  it("are single precision where that is asked for", () => {
    expect((encodeFeatures(encoders, training, "float32").features as DenseFeatures).data).toBeInstanceOf(
      Float32Array,
    );
  });

  it("of bytes that are not standardized stay bytes, with the scale for the kernel", () => {
    const columns = [Uint8Array.of(0, 51, 255), Uint8Array.of(1, 2, 3)].map((values, c) => {
      return { kind: "number" as const, name: `p${c}`, values };
    });
    const bytes: Dataset = { name: "t", nSamples: 3, columns };
    const plain = fitAll(bytes, { standardize: false, scale: 1 / 255 });
    const { features } = encodeFeatures(plain, bytes, "float32");
    expect(features).toMatchObject({ data: Uint8Array.of(0, 1, 51, 2, 255, 3), scale: 1 / 255 });
    const floats = columns.map((column) => ({ ...column, values: Float64Array.from(column.values) }));
    const wide = encodeFeatures(plain, { ...bytes, columns: floats }, "float64").features;
    expect(rowsOf(wide)).toEqual(rowsOf(features));
    const standardized = encodeFeatures(fitAll(bytes), bytes, "float64").features;
    expect(rowsOf(standardized)).toEqual(
      rowsOf(encodeFeatures(fitAll(bytes), { ...bytes, columns: floats }, "float64").features),
    );
  });

  it("wider than they are dense become sparse, with the same values", () => {
    const records = Array.from({ length: 300 }, (_, i) => ({ id: `k${i % 50}`, n: i }));
    const dataset = datasetFromRecords(records);
    const few = datasetFromRecords(records.map(({ id, n }) => ({ id: `${id.slice(0, 2)}x`, n })));
    for (const [data, kind] of [
      [dataset, "csr"],
      [few, "dense"],
    ] as const) {
      const encoders = fitAll(data);
      const { features } = encodeFeatures(encoders, data, "float64");
      expect(features.kind).toBe(kind);
      const names = featureNames(encoders);
      for (const [i, row] of rowsOf(features).entries()) {
        expect(row[names.length - 1]).toBeCloseTo((i - 149.5) / Math.sqrt((300 ** 2 - 1) / 12), 12);
        const hot = names.filter((name, j) => name !== "n" && row[j] === 1);
        expect(hot).toEqual([`id=${data === dataset ? records[i].id : `${records[i].id.slice(0, 2)}x`}`]);
      }
    }
  });

  it.each([0, 1, 3, 255, 256, 257, 600])("of %d rows are written in blocks without a seam", (n) => {
    const values = Float64Array.from({ length: n }, (_, i) => i);
    const encoders: Encoder[] = ["a", "b"].map((column, k) => ({
      kind: "number",
      column,
      median: 0,
      mean: k,
      deviation: 1,
    }));
    const columns = ["a", "b"].map((name): Column => ({ kind: "number", name, values }));
    const { features } = encodeFeatures(encoders, { name: "t", nSamples: n, columns }, "float64");
    expect(rowsOf(features)).toEqual(Array.from(values, (x) => [x, x - 1]));
  });
});

describe("blocks", () => {
  const pixels: DenseFeatures = {
    kind: "dense",
    data: Uint8Array.of(0, 51, 255, 102),
    nRows: 2,
    nColumns: 2,
    scale: 1,
  };

  it("of bytes stay the very same bytes, with the scale for the kernel", () => {
    const { features } = encodeFeatures(fitAll(block(pixels), { scale: 1 / 255 }), block(pixels), "float32");
    expect((features as DenseFeatures).data).toBe(pixels.data);
    expect((features as DenseFeatures).scale).toBe(1 / 255);
  });

  it("that are standardized become floats", () => {
    const encoders = fitAll(block(pixels), { standardize: true, scale: 1 / 255 });
    const { features } = encodeFeatures(encoders, block(pixels), "float32");
    expect((features as DenseFeatures).data).toBeInstanceOf(Float32Array);
    expect(rowsOf(features)).toEqual([
      [-1, -1],
      [1, 1],
    ]);
  });

  it("of doubles are narrowed where single precision is asked for", () => {
    const dataset = datasetFromRows([[0.1, 2]]);
    const encoders = fitAll(dataset, { standardize: false });
    const single = encodeFeatures(encoders, dataset, "float32").features as DenseFeatures;
    expect(single.data).toEqual(Float32Array.of(0.1, 2));
    const double = encodeFeatures(encoders, dataset, "float64").features as DenseFeatures;
    expect(double.data).toEqual(Float64Array.of(0.1, 2));
  });

  it("that are sparse stay so, scaled", () => {
    const { features } = encodeFeatures(fitAll(block(csr), { scale: 2 }), block(csr), "float32");
    expect(features).toMatchObject({ kind: "csr", values: Float32Array.of(6, -2, 4), nColumns: 3 });
  });

  it("that are sparse may end early: the columns behind are zero", () => {
    const narrow = { ...csr, nColumns: 3 };
    const encoders: Encoder[] = [{ kind: "block", column: "x", nFeatures: 5, scale: 1 }];
    expect(rowsOf(encodeFeatures(encoders, block(narrow, "x"), "float64").features)[2]).toEqual([
      -1, 0, 2, 0, 0,
    ]);
  });

  it("beside other columns join one matrix", () => {
    const dataset: Dataset = {
      name: "t",
      nSamples: 3,
      columns: [
        { kind: "number", name: "n", values: Float64Array.of(1, 2, 3) },
        ...block(csr, "s").columns,
        ...datasetFromRows([[1], [0], [5]]).columns,
      ],
    };
    const { features } = encodeFeatures(fitAll(dataset, { standardize: false }), dataset, "float64");
    expect(rowsOf(features)).toEqual([
      [1, 0, 3, 0, 1],
      [2, 0, 0, 0, 0],
      [3, -1, 0, 2, 5],
    ]);
  });

  it("must be as wide as in training, and finite", () => {
    const encoders: Encoder[] = [{ kind: "block", column: "x", nFeatures: 2, scale: 1 }];
    const encode = (rows: number[][]) =>
      encodeFeatures(encoders, datasetFromRows(rows, undefined, "t"), "float64");
    expect(() => encode([[1, 2, 3]])).toThrow('t: "x" has 3 features, expected 2');
    expect(() =>
      encode([
        [1, 2],
        [3, Number.NaN],
      ]),
    ).toThrow('t, row 2: "x" holds NaN, expected finite numbers');
    const broken = block({ ...csr, values: Float64Array.of(3, Infinity, 2), nColumns: 2 }, "x");
    expect(() => encodeFeatures(encoders, broken, "float64")).toThrow('t, row 3: "x" holds Infinity');
  });
});
