import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { valuesOf } from "../test/valuesOf.js";
import { parseCsv } from "./csv.js";
import type { Dataset, NumberColumn } from "./dataset.js";
import { columnLabels, encodeLabels } from "./labels.js";

const folder = new URL("../../../../shared/data/", import.meta.url);

const read = (name: string): Buffer => {
  const bytes = readFileSync(new URL(name, folder));
  return name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
};

/** How many rows there are of each class. */
const classCounts = (dataset: Dataset, column: string) => {
  const { targets, classes } = encodeLabels(dataset, column);
  return classes.map((label, c) => [label, targets.filter((target) => target === c).length]);
};

/** Fields as `String.split` finds them, without our code. */
const fields = (name: string, from: number) =>
  read(name)
    .toString()
    .trim()
    .split("\n")
    .slice(from)
    .map((line) => line.split(",").map(Number));

describe.skipIf(!existsSync(folder))(
  "files that our code did not write (skipped without ../shared/data)",
  () => {
    it.each([
      ["iris.csv", 4, ["setosa", "versicolor", "virginica"], [50, 50, 50]],
      ["wine_data.csv", 13, ["class_0", "class_1", "class_2"], [59, 71, 48]],
    ])("%s: scikit-learn's line of sizes and class names", (name, nFeatures, classes, counts) => {
      const dataset = parseCsv(read(name), { name });
      expect(dataset.label).toBe("label");
      expect(classCounts(dataset, "label")).toEqual(classes.map((label, c) => [label, counts[c]]));
      const rows = fields(name, 1);
      for (let c = 0; c < nFeatures; c++)
        expect(valuesOf(dataset)[`column${c + 1}`]).toEqual(rows.map((row) => row[c]));
    });

    it("digits.csv.gz: no header, numbers only", () => {
      const dataset = parseCsv(read("digits.csv.gz"), { name: "digits.csv" });
      const rows = fields("digits.csv.gz", 0);
      expect(dataset.nSamples).toBe(1797);
      expect(dataset.label).toBeUndefined();
      expect(dataset.columns.map((column) => (column as NumberColumn).values)).toEqual(
        Array.from({ length: 65 }, (_, c) => Uint8Array.from(rows, (row) => row[c])),
      );
    });

    it("letter-recognition.csv: a header with numbers in it", () => {
      const dataset = parseCsv(read("letter-recognition.csv"), { name: "letter-recognition.csv" });
      expect(dataset.nSamples).toBe(20_000);
      expect(dataset.columns.map(({ name }) => name).join()).toBe(
        "Letter,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
      );
      expect(dataset.columns.map(({ kind }) => kind)).toEqual(["string", ...Array(16).fill("number")]);
      expect(encodeLabels(dataset, "Letter").classes).toEqual([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"]);
    });

    it("sms-spam.tsv: quotes that are text, 5,574 messages as they stand in the file", () => {
      const dataset = parseCsv(read("sms-spam.tsv"), { name: "sms-spam.tsv" });
      const lines = read("sms-spam.tsv").toString().trimEnd().split("\n").slice(1);
      expect(dataset.nSamples).toBe(5574);
      expect(classCounts(dataset, "Label")).toEqual([
        ["ham", 4827],
        ["spam", 747],
      ]);
      const messages = columnLabels(dataset.columns[1]);
      expect(messages).toEqual(lines.map((line) => line.slice(line.indexOf("\t") + 1).trim()));
    });
  },
);
