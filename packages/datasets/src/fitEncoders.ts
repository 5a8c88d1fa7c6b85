import type { Dataset } from "./dataset.js";
import type { Encoder } from "./encoder.js";
import { type EncoderOptions, encoderFitter } from "./encoderFitter.js";

/**
 * Learns from the given rows how the columns become features: medians, means, deviations, categories,
 * vocabularies. Other rows of the dataset have no influence.
 *
 * @param rows the training rows, indices into the dataset
 * @throws DataError for dates, numbers with stray text among them, columns without a value, a
 *   column that does not exist; the message has column and row
 * @example
 * const data = datasetFromRecords([{ x: 1 }, { x: 3 }, { x: 100 }]);
 * fitEncoders(data, Int32Array.of(0, 1), { columns: ["x"] });
 * // [{ kind: "number", column: "x", median: 2, mean: 2, deviation: 1 }]
 */
export function fitEncoders(dataset: Dataset, rows: Int32Array, options: EncoderOptions): readonly Encoder[] {
  const fitter = encoderFitter(options);
  for (;;) {
    fitter.add(dataset, rows);
    const encoders = fitter.finish();
    if (encoders) return encoders;
  }
}
