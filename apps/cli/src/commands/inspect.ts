import { stat } from "node:fs/promises";
import type { Encoder } from "@softmax/datasets";
import { encoderWidth } from "@softmax/datasets";
import type { Model } from "@softmax/trainer";
import { type RunRecord, readRun } from "@softmax/trainer/node";
import { Command } from "commander";
import { loadModel } from "../model.js";
import { modelSummary } from "../output/modelSummary.js";
import { printJson, printLines, widthOf } from "../output/print.js";
import { styleOf } from "../output/style.js";
import { largestWeights } from "../weights.js";

export const inspectCommand = (): Command =>
  new Command("inspect")
    .argument("<model>", "a model file, or the folder of a run")
    .optionsGroup("Output:")
    .option("--json", "Print one JSON object.")
    .action(inspect);

async function inspect(path: string, { json }: { json?: boolean }): Promise<void> {
  const model = await loadModel(path);
  const isFolder = (await stat(path)).isDirectory();
  const run = isFolder ? await readRun(path) : undefined;
  if (json) return printJson(modelJson(path, model, run));
  return printLines(modelSummary(path, model, run, widthOf(process.stdout), styleOf(process.stdout)));
}

/** The object that `--json` prints. */
function modelJson(path: string, model: Model, run: RunRecord | undefined) {
  const { classes, label, link, encoders, weights, training } = model;
  return {
    model: path,
    classes,
    label: label ?? null,
    features: { n: weights.length / classes.length },
    link,
    encoders: encoders.map(described),
    ...training,
    largestWeights: largestWeights(model, 10),
    run: run ? { startedAt: run.startedAt, source: run.source, options: run.options } : null,
  };
}

/** An encoder without what is as long as its features. */
function described(encoder: Encoder) {
  const fields = Object.entries(encoder).filter(([, value]) => typeof value !== "object");
  return { ...Object.fromEntries(fields), nFeatures: encoderWidth(encoder) };
}
