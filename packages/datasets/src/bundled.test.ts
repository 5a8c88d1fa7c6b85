import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isDatasetName, listDatasets, loadDataset } from "./bundled.js";
import { chooseColumns } from "./columns.js";
import { parseCsv } from "./csv.js";
import type { BlockColumn, NumberColumn } from "./dataset.js";
import { featureCount } from "./encoder.js";
import { fingerprint } from "./fingerprint.js";
import { fitEncoders } from "./fitEncoders.js";
import { columnLabels, encodeLabels } from "./labels.js";

const data = new URL("../data/", import.meta.url);
const shared = new URL("../../../../shared/data/", import.meta.url);

describe.each(listDatasets())("$name", ({ name, nSamples, nFeatures, nClasses, license, source, kind }) => {
  it("is what its description says", async () => {
    const dataset = await loadDataset(name);
    expect(dataset).toMatchObject({ name, nSamples });
    const { label, features } = chooseColumns(dataset);
    expect(encodeLabels(dataset, label).classes.length).toBe(nClasses);
    const [first] = dataset.columns;
    expect(first.kind === "block" ? first.features.nColumns : features.length).toBe(nFeatures);
    expect(license).not.toBe("");
    expect(source === "").toBe(kind === "generated");
  });

  it("can be encoded as it is", async () => {
    const dataset = await loadDataset(name);
    const rows = Int32Array.from({ length: nSamples }, (_, i) => i);
    expect(
      featureCount(fitEncoders(dataset, rows, { columns: chooseColumns(dataset).features })),
    ).toBeGreaterThan(0);
  });
});

it.each(["iris", "wine", "penguins"])("%s is the table in data/, and mentioned there", async (name) => {
  const bytes = readFileSync(new URL(`${name}.csv`, data));
  expect((await loadDataset(name)).columns).toEqual(parseCsv(bytes, { name, header: true }).columns);
  expect(readFileSync(new URL("README.md", data), "utf8")).toContain(`\`${name}.csv\``);
});

it("digits are the table in data/, as bytes", async () => {
  const [pixel, label] = (await loadDataset("digits")).columns as [BlockColumn, NumberColumn];
  const rows = gunzipSync(readFileSync(new URL("digits.csv.gz", data)))
    .toString()
    .trim()
    .split("\n");
  const numbers = rows.map((row) => row.split(",").map(Number));
  expect(pixel.features).toMatchObject({ data: Uint8Array.from(numbers.flatMap((row) => row.slice(0, 64))) });
  expect(label.values).toEqual(Float64Array.from(numbers, (row) => row[64]));
  expect(pixel.image).toEqual({ height: 8, width: 8, channels: 1, order: "planar" });
});

it.skipIf(!existsSync(shared)).each([
  ["iris", "iris.csv"],
  ["wine", "wine_data.csv"],
])("%s has the numbers and classes of %s (skipped without ../shared/data)", async (name, file) => {
  const theirs = parseCsv(readFileSync(new URL(file, shared)), { name });
  const ours = await loadDataset(name);
  expect(ours.columns.map(columnLabels)).toEqual(theirs.columns.map(columnLabels));
});

it("penguins keep their gaps", async () => {
  const penguins = await loadDataset("penguins");
  const gaps = penguins.columns.map(
    (column) => columnLabels(column).filter((value) => value === null).length,
  );
  expect(gaps).toEqual([0, 0, 2, 2, 2, 2, 11, 0]);
});

it("refuses other names, with the nearest", async () => {
  await expect(loadDataset("irises")).rejects.toThrow('no dataset is called "irises"; did you mean "iris"?');
  expect(isDatasetName("constructor")).toBe(false);
});

describe("fingerprint", () => {
  it("depends on values, names and order, and on nothing else", async () => {
    const iris = await loadDataset("iris");
    const original = await fingerprint(iris);
    expect(original).toMatch(/^[0-9a-f]{64}$/);
    expect(await fingerprint({ ...iris, name: "elsewhere", test: iris })).toBe(original);
    const renamed = iris.columns.map((column, c) => (c === 0 ? { ...column, name: "other" } : column));
    const changed = structuredClone(iris);
    (changed.columns[0] as NumberColumn).values[149] += 1e-15;
    for (const columns of [renamed, iris.columns.slice().reverse(), changed.columns])
      expect(await fingerprint({ ...iris, columns })).not.toBe(original);
  });

  it("is the same for equal numbers in every type that holds them", async () => {
    const inType = (values: NumberColumn["values"]) =>
      fingerprint({ name: "t", nSamples: 2, columns: [{ kind: "number", name: "x", values }] });
    const narrow = await inType(Uint8Array.of(1, 2));
    expect(await inType(Float32Array.of(1, 2))).toBe(narrow);
    expect(await inType(Float64Array.of(1, 2))).toBe(narrow);
    expect(await inType(Float64Array.of(1, Number.NaN))).toBe(await inType(Float32Array.of(1, Number.NaN)));
  });

  it("sees every byte of many megabytes", async () => {
    const data = new Uint8Array(2 ** 23 + 5);
    const ofBlock = () => {
      const features = { kind: "dense" as const, data, nRows: 1, nColumns: data.length, scale: 1 };
      return fingerprint({ name: "t", nSamples: 1, columns: [{ kind: "block", name: "x", features }] });
    };
    const seen = new Set([await ofBlock()]);
    for (const at of [0, 2 ** 22 - 1, 2 ** 22, data.length - 1]) {
      data[at] = 1;
      seen.add(await ofBlock());
    }
    expect(seen.size).toBe(5);
  });

  it("is the SHA-256 of the SHA-256s of slices of 4 MiB, across columns", async () => {
    const values = Uint8Array.from({ length: 2 ** 22 + 77 }, (_, i) => (i * i) % 251);
    const names = ["x", "y", "z"];
    const columns = names.map((name) => ({ kind: "number" as const, name, values }));
    const words = (name: string) =>
      `{"kind":"number","name":"${name}","type":"Uint8Array","lengths":[${values.length}]}`;
    const all = Buffer.concat(names.flatMap((name) => [Buffer.from(words(name)), values]));
    const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
    const slices = [0, 1, 2, 3].map((k) => sha256(all.subarray(k * 2 ** 22, (k + 1) * 2 ** 22)));
    expect(await fingerprint({ name: "t", nSamples: values.length, columns })).toBe(
      sha256(Buffer.concat(slices)).toString("hex"),
    );
  });

  it("sees bytes, shapes and scales of blocks", async () => {
    const digits = await loadDataset("digits");
    const [pixel, label] = digits.columns as [BlockColumn, NumberColumn];
    const scaled = { ...pixel, features: { ...pixel.features, scale: 0.5 } } as BlockColumn;
    expect(await fingerprint({ ...digits, columns: [scaled, label] })).not.toBe(await fingerprint(digits));
  });
});
