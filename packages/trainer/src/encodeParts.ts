import {
  columnWeights,
  DataError,
  type Dataset,
  type EncodedFeatures,
  type Encoder,
  type EncoderOptions,
  encodeFeatures,
  encodeLabels,
  fitEncoders,
  type Label,
} from "@softmax/datasets";
import { type EffectiveWeights, effectiveWeights } from "@softmax/losses";
import { type Features, type Precision, takeRows } from "@softmax/tensor-core";
import { type LabelledData, refuseUnlabelled } from "./labelledData.js";
import type { RunConfig } from "./runConfig.js";

/** Rows of the dataset for each part; no row is in two. */
export interface PartRows {
  readonly train: Int32Array;
  readonly validation?: Int32Array;
  /** The dataset's own test set, if it has one, where absent. */
  readonly test?: Int32Array;
}

/** The parts of a dataset, encoded by what the training rows teach. */
export interface EncodedParts {
  readonly label: string;
  readonly classes: readonly Label[];
  readonly encoders: readonly Encoder[];
  readonly train: Part;
  readonly validation?: Part;
  readonly test?: Part;
  /** Sample × class weights of the training part, normalised to mean 1. */
  readonly effective: EffectiveWeights;
  readonly warnings: readonly string[];
}

/** Encoded samples with their class indices. */
export interface Part {
  readonly features: Features;
  readonly targets: Int32Array;
  /** The weight column, as it stands; absent where none was named. */
  readonly sampleWeight?: Float64Array;
}

/** Fits the encoders and the class weights on the training rows and encodes every part. */
export function encodeParts(
  { dataset, columns, classes, targets }: LabelledData,
  rows: PartRows,
  config: RunConfig,
  precision: Precision,
): EncodedParts {
  const sampleWeight = sampleWeights(dataset, columns.weight);
  const encoders = fitEncoders(dataset, rows.train, encoderOptions(columns.features, config));
  const { features, ...met } = encodeFeatures(encoders, dataset, precision);
  const all: Part = { features, targets, sampleWeight };
  const own =
    dataset.test && !rows.test ? encodePart(dataset.test, encoders, classes, columns, precision) : undefined;
  const train = takePart(all, rows.train);
  refuseZeroWeights(dataset.name, columns.weight, train);
  return {
    label: columns.label,
    classes,
    encoders,
    train,
    validation: rows.validation && takePart(all, rows.validation),
    test: rows.test ? takePart(all, rows.test) : own,
    effective: effectiveWeights({
      targets: train.targets,
      nClasses: classes.length,
      sampleWeight: train.sampleWeight,
      classWeight: config.classWeight,
    }),
    warnings: [...warningsOf(own ? [met, own] : [met]), ...unlearned(new Set(train.targets), classes)],
  };
}

export const encoderOptions = (columns: readonly string[], config: RunConfig): EncoderOptions => ({
  columns,
  standardize: config.standardize,
  scale: config.scale,
  text: { columns: config.text, method: config.textMethod },
});

/** The samples of a dataset as a model's encoders and classes see them. */
export function encodePart(
  dataset: Dataset,
  encoders: readonly Encoder[],
  classes: readonly Label[],
  columns: { readonly label: string; readonly weight?: string },
  precision: Precision,
): Part & Surprises {
  const { targets } = encodeLabels(dataset, columns.label, classes);
  refuseUnlabelled(dataset, columns.label, targets, classes);
  const sampleWeight = sampleWeights(dataset, columns.weight);
  return { ...encodeFeatures(encoders, dataset, precision), targets, sampleWeight };
}

const sampleWeights = (dataset: Dataset, column: string | undefined): Float64Array | undefined =>
  column === undefined ? undefined : columnWeights(dataset, column);

function refuseZeroWeights(name: string, column: string | undefined, { sampleWeight }: Part): void {
  if (sampleWeight && sampleWeight.length > 0 && sampleWeight.every((w) => w === 0))
    throw withoutWeight(name, column!, sampleWeight.length);
}

export const withoutWeight = (name: string, column: string, nRows: number): DataError =>
  new DataError(
    `${name}: column "${column}" holds the weight 0 in all ${nRows} training rows; expected a positive one`,
  );

function takePart(part: Part, rows: Int32Array): Part {
  if (rows.length === part.targets.length) return part;
  return {
    features: takeRows(part.features, rows),
    targets: rows.map((i) => part.targets[i]),
    sampleWeight: part.sampleWeight && Float64Array.from(rows, (i) => part.sampleWeight![i]),
  };
}

/** A sentence that names the classes of which training sees no row. */
export function unlearned(seen: ReadonlySet<number>, classes: readonly Label[]): string[] {
  const missing = classes.filter((_, c) => !seen.has(c)).map((label) => JSON.stringify(label));
  return missing.length > 0 ? [`no training row has the class ${missing.join(" or ")}`] : [];
}

/** What encoders met that the training rows did not show them, counted by column. */
export type Surprises = Pick<EncodedFeatures, "unseen" | "imputed">;

/** A sentence for each way in which any of the encoded datasets surprised the encoders. */
export function warningsOf(met: readonly Surprises[]): string[] {
  const [imputed, unseen] = [listed(met.map((each) => each.imputed)), listed(met.map((each) => each.unseen))];
  return [
    ...(imputed ? [`missing values replaced by the training median: ${imputed}`] : []),
    ...(unseen ? [`categories that training did not see, read as none: ${unseen}`] : []),
  ];
}

/** `2 in age, 1 in color`: the sum of the counts by column. */
function listed(counts: readonly Readonly<Record<string, number>>[]): string {
  const sums = new Map<string, number>();
  for (const [column, count] of counts.flatMap((each) => Object.entries(each)))
    if (count > 0) sums.set(column, (sums.get(column) ?? 0) + count);
  return [...sums].map(([column, sum]) => `${sum} in ${column}`).join(", ");
}
