import type { Column, Dataset, Encoder } from "@softmax/datasets";
import { type Model, predict } from "@softmax/trainer";
import type { SamplePrediction, SampleValue } from "../shared/ipc/predict.js";

type Values = Readonly<Record<string, SampleValue | undefined>>;

/** What the model says of typed values. */
export function predictValues(model: Model, values: Values): SamplePrediction {
  const { encoders } = model;
  const columns = encoders.map((encoder) => columnOf(encoder, values[encoder.column] ?? null));
  return { ...predictColumns(model, columns), notes: notesOf(encoders, values) };
}

/** What the model says of one row of features. */
export function predictRow(model: Model, features: Float64Array): SamplePrediction {
  return { ...predictColumns(model, [blockColumn(model.encoders[0].column, features)]), notes: [] };
}

function predictColumns(model: Model, columns: readonly Column[]): Omit<SamplePrediction, "notes"> {
  const dataset: Dataset = { name: "this sample", nSamples: 1, columns };
  const { labels, probabilities } = predict(model, dataset);
  return { predicted: model.classes.indexOf(labels[0]), probabilities };
}

function columnOf(encoder: Encoder, value: SampleValue): Column {
  const { column: name } = encoder;
  if (encoder.kind === "block") return blockColumn(name, numbersOf(encoder.nFeatures, name, value));
  if (Array.isArray(value)) throw new Error(`${name}: found ${value.length} values, expected one.`);
  if (encoder.kind === "number")
    return {
      kind: "number",
      name,
      values: Float64Array.of(isMissing(value) ? Number.NaN : numberOf(name, value!)),
    };
  const missing = isMissing(value);
  return {
    kind: "string",
    name,
    codes: Int32Array.of(missing ? -1 : 0),
    categories: missing ? [] : [value!],
  };
}

const blockColumn = (name: string, row: Float64Array): Column => ({
  kind: "block",
  name,
  features: { kind: "dense", data: row, nRows: 1, nColumns: row.length, scale: 1 },
});

function numbersOf(n: number, name: string, value: SampleValue): Float64Array {
  const texts = Array.isArray(value) ? value : [];
  return Float64Array.from({ length: n }, (_, j) =>
    isMissing(texts[j]) ? 0 : numberOf(`${name}[${j}]`, texts[j]),
  );
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new Error(`${name}: found ${JSON.stringify(text)}, expected a number.`);
  return number;
}

const isMissing = (value: SampleValue | undefined): boolean =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "");

/** A sentence for each way in which the model has to do without a value. */
function notesOf(encoders: readonly Encoder[], values: Values): string[] {
  const missing = (kind: Encoder["kind"]) =>
    encoders.filter((encoder) => encoder.kind === kind && isMissing(values[encoder.column]));
  const unseen = encoders.filter(
    (encoder) =>
      encoder.kind === "one-hot" &&
      !isMissing(values[encoder.column]) &&
      !encoder.categories.includes(values[encoder.column] as string),
  );
  const countsForNone = "counts for no class and against none";
  return [
    told(
      missing("number"),
      (names) => `Without a value, so that the median of the training rows stands in: ${names}.`,
    ),
    told(missing("one-hot"), (names) => `Without a value, which ${countsForNone}: ${names}.`),
    told(unseen, (names) => `With a value that training did not see, which ${countsForNone}: ${names}.`),
    told(missing("text"), (names) => `Without words yet: ${names}.`),
  ].filter((sentence) => sentence !== "");
}

const told = (encoders: readonly Encoder[], say: (names: string) => string): string =>
  encoders.length === 0 ? "" : say(encoders.map(({ column }) => column).join(", "));
