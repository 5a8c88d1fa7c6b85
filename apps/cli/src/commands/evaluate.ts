import { type Evaluation, evaluate as evaluateWith, type Model } from "@softmax/trainer";
import { Command } from "commander";
import { loadModel } from "../model.js";
import { addEngineFlags, type EngineFlags, isOnSpark, onSpark, sparkSource } from "../onSpark.js";
import { evaluationSummary } from "../output/evaluationSummary.js";
import { printJson, printLines, widthOf } from "../output/print.js";
import { styleOf } from "../output/style.js";
import { warn } from "../output/warn.js";
import { addReadingFlags, type Reading, readData, readingOf } from "../reading.js";

interface EvaluateFlags extends Reading, EngineFlags {
  readonly label?: string;
  readonly weight?: string;
  readonly json?: boolean;
}

export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .argument("<model>", "a model file, or the folder of a run")
    .argument("<data>", "labeled data; of data that come with a test set, that is measured");
  command
    .optionsGroup("Data:")
    .option("--label <column>", "Column with the true labels; by default the one of training.")
    .option("--weight <column>", "Column of sample weights.");
  return addReadingFlags(addEngineFlags(command))
    .optionsGroup("Output:")
    .option("--json", "Print one JSON object.")
    .action(evaluate);
}

async function evaluate(modelPath: string, data: string, flags: EvaluateFlags): Promise<void> {
  const measure = isOnSpark(flags) ? inSpark : here;
  const model = await loadModel(modelPath);
  const { evaluation, name } = await measure(model, data, flags);
  for (const sentence of evaluation.warnings) warn(sentence);
  if (flags.json) return printJson(evaluationJson(evaluation, model, { model: modelPath, data }));
  const lines = evaluationSummary(
    evaluation,
    model.classes,
    name,
    widthOf(process.stdout),
    styleOf(process.stdout),
  );
  return printLines(lines);
}

async function here(model: Model, data: string, { label, weight, ...flags }: EvaluateFlags) {
  const dataset = await readData(data, readingOf(flags), warn);
  const evaluation = evaluateWith(model, dataset.test ?? dataset, { label, weight });
  return { evaluation, name: dataset.test ? `${dataset.name}, its test set` : dataset.name };
}

async function inSpark(model: Model, data: string, flags: EvaluateFlags) {
  const { label, weight } = flags;
  const evaluation = await onSpark(flags, { quiet: !process.stderr.isTTY }, (spark, context) =>
    spark.evaluateOnSpark(model, sparkSource(spark, data, context, flags), { ...context, label, weight }),
  );
  return { evaluation, name: data };
}

/** The object that `--json` prints. */
function evaluationJson(evaluation: Evaluation, { classes }: Model, paths: { model: string; data: string }) {
  const { n, accuracy, balancedAccuracy, logLoss, brier, ece, confusion, macro, weighted, warnings } =
    evaluation;
  const perClass = evaluation.perClass.map((metrics, c) => ({ class: classes[c], ...metrics }));
  const overall = { n, accuracy, balancedAccuracy, logLoss, brier, ece };
  return { ...paths, ...overall, classes, perClass, macro, weighted, confusion, warnings };
}
