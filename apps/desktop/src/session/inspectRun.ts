import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fingerprint } from "@softmax/datasets";
import { readDataset } from "@softmax/datasets/node";
import {
  type Evaluation,
  evaluateRows,
  type Model,
  type PartSamples,
  type RunParts,
  runParts,
} from "@softmax/trainer";
import { readModel, readRun } from "@softmax/trainer/node";
import type { PartName } from "../shared/ipc/inspect.js";
import type { RunId } from "../shared/ipc/runId.js";
import { type ImageScale, imageEncoder, imageScale, pixelsOf } from "./inspectPictures.js";
import type { Places } from "./places.js";
import { readRunData } from "./runsData.js";

/** What a model says of every row of a part; `order` has the most confident first. */
export interface PartResults {
  readonly evaluation: Evaluation;
  readonly targets: Int32Array;
  readonly predicted: Int32Array;
  readonly confidence: Float64Array;
  readonly order: Int32Array;
}

/** A run's model, and the data that it was trained on where they can be read again. */
export interface LoadedRun {
  readonly model: Model;
  readonly parts?: RunParts;
  /** Of the training images, where samples are images. */
  readonly images?: ImageScale;
  readonly notes: readonly string[];
  readonly results: Map<PartName, PartResults>;
  /** Other data that the model is measured on. */
  file?: MeasuredFile;
}

interface MeasuredFile extends PartSamples {
  readonly name: string;
  /** What was passed over when reading, in sentences. */
  readonly warnings: readonly string[];
}

/** Keeps the run that was asked for last; the views ask many times about one. */
export class RunLoader {
  readonly #places: Places;
  #path = "";
  #changed = 0;
  #run: Promise<LoadedRun> | undefined;

  constructor(places: Places) {
    this.#places = places;
  }

  /** @throws DataError where the run has no model, or one that cannot be read */
  async load(run: RunId): Promise<LoadedRun> {
    const path = join(this.#places.project, run);
    const changed = await stat(join(path, "model.safetensors")).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    if (this.#run && this.#path === path && this.#changed === changed) return this.#run;
    [this.#path, this.#changed] = [path, changed];
    this.#run = loadRun(path);
    this.#run.catch(() => {
      this.#run = undefined;
    });
    return this.#run;
  }
}

async function loadRun(path: string): Promise<LoadedRun> {
  const [model, { options, start }] = await Promise.all([readModel(path), readRun(path)]);
  const notes: string[] = [];
  try {
    const { dataset } = await readRunData(path, (warning) => notes.push(sentence(warning)));
    if (start?.fingerprint && (await fingerprint(dataset)) !== start.fingerprint)
      notes.push(
        "The data have changed since this run: the rows below are not all those that it learned from.",
      );
    const parts = runParts(dataset, options);
    const encoder = imageEncoder(model.encoders);
    const images = encoder && imageScale(encoder.image, pixelsOf(parts.train.dataset, encoder));
    return { model, parts, images, notes, results: new Map() };
  } catch (error) {
    return { model, notes: [...notes, sentence((error as Error).message)], results: new Map() };
  }
}

/** With a capital and a full stop. */
export const sentence = (text: string): string =>
  `${text[0].toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`;

/** The samples of a part; undefined where the run has none. */
export const partOf = ({ parts, file }: LoadedRun, name: PartName): PartSamples | undefined =>
  name === "file" ? file : parts?.[name];

/** Evaluates a part, once. */
export function resultsOf(run: LoadedRun, name: PartName): PartResults {
  const known = run.results.get(name);
  if (known) return known;
  const samples = partOf(run, name);
  if (!samples) throw new Error(`This run has no ${name} rows.`);
  const computed = resultsOn(run, samples, name === "file" ? undefined : run.parts?.weight);
  run.results.set(name, computed);
  return computed;
}

function resultsOn({ model, parts }: LoadedRun, { dataset }: PartSamples, weight?: string): PartResults {
  const { evaluation, targets, probabilities } = evaluateRows(model, dataset, {
    label: parts?.label,
    weight,
  });
  const C = model.classes.length;
  const predicted = Int32Array.from(targets, (_, i) =>
    mostProbable(probabilities.subarray(i * C, (i + 1) * C)),
  );
  const confidence = Float64Array.from(predicted, (c, i) => probabilities[i * C + c]);
  const order = Int32Array.from(predicted, (_, i) => i).sort(
    (a, b) => confidence[b] - confidence[a] || a - b,
  );
  return { evaluation, targets, predicted, confidence, order };
}

/** Of equally probable classes the lowest. */
const mostProbable = (p: Float64Array): number =>
  p.reduce((best, value, c) => (value > p[best] ? c : best), 0);

/**
 * Measures the model on a file, or on the test set that it brings; without the run's weights, as `softmax evaluate`
 * does. Where that fails, what was measured before stays.
 */
export async function measureFile(run: LoadedRun, path: string, places: Places): Promise<void> {
  const warnings: string[] = [];
  const read = await readDataset(path, {
    onWarning: (warning) => warnings.push(sentence(places.withoutPaths(warning))),
  });
  const dataset = read.test ?? read;
  const rows = Int32Array.from({ length: dataset.nSamples }, (_, i) => i);
  const results = resultsOn(run, { dataset, rows });
  run.file = { name: read.name, dataset, rows, warnings };
  run.results.set("file", results);
}
