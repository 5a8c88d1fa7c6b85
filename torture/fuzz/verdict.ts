import type { Dataset } from "@softmax/datasets";
import {
  type Checkpoint,
  decodeCheckpoint,
  decodeModel,
  encodeCheckpoint,
  encodeModel,
  type Model,
} from "@softmax/trainer";

/** Why what a reader gave for an input is wrong, in a sentence; undefined where it is right. */
export type Problem = string | undefined;

/** Words and numbers that lead to the place of a mistake in a file, or say that all of it is meant. */
const place =
  /\b(line|row|column|byte|bytes|character|element|axes|begins?|tensor|_*metadata_*|format's version|elements|found both|header|encoder|encoders|array|arrays|entry|file|label|labels|weights|bias|classes|link|checksum|config|fingerprint|solver|solver's|best|rows|samples|records|names?|pixels|archive|gzip|zip|interlaced|channel|decode|image|Parquet|values|formatVersion|startedAt|source(\.\w+)?|options|start(\.\w+)?|result(\.\w+)?|JSON|layout|stored|nColumns|kind|precision|scale|warnings|blocks is|block)\b/;

/** A refusal is one error of ours, in one sentence of bounded length (500, and the name) that begins with the name of a file or function. */
export function refusalProblem(error: unknown): Problem {
  if (!(error instanceof Error)) return `threw ${String(error).slice(0, 200)}, which is no error`;
  const { name, message } = error;
  if (name !== "DataError" && name !== "FormatError")
    return `threw ${name}: ${message.slice(0, 300)}\n${error.stack}`;
  if (message.length > 520) return `the message has ${message.length} characters: ${message.slice(0, 200)}`;
  if (!/^(input|decode\w+|zip|encoders?)\b/.test(message))
    return `the message does not begin with a place: ${message}`;
  if (!place.test(message)) return `the message names no place: ${message}`;
  return undefined;
}

/** A dataset's parts fit together, and its numbers are what readers promise. */
export function datasetProblem(dataset: Dataset): Problem {
  const { nSamples, columns, label, test } = dataset;
  if (!Number.isInteger(nSamples) || nSamples < 1) return `${nSamples} samples`;
  if (new Set(columns.map(({ name }) => name)).size !== columns.length) return "two columns of one name";
  if (label !== undefined && !columns.some(({ name }) => name === label))
    return `no column of the label "${label}"`;
  for (const column of columns) {
    const problem = columnProblem(column, nSamples);
    if (problem) return `column "${column.name}": ${problem}`;
  }
  return test && datasetProblem(test);
}

function columnProblem(column: Dataset["columns"][number], nSamples: number): Problem {
  if (column.kind === "number")
    return column.values.length === nSamples ? undefined : `${column.values.length} values`;
  if (column.kind === "string") {
    const { codes, categories } = column;
    if (codes.length !== nSamples) return `${codes.length} codes`;
    if (new Set(categories).size !== categories.length) return "a category twice";
    return codes.every((code) => code >= -1 && code < categories.length)
      ? undefined
      : "a code without a category";
  }
  const { features, image } = column;
  if (features.nRows !== nSamples) return `${features.nRows} rows`;
  if (image && image.height * image.width * image.channels !== features.nColumns)
    return "an image of another size";
  if (features.kind === "dense") {
    if (features.data.length !== features.nRows * features.nColumns) return `${features.data.length} numbers`;
    return features.data.every(Number.isFinite) ? undefined : "a number that is not finite";
  }
  const { rowStarts, columns, values, nColumns } = features;
  if (rowStarts.length !== nSamples + 1 || rowStarts[0] !== 0 || rowStarts[nSamples] !== columns.length)
    return "row starts";
  if (values.length !== columns.length || !values.every(Number.isFinite))
    return "entries that are not finite";
  for (let i = 0; i < nSamples; i++)
    for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++)
      if (columns[k] < 0 || columns[k] >= nColumns || (k > rowStarts[i] && columns[k] <= columns[k - 1]))
        return `row ${i} has entries out of order or range`;
  return undefined;
}

const small = (model: Model) => model.weights.length <= 10_000;

/** A model that was read predicts, and is read again from what is written of it. */
export function modelProblem(model: Model): Problem {
  const bytes = encodeModel(model);
  if (!sameBytes(encodeModel(decodeModel(bytes)), bytes)) return "written and read again, it is another";
  if (!small(model)) return undefined;
  const record = Object.fromEntries(
    model.encoders.filter(({ kind }) => kind !== "block").map(({ column }) => [column, null]),
  );
  if (model.encoders.length === 0 || Object.keys(record).length < model.encoders.length) return undefined;
  const p = model.predictProbabilities([record]);
  const sum = p.reduce((total, value) => total + value, 0);
  return Number.isNaN(sum) || Math.abs(sum - 1) < 1e-9 ? undefined : `probabilities add up to ${sum}`;
}

export function checkpointProblem(checkpoint: Checkpoint): Problem {
  const bytes = encodeCheckpoint(checkpoint);
  return sameBytes(encodeCheckpoint(decodeCheckpoint(bytes)), bytes)
    ? undefined
    : "written and read again, it is another";
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
