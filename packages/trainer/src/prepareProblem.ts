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

/** First the test rows, then the validation rows from what is left; both stratified by class. */
export function splitAll(data: LabelledData, config: RunConfig): PartRows {
  const { dataset, targets } = data;
  const { testSize, validationSize, seed } = config;
  if (testSize > 0 && dataset.test)
    throw new DataError(
      `${dataset.name}: the data come with a test set of ${dataset.test.nSamples} rows; leave testSize out`,
    );
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
