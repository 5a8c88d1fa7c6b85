import { existsSync } from "node:fs";
import { type Dataset, loadDataset } from "@softmax/datasets";
import { readDataset } from "@softmax/datasets/node";
import { evaluate, fit, type Metrics, type RunOptions } from "@softmax/trainer";
import { describe, expect, type TestContext, test } from "vitest";
import { onSpark } from "../../../test/spark/onSpark.js";
import { evaluateOnSpark, fitOnSpark, type SparkSource } from "../src/index.js";
import { parquetOf } from "./parquetOf.js";

const shared = new URL("../../../../shared/data/", import.meta.url);

/** Trains the same on both engines and says how far apart they are. */
async function bothEngines(
  remote: string,
  dataset: Dataset,
  source: SparkSource | string,
  options: RunOptions,
) {
  const local = await fit(dataset, { ...options, precision: "float64" });
  const spark = await fitOnSpark(source, options, { remote });
  const [ours, theirs] = [local.model, spark.model].map((model) => model.predict(dataset));
  return {
    local,
    spark,
    objective: Math.abs(spark.objective.value / local.objective.value - 1),
    agree: ours.filter((label, i) => label === theirs[i]).length / ours.length,
  };
}

function expectSame({ local, spark, objective, agree }: Awaited<ReturnType<typeof bothEngines>>): void {
  expect(objective).toBeLessThan(1e-6);
  expect(agree).toBeGreaterThanOrEqual(0.999);
  const certificate = spark.certificate;
  if (certificate.gap === null) throw new Error(certificate.reason);
  expect(certificate.lowerBound).toBeLessThanOrEqual(local.objective.value);
  expect(certificate.relativeGap).toBeLessThan(1e-6);
  expect(spark.model.classes).toEqual(local.model.classes);
  expect(spark.model.encoders.map(({ kind, column }) => [kind, column])).toEqual(
    local.model.encoders.map(({ kind, column }) => [kind, column]),
  );
}

const penalties: readonly [string, RunOptions][] = [
  ["l2", { l2: 1e-2 }],
  ["an elastic net", { l2: 1e-2, l1: 1e-2 }],
];

describe.each(penalties)("with %s, the local optimum is found for", (_, penalty) => {
  test(
    "iris, and its metrics are the local ones",
    onSpark(async ({ remote }) => {
      const iris = await loadDataset("iris");
      const source = await parquetOf(remote, iris);
      const both = await bothEngines(remote, iris, source, { ...penalty, label: iris.label });
      expectSame(both);
      const { warnings, ...metrics } = await evaluateOnSpark(both.spark.model, source, { remote });
      expect(warnings).toEqual([]);
      expectMetrics(both.spark.train, metrics);
      expectMetrics(metrics, evaluate(both.spark.model, iris));
    }),
  );

  test(
    "letter",
    onSpark(async ({ remote }, context) => {
      const letter = await readDataset(sharedFile(context, "letter-recognition.csv"));
      expectSame(
        await bothEngines(remote, letter, await parquetOf(remote, letter), { ...penalty, label: "first" }),
      );
    }),
  );
});

/** Some 90 s, most of it Spark's 434 steps; the elastic net would take as long again. */
test(
  "with l2, the local optimum is found for 5,000 images of Fashion-MNIST",
  onSpark(async ({ remote }, context) => {
    const fashion = firstImages(
      await readDataset(sharedFile(context, "fashion-mnist/train-images-idx3-ubyte.gz")),
    );
    const options = { l2: 1e-2, standardize: false, scale: 1 / 255 };
    expectSame(await bothEngines(remote, fashion, await parquetOf(remote, fashion), options));
  }),
);

function sharedFile({ skip }: TestContext, name: string): string {
  if (!existsSync(shared)) skip("../shared is absent");
  return new URL(name, shared).pathname;
}

/** The first 5,000 images as a table of 784 columns, one a pixel. */
function firstImages({ name, columns }: Dataset): Dataset {
  const nSamples = 5000;
  const [images, labels] = ["block", "number"].map((kind) => columns.find((column) => column.kind === kind));
  if (images?.kind !== "block" || images.features.kind !== "dense" || labels?.kind !== "number")
    throw new RangeError(`${name}: expected images and labels`);
  const { data, nColumns } = images.features;
  const pixels = Array.from({ length: nColumns }, (_, j) => ({
    kind: "number" as const,
    name: `pixel${j}`,
    values: Float64Array.from({ length: nSamples }, (_, i) => data[i * nColumns + j]),
  }));
  const label = { ...labels, name: "label", values: labels.values.slice(0, nSamples) };
  return { name, nSamples, columns: [...pixels, label], label: "label" };
}

function expectMetrics(found: Metrics, expected: Metrics): void {
  expect(found.n).toBe(expected.n);
  expect(found.confusion).toEqual(expected.confusion);
  for (const name of ["accuracy", "balancedAccuracy", "logLoss", "brier", "ece"] as const)
    expect(found[name]).toBeCloseTo(expected[name]!, 12);
  expect(found.perClass).toEqual(expected.perClass);
}
