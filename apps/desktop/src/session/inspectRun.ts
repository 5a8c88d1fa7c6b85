import { stat } from "node:fs/promises";
import { join } from "node:path";
import { encodeLabels, fingerprint, type Label } from "@softmax/datasets";
import { type Evaluation, evaluate, type Model, predict, type RunParts, runParts } from "@softmax/trainer";
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
    if (start && (await fingerprint(dataset)) !== start.fingerprint)
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

/** Evaluates a part, once. */
export function resultsOf({ model, parts, results }: LoadedRun, name: PartName): PartResults {
  const known = results.get(name);
  if (known) return known;
  const samples = parts?.[name];
  if (!parts || !samples) throw new Error(`This run has no ${name} rows.`);
  const { dataset } = samples;
  const { labels, probabilities } = predict(model, dataset);
  const predicted = indicesOf(labels, model.classes);
  const C = model.classes.length;
  const confidence = Float64Array.from(predicted, (c, i) => probabilities[i * C + c]);
  const computed = {
    evaluation: evaluate(model, dataset, parts),
    targets: encodeLabels(dataset, parts.label, model.classes).targets,
    predicted,
    confidence,
    order: Int32Array.from(predicted, (_, i) => i).sort((a, b) => confidence[b] - confidence[a] || a - b),
  };
  results.set(name, computed);
  return computed;
}

function indicesOf(labels: readonly Label[], classes: readonly Label[]): Int32Array {
  const index = new Map(classes.map((label, c) => [label, c]));
  return Int32Array.from(labels, (label) => index.get(label)!);
}
