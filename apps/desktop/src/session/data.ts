import { basename, join } from "node:path";
import { type Dataset, encodeLabels, listDatasets, loadDataset } from "@softmax/datasets";
import { readDataset } from "@softmax/datasets/node";
import type { Handlers } from "../shared/ipc/channel.js";
import {
  type DataSource,
  type DatasetId,
  type DatasetSummary,
  type dataChannels,
  datasetIdSchema,
  type LabelSummary,
} from "../shared/ipc/data.js";
import { imagesOf } from "./dataImages.js";
import { profileOf } from "./dataProfile.js";
import { rowsOf, summaryOf } from "./datasetSummary.js";
import type { Places } from "./places.js";
import { keptPoints } from "./points.js";
import { readRunData } from "./runsData.js";
import type { Send } from "./send.js";

/** Data that were read, and what `run.json` says of where they are from. */
export interface OpenDataset {
  readonly dataset: Dataset;
  readonly source: string;
  /** The file of the test set, where it was chosen apart. */
  readonly test?: string;
  /** What generated data were drawn by; 0 where nothing is said. */
  readonly seed?: number;
}

/** What stands behind a path or a name. */
export const kindOf = (source: string): "file" | "bundled" | "generated" =>
  listDatasets().find(({ name }) => name === source)?.kind ?? "file";

/** What a run's folder is called after, before its number. */
export const folderName = (source: string): string =>
  basename(source)
    .replace(/\.gz$/i, "")
    .replace(/(?<=.)\.\w+$/, "");

/**
 * The data that a run with this seed is on: generated ones are drawn by it, as the command line does, and take the
 * place of those that were open.
 */
export async function drawnBy(
  seed: number,
  datasets: Datasets,
  id: DatasetId,
  send: Send,
): Promise<OpenDataset> {
  const open = datasets.get(id);
  if (kindOf(open.source) !== "generated" || (open.seed ?? 0) === seed) return open;
  const { test } = open.dataset;
  const drawn = { ...open, dataset: { ...(await loadDataset(open.source, { seed })), test }, seed };
  datasets.replace(id, drawn);
  send("data.redrawn", { dataset: id });
  return drawn;
}

/** The data that were opened, by their id. */
export class Datasets {
  readonly #open = new Map<DatasetId, OpenDataset>();
  #opened = 0;

  add(dataset: OpenDataset): DatasetId {
    const id = datasetIdSchema.parse(`dataset-${++this.#opened}`);
    this.#open.set(id, dataset);
    return id;
  }

  replace(id: DatasetId, dataset: OpenDataset): void {
    this.#open.set(id, dataset);
  }

  close(id: DatasetId): void {
    this.#open.delete(id);
  }

  get(id: DatasetId): OpenDataset {
    const found = this.#open.get(id);
    if (!found) throw new Error("These data are no longer open; open them again.");
    return found;
  }
}

export function dataHandlers(places: Places) {
  const datasets = new Datasets();
  const handlers: Handlers<typeof dataChannels> = {
    "data.list": () => listDatasets(),
    "data.open": async ({ source }) => {
      if (source.kind === "run") return openRunData(join(places.project, source.run), datasets, places);
      const from = await pathOf(source, places);
      const warnings: string[] = [];
      const dataset =
        source.kind === "named"
          ? await loadDataset(from)
          : await readDataset(from, {
              onWarning: (sentence) => warnings.push(places.withoutPaths(sentence)),
            });
      return { ...summaryOf(dataset), id: datasets.add({ dataset, source: from }), warnings };
    },
    "data.close": ({ dataset }) => datasets.close(dataset),
    "data.rows": ({ dataset, from, count }) => rowsOf(datasets.get(dataset).dataset, from, count),
    "data.images": ({ dataset, ...asked }) => imagesOf(datasets.get(dataset).dataset, asked),
    "data.profile": ({ dataset }) => profileOf(datasets.get(dataset).dataset),
    "data.setTest": async ({ dataset: id, test: handle }) => {
      const { dataset, ...open } = datasets.get(id);
      const test = handle === null ? undefined : places.file(handle);
      const held = test === undefined ? undefined : await readTest(dataset, test);
      datasets.replace(id, { ...open, dataset: { ...dataset, test: held }, test });
      return held?.nSamples ?? 0;
    },
    "data.label": ({ dataset, label }) => labelSummary(datasets.get(dataset).dataset, label),
  };
  return { datasets, handlers };
}

/** The path or the name that `readDataset` takes. */
async function pathOf(source: Exclude<DataSource, { kind: "run" }>, places: Places): Promise<string> {
  if (source.kind === "file") return places.file(source.handle);
  return source.kind === "named" ? source.name : keptPoints(places.project);
}

async function openRunData(run: string, datasets: Datasets, places: Places): Promise<DatasetSummary> {
  const warnings: string[] = [];
  const { label, ...data } = await readRunData(run, (sentence) =>
    warnings.push(places.withoutPaths(sentence)),
  );
  const summary = summaryOf(data.dataset);
  return { ...summary, label: label ?? summary.label, id: datasets.add(data), warnings };
}

/** A test set must have the columns of the data; it may have more. */
async function readTest({ columns }: Dataset, path: string): Promise<Dataset> {
  const { test: _, ...held } = await readDataset(path);
  const absent = columns.find(({ name }) => !held.columns.some((column) => column.name === name));
  if (absent)
    throw new Error(
      `${held.name}: no column "${absent.name}"; a test file has the columns of the data it tests.`,
    );
  return held;
}

function labelSummary(dataset: Dataset, label: string): LabelSummary {
  const { targets, classes } = encodeLabels(dataset, label);
  if (classes.length > 1000)
    throw new Error(`"${label}" has ${classes.length} different values; a label has one for each class`);
  const counts = new Array<number>(classes.length).fill(0);
  let missing = 0;
  for (const target of targets)
    if (target === -1) missing++;
    else counts[target]++;
  return { classes: classes.map((name, c) => ({ label: name, count: counts[c] })), missing };
}
