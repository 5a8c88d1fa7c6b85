import { type Model, predictionTexts, predict as predictWith } from "@softmax/trainer";
import { writeAtomically } from "@softmax/trainer/node";
import { Command, Option } from "commander";
import { usageError } from "../failure.js";
import { loadModel } from "../model.js";
import { addEngineFlags, type EngineFlags, isOnSpark, onSpark, sparkSource } from "../onSpark.js";
import { print } from "../output/print.js";
import { warn } from "../output/warn.js";
import { addReadingFlags, type Reading, readData, readingOf } from "../reading.js";

interface PredictFlags extends Reading, EngineFlags {
  readonly probabilities?: boolean;
  readonly format: "csv" | "ndjson" | "parquet";
  readonly out?: string;
}

export function predictCommand(): Command {
  const command = new Command("predict")
    .argument("<model>", "a model file, or the folder of a run")
    .argument("<data>", "what to label; - for standard input. Columns are found by name; no label is needed");
  return addReadingFlags(addEngineFlags(command))
    .optionsGroup("Output:")
    .option("--probabilities", "Add a column probability_<class> for every class.")
    .addOption(formatOption())
    .option(
      "--out <file>",
      "Write to a file, which is replaced as a whole, instead of stdout. Of Spark, where it is a URL: a folder that the cluster writes, with the data's columns.",
    )
    .action(predict);
}

const formats = ["csv", "ndjson", "parquet"];

function formatOption(): Option {
  const option = new Option(
    "--format <name>",
    "csv, ndjson, a JSON object a line, or parquet, in a folder that Spark writes (default csv).",
  );
  option.argChoices = formats;
  return option.default("csv").argParser((text) => {
    if (formats.includes(text)) return text;
    throw usageError(`--format: found ${JSON.stringify(text)}, expected one of ${formats.join(", ")}`);
  });
}

async function predict(modelPath: string, data: string, flags: PredictFlags): Promise<void> {
  if (isOnSpark(flags)) return predictOnSpark(await loadModel(modelPath), data, flags);
  const format = textFormat(flags);
  const model = await loadModel(modelPath);
  const dataset = await readData(data, readingOf(flags), warn);
  const prediction = predictWith(model, dataset);
  for (const sentence of prediction.warnings) warn(sentence);
  const texts = predictionTexts(prediction, flags.probabilities ? model.classes : [], format);
  if (flags.out !== undefined)
    return writeAtomically(flags.out, Buffer.concat([...texts].map((text) => Buffer.from(text))));
  for (const text of texts) await print(text);
}

function textFormat({ format }: PredictFlags): "csv" | "ndjson" {
  if (format !== "parquet") return format;
  throw usageError(
    "--format parquet is written by Spark alone, where --out is a URL; expected csv or ndjson",
  );
}

const isUrl = (path: string): boolean => /^\w[\w+.-]*:\/\//.test(path);

/** The cluster writes a folder where the output is a URL; else the predictions come here, in the order of the rows. */
async function predictOnSpark(model: Model, data: string, flags: PredictFlags): Promise<void> {
  const { out, format } = flags;
  const shown = { quiet: !process.stderr.isTTY };
  if (out !== undefined && isUrl(out))
    return onSpark(flags, shown, (spark, context) => {
      const target = { path: out, format: format === "ndjson" ? ("json" as const) : format };
      return spark.predictOnSpark(model, sparkSource(spark, data, context, flags), target, context);
    });
  const texts: string[] = [];
  const write = out === undefined ? print : async (text: string) => void texts.push(text);
  await onSpark(flags, shown, (spark, context) => {
    const onRows = eachAsText(model, flags, write);
    return spark.predictOnSpark(model, sparkSource(spark, data, context, flags), { onRows }, context);
  });
  if (out !== undefined) await writeAtomically(out, Buffer.concat(texts.map((text) => Buffer.from(text))));
}

/** Writes predictions some rows at a time, a CSV's header once. */
function eachAsText(
  model: Model,
  flags: PredictFlags,
  write: (text: string) => Promise<void>,
): (rows: Parameters<typeof predictionTexts>[0]) => Promise<void> {
  const format = textFormat(flags);
  let isFirst = true;
  return async (rows) => {
    const texts = predictionTexts(rows, flags.probabilities ? model.classes : [], format);
    if (format === "csv" && !isFirst) texts.next();
    isFirst = false;
    for (const text of texts) await write(text);
  };
}
