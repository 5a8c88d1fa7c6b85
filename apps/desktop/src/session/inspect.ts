import { type Encoder, encoderWidth, featureNames } from "@softmax/datasets";
import { explain } from "@softmax/trainer";
import type { Handlers } from "../shared/ipc/channel.js";
import type {
  ExplainedSample,
  InspectedRun,
  inspectChannels,
  PartName,
  SampleList,
  SampleSummary,
} from "../shared/ipc/inspect.js";
import { rowsOf } from "./datasetSummary.js";
import { imageEncoder, pictureOf, pixelsOf } from "./inspectPictures.js";
import { type LoadedRun, measureFile, partOf, type RunLoader, resultsOf } from "./inspectRun.js";
import { weightsOf } from "./inspectWeights.js";
import type { Places } from "./places.js";

export const inspectHandlers = (runs: RunLoader, places: Places): Handlers<typeof inspectChannels> => ({
  "inspect.open": async ({ run }) => describe(await runs.load(run)),
  "inspect.openFile": async ({ run, handle }) => {
    const loaded = await runs.load(run);
    await measureFile(loaded, places.file(handle), places);
    return describe(loaded);
  },
  "inspect.evaluate": async ({ run, part }) => resultsOf(await runs.load(run), part).evaluation,
  "inspect.samples": async ({ run, part, ...asked }) => listSamples(await runs.load(run), part, asked),
  "inspect.sample": async ({ run, part, index }) => explainSample(await runs.load(run), part, index),
  "inspect.weights": async ({ run }) => weightsOf((await runs.load(run)).model),
});

const partNames = ["test", "validation", "train", "file"] as const;

function describe(run: LoadedRun): InspectedRun {
  const { model, parts, notes, file } = run;
  return {
    classes: model.classes,
    label: parts?.label ?? model.label ?? "label",
    nFeatures: model.weights.length / model.classes.length,
    isImage: imageEncoder(model.encoders) !== undefined,
    parts: partNames.flatMap((name) => {
      const part = partOf(run, name);
      return part ? [{ name, n: part.rows.length, file: name === "file" ? file?.name : undefined }] : [];
    }),
    notes: [...notes, ...(file?.warnings ?? [])],
  };
}

interface Asked {
  readonly cell?: { readonly truth: number; readonly predicted: number };
  readonly from: number;
  readonly count: number;
}

function listSamples(run: LoadedRun, part: PartName, { cell, from, count }: Asked): SampleList {
  const { targets, predicted, order } = resultsOf(run, part);
  const chosen = order.filter((i) =>
    cell ? targets[i] === cell.truth && predicted[i] === cell.predicted : targets[i] !== predicted[i],
  );
  const shown = chosen.subarray(from, from + count);
  return { total: chosen.length, samples: Array.from(shown, (i) => summarize(run, part, i)) };
}

function summarize(run: LoadedRun, part: PartName, index: number): SampleSummary {
  const { targets, predicted, confidence } = resultsOf(run, part);
  const { dataset, rows } = partOf(run, part)!;
  const { images, model } = run;
  return {
    index,
    row: rows[index] + 1,
    truth: targets[index],
    predicted: predicted[index],
    confidence: confidence[index],
    picture: images && pictureOf(pixelsOf(dataset, model.encoders[0]), index, images),
  };
}

function explainSample(run: LoadedRun, part: PartName, index: number): ExplainedSample {
  const { model } = run;
  const { dataset } = partOf(run, part)!;
  const explanation = explain(model, dataset, index);
  const names = featureNames(model.encoders);
  const values = rowsOf(dataset, index, 1)[0];
  const cells = new Map(
    dataset.columns.flatMap(({ kind, name }, c) => (kind === "block" ? [] : [[name, values[c]] as const])),
  );
  const owners = model.encoders.flatMap((encoder) => new Array<Encoder>(encoderWidth(encoder)).fill(encoder));
  return {
    ...summarize(run, part, index),
    ...explanation,
    names: Array.from(explanation.features, (j) => names[j]),
    given: Array.from(
      explanation.features,
      (j, k) => cells.get(owners[j].column) ?? unencoded(owners[j], explanation.values[k]),
    ),
    link: model.link,
    bias: model.bias,
    nFeatures: names.length,
  };
}

/** The value of a block's feature in the data, where encoding only scaled it. */
const unencoded = (encoder: Encoder, value: number): number | null =>
  encoder.kind === "block" && !encoder.mean ? value / encoder.scale : null;
