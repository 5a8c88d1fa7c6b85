import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { readDataset } from "@softmax/datasets/node";
import { evaluate, fit, type RunOptions } from "@softmax/trainer";
import { describe, expect, test } from "vitest";
import { onSpark } from "../../../test/spark/onSpark.js";
import { evaluateOnSpark, fitOnSpark, predictOnSpark } from "../src/index.js";
import { parquetOf, scratchFolder } from "./parquetOf.js";

/** Numbers with gaps, categories with gaps, yes and no, weights, and labels that a linear rule almost tells. */
const rows = Array.from({ length: 120 }, (_, i) => {
  const [u, v] = [Math.sin(i * 1.7) * 3, Math.cos(i * 2.3) * 200];
  const color = ["red", "green", 'dark, "blue"'][i % 3];
  return {
    u: i % 11 === 0 ? "" : u.toFixed(3),
    v: i % 13 === 0 ? "NA" : v.toFixed(1),
    color: i % 17 === 0 ? "?" : color,
    sold: i % 5 < 2 ? "true" : "false",
    weight: String(1 + (i % 4) / 2),
    y: String(u + v / 100 + (i % 3) > 1 ? 10 : i % 7 === 0 ? 9 : 2),
  };
});
const names = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
const quoted = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const csv = [names, ...rows.map((row) => names.map((name) => row[name]))]
  .map((fields) => `${fields.map(quoted).join(",")}\n`)
  .join("");
const numeric = new Set(["u", "v", "weight", "y"]);
const ndjson = rows
  .map((row) => {
    const fields = names.map((name) => {
      const value = row[name];
      if (name === "sold") return [name, value === "true"];
      if (value === "" || value === "NA" || value === "?") return [name, null];
      return [name, numeric.has(name) ? Number(value) : value];
    });
    return `${JSON.stringify(Object.fromEntries(fields))}\n`;
  })
  .join("");
const svm = rows
  .map(
    ({ u, v, y }) =>
      `${y} ${u === "" ? "" : `1:${u} `}${v === "NA" ? "" : `3:${Number(v) / 100}`}`.trim() + "\n",
  )
  .join("");

const table: RunOptions = { label: "y", weight: "weight", classWeight: "balanced", l2: 1e-2 };

describe.each<[string, string, RunOptions]>([
  ["table.csv", csv, table],
  ["table.ndjson", ndjson, table],
  [
    "some columns.csv",
    csv,
    { label: "y", features: ["v", "color"], standardize: false, scale: 0.01, C: 0.5 },
  ],
  ["sparse.svm", svm, { l2: 1e-3 }],
])("%s", (name, text, options) => {
  test(
    "is learned on Spark as here: encoders, objective, certificate, metrics",
    onSpark(async ({ remote }) => {
      const path = join(scratchFolder(), name);
      writeFileSync(path, text);
      const dataset = await readDataset(path);
      const local = await fit(dataset, options);
      const spark = await fitOnSpark(path, { ...options, tolerance: 1e-7 }, { remote });
      expect(spark.model.classes).toEqual(local.model.classes);
      expectEncoders(spark.model.encoders, local.model.encoders);
      expect(spark.config.l2).toBeCloseTo(local.config.l2, 12);
      expect(Math.abs(spark.objective.value / local.objective.value - 1)).toBeLessThan(1e-8);
      for (const [k, w] of local.model.weights.entries()) expect(spark.model.weights[k]).toBeCloseTo(w, 4);
      const columns = { weight: options.weight };
      const expected = evaluate(local.model, dataset, columns);
      const found = await evaluateOnSpark(local.model, path, { remote, ...columns });
      expect(found.logLoss).toBeCloseTo(expected.logLoss!, 12);
      expect(found.confusion).toEqual(expected.confusion);
      const probabilities: number[] = [];
      const onRows = (batch: { probabilities: Float64Array }) =>
        void probabilities.push(...batch.probabilities);
      await predictOnSpark(local.model, path, { onRows }, { remote });
      const own = local.model.predictProbabilities(dataset);
      for (const [k, p] of probabilities.entries()) expect(p).toBeCloseTo(own[k], 12);
      expect(probabilities).toHaveLength(own.length);
    }),
  );
});

/** The same encoders, numbers within rounding. */
function expectEncoders(found: readonly object[], expected: readonly object[]): void {
  const plain = (encoders: readonly object[]) =>
    encoders.map((encoder) => Object.entries(encoder).filter(([, value]) => value !== undefined));
  expect(plain(found).map((fields) => fields.map(([name]) => name))).toEqual(
    plain(expected).map((fields) => fields.map(([name]) => name)),
  );
  for (const [e, fields] of plain(expected).entries())
    for (const [name, value] of fields) {
      const other = (found[e] as Record<string, unknown>)[name];
      if (typeof value === "number") expect(other).toBeCloseTo(value, 10);
      else expect(other).toEqual(value);
    }
}

test(
  "predictions are written beside the source's columns, and read by our own reader",
  onSpark(async ({ remote }) => {
    const iris = await loadDataset("iris");
    const source = await parquetOf(remote, iris);
    const { model } = await fitOnSpark(source, { label: "species", l2: 1e-2 }, { remote });
    const path = join(scratchFolder(), "out");
    await predictOnSpark(model, source, { path, format: "parquet" }, { remote });
    const written = await evaluateOnSpark(model, { path, format: "parquet" }, { remote });
    expect(written.n).toBe(150);
    const read = await readDataset(join(path, "*.parquet"));
    expect(read.columns.map(({ name }) => name)).toEqual([
      ...iris.columns.map(({ name }) => name),
      ...["prediction", "probability_setosa", "probability_versicolor", "probability_virginica"],
    ]);
  }),
);
