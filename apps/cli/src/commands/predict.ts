import { predictionTexts, predict as predictWith } from "@softmax/trainer";
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
