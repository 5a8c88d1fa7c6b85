import { readDataset } from "@softmax/datasets/node";
import { type Prediction, predict, predictionTexts } from "@softmax/trainer";
import type { Handlers } from "../shared/ipc/channel.js";
import { type Batch, type BatchId, batchIdSchema, type predictChannels } from "../shared/ipc/predict.js";
import { featuresOfPicture, imageEncoder } from "./inspectPictures.js";
import { type LoadedRun, type RunLoader, sentence } from "./inspectRun.js";
import type { Places } from "./places.js";
import { exampleOf, formOf } from "./predictForm.js";
import { predictRow, predictValues } from "./predictSample.js";

interface KeptBatch {
  readonly id: BatchId;
  readonly classes: LoadedRun["model"]["classes"];
  readonly prediction: Prediction;
}

/** Rows of a file that are shown. */
const shown = 200;

export function predictHandlers(runs: RunLoader, places: Places): Handlers<typeof predictChannels> {
  let kept: KeptBatch | undefined;
  let made = 0;
  return {
    "predict.form": async ({ run }) => formOf(await runs.load(run)),
    "predict.sample": async ({ run, values }) => predictValues((await runs.load(run)).model, values),
    "predict.picture": async ({ run, pixels }) => predictPicture(await runs.load(run), pixels),
    "predict.example": async ({ run, index }) => exampleOf(await runs.load(run), index),
    "predict.file": async ({ run, handle }) => {
      const { model } = await runs.load(run);
      const warnings: string[] = [];
      const dataset = await readDataset(places.file(handle), {
        onWarning: (warning) => warnings.push(places.withoutPaths(warning)),
      });
      const prediction = predict(model, dataset);
      const id = batchIdSchema.parse(`batch-${++made}`);
      kept = { id, classes: model.classes, prediction };
      const all = [...warnings, ...prediction.warnings].map(sentence);
      return { id, name: dataset.name, warnings: all, ...summaryOf(kept) };
    },
    "predict.csv": ({ batch, probabilities }) => {
      if (kept?.id !== batch) throw new Error("This prediction is no longer there; predict the file again.");
      return [...predictionTexts(kept.prediction, probabilities ? kept.classes : [], "csv")].join("");
    },
  };
}

function predictPicture({ model, images }: LoadedRun, pixels: Uint8Array) {
  const encoder = imageEncoder(model.encoders);
  if (!encoder) throw new Error("This model does not take images.");
  if (pixels.length !== encoder.nFeatures)
    throw new Error(`The image has ${pixels.length} values; the model needs ${encoder.nFeatures}.`);
  const scale = images ?? { layout: encoder.image, brightest: 255, unit: 1 };
  return predictRow(model, featuresOfPicture(pixels, scale));
}

function summaryOf({ classes, prediction }: KeptBatch): Pick<Batch, "n" | "classes" | "counts" | "first"> {
  const index = new Map(classes.map((label, c) => [label, c]));
  const predicted = prediction.labels.map((label) => index.get(label)!);
  const counts = new Array<number>(classes.length).fill(0);
  for (const c of predicted) counts[c]++;
  const first = predicted.slice(0, shown).map((c, i) => ({
    predicted: c,
    confidence: prediction.probabilities[i * classes.length + c],
  }));
  return { n: predicted.length, classes, counts, first };
}
