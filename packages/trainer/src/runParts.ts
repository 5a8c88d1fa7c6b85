import { type Dataset, takeSamples } from "@softmax/datasets";
import { labelledData } from "./labelledData.js";
import { splitAll } from "./prepareProblem.js";
import { parseRunConfig, type RunOptions } from "./runConfig.js";

/** Samples of one part of a run. */
export interface PartSamples {
  readonly dataset: Dataset;
  /** The row of each in the data that it came from, counted from 0. */
  readonly rows: Int32Array;
}

/** The data of a run as its options divide them. */
export interface RunParts {
  readonly label: string;
  readonly weight?: string;
  readonly train: PartSamples;
  readonly validation?: PartSamples;
  /** Split off, or the test set that came with the data. */
  readonly test?: PartSamples;
}

/**
 * The samples that a run with these options learns from and those it holds back: the same rows as `train` takes, so
 * that `evaluate(model, part.dataset, parts)` measures what the run did.
 *
 * @throws ConfigError for options that mean nothing, DataError for data that cannot be used.
 * @example
 * const { train: learned, test } = runParts(await loadDataset("iris"), { testSize: 0.2 });
 * [learned.rows.length, test.rows.length]; // [120, 30]
 */
export function runParts(dataset: Dataset, options: RunOptions): RunParts {
  const config = parseRunConfig(options);
  const data = labelledData(dataset, config);
  const { train, validation, test } = splitAll(data, config);
  const { label, weight } = data.columns;
  return {
    label,
    weight,
    train: part(dataset, train),
    validation: validation && part(dataset, validation),
    test: test ? part(dataset, test) : dataset.test && part(dataset.test),
  };
}

const everyRow = ({ nSamples }: Dataset) => Int32Array.from({ length: nSamples }, (_, i) => i);

const part = (dataset: Dataset, rows: Int32Array = everyRow(dataset)): PartSamples =>
  rows.length === dataset.nSamples ? { dataset, rows } : { dataset: takeSamples(dataset, rows), rows };
