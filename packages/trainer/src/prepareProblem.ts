import {
  type Column,
  chooseColumns,
  columnLabels,
  columnWeights,
  DataError,
  type Dataset,
  type EncodedFeatures,
  type Encoder,
  encodeFeatures,
  encodeLabels,
  findColumn,
  fingerprint,
  fitEncoders,
  type Label,
  splitRows,
} from "@softmax/datasets";
import { type EffectiveWeights, effectiveWeights } from "@softmax/losses";
import { type Features, type Precision, takeRows } from "@softmax/tensor-core";
import type { RunConfig } from "./runConfig.js";

/** A dataset split, encoded and weighted: everything numeric that a run needs. */
export interface Problem {
  readonly label: string;
  readonly classes: readonly Label[];
  readonly encoders: readonly Encoder[];
  readonly train: Part;
  readonly validation?: Part;
  readonly test?: Part;
  /** Sample × class weights of the training part, normalised to mean 1. */
  readonly effective: EffectiveWeights;
  /** sha256 of the dataset's columns, hex; see `fingerprint`. */
  readonly fingerprint: string;
  readonly warnings: readonly string[];
}

/** Encoded samples with their class indices. */
export interface Part {
  readonly features: Features;
  readonly targets: Int32Array;
  /** The weight column, as it stands; absent where none was named. */
  readonly sampleWeight?: Float64Array;
}

/**
 * Chooses columns, splits, fits the encoders on the training rows, encodes, and weighs.
 *
 * @throws DataError for data that cannot be used.
 */
export async function prepareProblem(
  dataset: Dataset,
  config: RunConfig,
  precision: Precision,
): Promise<Problem> {
  const chosen = chooseColumns(dataset, config);
  const { targets, classes } = encodeLabels(dataset, chosen.label);
  refuseUnlabelled(dataset, chosen.label, targets);
  if (classes.length < 2)
    throw new DataError(
      `${dataset.name}: column "${chosen.label}" holds ${classes.length === 1 ? `one class, ${JSON.stringify(classes[0])},` : "no class"} in all ${dataset.nSamples} rows; expected at least two`,
    );
  const rows = splitAll(dataset, config, targets, chosen.group);
  const encoders = fitEncoders(dataset, rows.train, {
    columns: chosen.features,
    standardize: config.standardize,
    scale: config.scale,
    text: { columns: config.text, method: config.textMethod },
  });
  const encoded = encodeFeatures(encoders, dataset, precision);
  const all: Part = {
    features: encoded.features,
    targets,
    sampleWeight: chosen.weight ? columnWeights(dataset, chosen.weight) : undefined,
  };
  const parts = {
    train: takePart(all, rows.train),
    validation: rows.validation && takePart(all, rows.validation),
    test: rows.test
      ? takePart(all, rows.test)
      : dataset.test && encodePart(dataset.test, encoders, classes, chosen, precision),
  };
  const effective = effectiveWeights({
    targets: parts.train.targets,
    nClasses: classes.length,
    sampleWeight: parts.train.sampleWeight,
    classWeight: config.classWeight,
  });
  return {
    label: chosen.label,
    classes,
    encoders,
    ...parts,
    effective,
    fingerprint: await fingerprint(dataset),
    warnings: warningsOf(encoded),
  };
}

/** The samples of a dataset as a model's encoders and classes see them. */
export function encodePart(
  dataset: Dataset,
  encoders: readonly Encoder[],
  classes: readonly Label[],
  columns: { readonly label: string; readonly weight?: string },
  precision: Precision,
): Part & Pick<EncodedFeatures, "unseen" | "imputed"> {
  const { targets } = encodeLabels(dataset, columns.label, classes);
  refuseUnlabelled(dataset, columns.label, targets, classes);
  return {
    ...encodeFeatures(encoders, dataset, precision),
    targets,
    sampleWeight: columns.weight === undefined ? undefined : columnWeights(dataset, columns.weight),
  };
}

interface PartRows {
  readonly train: Int32Array;
  readonly validation?: Int32Array;
  readonly test?: Int32Array;
}

/** First the test rows, then the validation rows from what is left; both stratified by class. */
function splitAll(
  dataset: Dataset,
  config: RunConfig,
  targets: Int32Array,
  group: string | undefined,
): PartRows {
  const { testSize, validationSize, seed } = config;
  if (testSize > 0 && dataset.test)
    throw new DataError(
      `${dataset.name}: the data come with a test set of ${dataset.test.nSamples} rows; leave testSize out`,
    );
  const groups = group === undefined ? undefined : groupCodes(findColumn(dataset, group));
  const split = (rows: Int32Array, size: number) => {
    if (size === 0) return { train: rows };
    const of = (codes: ArrayLike<number>) => Float64Array.from(rows, (i) => codes[i]);
    const { train, test } = splitRows(rows.length, size, {
      seed,
      stratify: of(targets),
      groups: groups && of(groups),
    });
    return { train: train.map((k) => rows[k]), test: test.map((k) => rows[k]) };
  };
  const outer = split(
    Int32Array.from(targets, (_, i) => i),
    testSize,
  );
  const inner = split(outer.train, validationSize);
  return { train: inner.train, validation: inner.test, test: outer.test };
}

/** A number for every row, equal where the column's values are. */
function groupCodes(column: Column): ArrayLike<number> {
  if (column.kind === "string") return column.codes;
  if (column.kind === "number") return column.values;
  throw new DataError(`column "${column.name}" is a block of features; expected one group a row`);
}

function takePart(part: Part, rows: Int32Array): Part {
  if (rows.length === part.targets.length) return part;
  return {
    features: takeRows(part.features, rows),
    targets: rows.map((i) => part.targets[i]),
    sampleWeight: part.sampleWeight && Float64Array.from(rows, (i) => part.sampleWeight![i]),
  };
}

function refuseUnlabelled(
  dataset: Dataset,
  label: string,
  targets: Int32Array,
  classes?: readonly Label[],
): void {
  const row = targets.indexOf(-1);
  if (row === -1) return;
  const value = columnLabels(findColumn(dataset, label))[row];
  const found = value === null ? "no label" : `label ${JSON.stringify(value)}`;
  const expected = classes ? `one of the ${classes.length} classes of the training data` : "one in every row";
  throw new DataError(`${dataset.name}, row ${row + 1}: ${found} in column "${label}"; expected ${expected}`);
}

/** One sentence for each way in which the encoders met something that training rows did not show them. */
export function warningsOf({ unseen, imputed }: Pick<EncodedFeatures, "unseen" | "imputed">): string[] {
  const listed = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([column, count]) => `${count} in ${column}`)
      .join(", ");
  const warnings: string[] = [];
  if (listed(imputed)) warnings.push(`missing values replaced by the training median: ${listed(imputed)}`);
  if (listed(unseen)) warnings.push(`categories that training did not see, read as none: ${listed(unseen)}`);
  return warnings;
}
