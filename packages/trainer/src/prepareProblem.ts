import { DataError, type Dataset, splitRows } from "@softmax/datasets";
import type { Precision } from "@softmax/tensor-core";
import { type EncodedParts, encodeParts, type PartRows } from "./encodeParts.js";
import { codesOf, type LabelledData, labelledData } from "./labelledData.js";
import type { RunConfig } from "./runConfig.js";

/**
 * Chooses columns, splits, fits the encoders on the training rows, encodes, and weighs.
 *
 * @throws DataError for data that cannot be used.
 */
export function prepareProblem(dataset: Dataset, config: RunConfig, precision: Precision): EncodedParts {
  const data = labelledData(dataset, config);
  return encodeParts(data, splitAll(data, config), config, precision);
}

/** @throws DataError where test rows are to be split off data that have some */
export function refuseTwoTests(
  { name, test }: { readonly name: string; readonly test?: Pick<Dataset, "nSamples"> },
  testSize: number,
): void {
  if (testSize > 0 && test)
    throw new DataError(
      `${name}: the data come with a test set of ${test.nSamples} rows; leave testSize out`,
    );
}

/** First the test rows, then the validation rows from what is left; both stratified by class. */
export function splitAll(data: LabelledData, config: RunConfig): PartRows {
  const { dataset, targets } = data;
  const { testSize, validationSize, seed } = config;
  refuseTwoTests(dataset, testSize);
  const split = (rows: Int32Array, size: number) => {
    if (size === 0) return { train: rows };
    const { train, test } = splitRows(rows.length, size, { seed, ...codesOf(data, rows) });
    return { train: train.map((k) => rows[k]), test: test.map((k) => rows[k]) };
  };
  const outer = split(
    Int32Array.from(targets, (_, i) => i),
    testSize,
  );
  const inner = split(outer.train, validationSize);
  return { train: inner.train, validation: inner.test, test: outer.test };
}
