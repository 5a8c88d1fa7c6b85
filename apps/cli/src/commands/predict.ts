import { encodeCsv, type Label } from "@softmax/datasets";
import { type Prediction, predict as predictWith } from "@softmax/trainer";
import { writeAtomically } from "@softmax/trainer/node";
import { Command, Option } from "commander";
import { usageError } from "../failure.js";
import { loadModel } from "../model.js";
import { print } from "../output/print.js";
import { warn } from "../output/warn.js";
import { addReadingFlags, type Reading, readData, readingOf } from "../reading.js";

interface PredictFlags extends Reading {
  readonly probabilities?: boolean;
  readonly format: "csv" | "ndjson";
  readonly out?: string;
}

export function predictCommand(): Command {
  const command = new Command("predict")
    .argument("<model>", "a model file, or the folder of a run")
    .argument("<data>", "what to label; - for standard input. Columns are found by name; no label is needed");
  return addReadingFlags(command)
    .optionsGroup("Output:")
    .option("--probabilities", "Add a column probability_<class> for every class.")
    .addOption(formatOption())
    .option("--out <file>", "Write to a file, which is replaced as a whole, instead of stdout.")
    .action(predict);
}

const formats = ["csv", "ndjson"];

function formatOption(): Option {
  const option = new Option("--format <name>", "csv or ndjson, a JSON object a line (default csv).");
  option.argChoices = formats;
  return option.default("csv").argParser((text) => {
    if (formats.includes(text)) return text;
    throw usageError(`--format: found ${JSON.stringify(text)}, expected one of ${formats.join(", ")}`);
  });
}

async function predict(modelPath: string, data: string, flags: PredictFlags): Promise<void> {
  const model = await loadModel(modelPath);
  const dataset = await readData(data, readingOf(flags), warn);
  const prediction = predictWith(model, dataset);
  for (const sentence of prediction.warnings) warn(sentence);
  const texts = predictionTexts(prediction, flags.probabilities ? model.classes : [], flags.format);
  if (flags.out !== undefined)
    return writeAtomically(flags.out, Buffer.concat([...texts].map((text) => Buffer.from(text))));
  for (const text of texts) await print(text);
}

/** Rows that are turned into text at a time. */
const blockRows = 4096;

/** The rows of the output, in order, a few thousand at a time; with a probability for each of `classes`. */
export function* predictionTexts(
  { labels, probabilities }: Pick<Prediction, "labels" | "probabilities">,
  classes: readonly Label[],
  format: "csv" | "ndjson",
): Generator<string> {
  const names = ["prediction", ...classes.map((label) => `probability_${label}`)];
  if (format === "csv") yield encodeCsv(names.map((name) => ({ name, values: [] })));
  for (let from = 0; from < labels.length; from += blockRows) {
    const rows = Math.min(blockRows, labels.length - from);
    const columns = [
      labels.slice(from, from + rows),
      ...classes.map((_, c) =>
        Float64Array.from({ length: rows }, (_, i) => probabilities[(from + i) * classes.length + c]),
      ),
    ];
    yield format === "csv" ? csvRows(columns) : ndjsonRows(names, columns, rows);
  }
}

function csvRows(columns: readonly ArrayLike<Label>[]): string {
  const text = encodeCsv(columns.map((values, c) => ({ name: `${c}`, values })));
  return text.slice(text.indexOf("\n") + 1);
}

const ndjsonRows = (names: readonly string[], columns: readonly ArrayLike<Label>[], rows: number): string =>
  Array.from({ length: rows }, (_, i) => {
    const fields = names.map((name, c) => [name, columns[c][i]]);
    return `${JSON.stringify(Object.fromEntries(fields))}\n`;
  }).join("");
