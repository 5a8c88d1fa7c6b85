import { type DataRecord, type Dataset, datasetFromRecords, type Encoder } from "@softmax/datasets/encoders";
import { denseFeatures } from "@softmax/tensor-core";

/** Samples to predict: a dataset, plain objects by column name, or bare rows of numbers in column order. */
export type Samples = Dataset | readonly DataRecord[] | readonly (readonly number[])[];

/**
 * The samples as a dataset whose columns the encoders find. A bare row holds the numbers in the order of the
 * model's columns.
 *
 * @throws RangeError for a bare row of another length; TypeError for rows of both kinds, and for bare rows where
 * the model needs words.
 */
export function asDataset(samples: Samples, encoders: readonly Encoder[]): Dataset {
  if (!Array.isArray(samples)) return samples as Dataset;
  const rows = samples as readonly (DataRecord | readonly number[])[];
  const stray = rows.findIndex((row) => Array.isArray(row) !== Array.isArray(rows[0]));
  if (stray !== -1)
    throw new TypeError(`row ${stray} and row 0 differ in kind; expected all to be arrays, or all objects`);
  if (rows.length > 0 && !Array.isArray(rows[0])) return datasetFromRecords(rows as readonly DataRecord[]);
  return datasetOfRows(rows as readonly (readonly number[])[], encoders);
}

function datasetOfRows(rows: readonly (readonly number[])[], encoders: readonly Encoder[]): Dataset {
  const widths = encoders.map((encoder) => (encoder.kind === "block" ? encoder.nFeatures : 1));
  const width = widths.reduce((sum, w) => sum + w, 0);
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong !== -1)
    throw new RangeError(
      `row ${wrong}: ${rows[wrong].length} values, expected ${width}, one a feature of the model`,
    );
  let from = 0;
  const columns: Dataset["columns"] = encoders.map((encoder, e) => {
    const at = from;
    from += widths[e];
    const { column: name } = encoder;
    if (encoder.kind === "number")
      return { kind: "number", name, values: Float64Array.from(rows, (row) => row[at]) };
    if (encoder.kind !== "block")
      throw new TypeError(
        `column "${name}" holds ${encoder.kind === "text" ? "text" : "categories"}; pass objects by column name`,
      );
    const data = Float64Array.from(
      { length: rows.length * widths[e] },
      (_, k) => rows[Math.floor(k / widths[e])][at + (k % widths[e])],
    );
    return { kind: "block", name, features: denseFeatures(data, rows.length, widths[e]) };
  });
  return { name: "rows", nSamples: rows.length, columns };
}
