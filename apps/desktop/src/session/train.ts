import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Dataset } from "@softmax/datasets";
import {
  type Checkpoint,
  type Prepared,
  parseRunConfig,
  type RunOptions,
  type TrainEvent,
  train,
} from "@softmax/trainer";
import { createRun, freshRunPath, type OpenRun, recordRun, reopenRun } from "@softmax/trainer/node";
import type { Handlers } from "../shared/ipc/channel.js";
import { type RunId, runIdSchema, type trainChannels } from "../shared/ipc/train.js";
import { type Datasets, drawnBy, type OpenDataset } from "./data.js";
import { follow } from "./follow.js";
import { optionFields } from "./optionFields.js";
import { Pace } from "./pace.js";
import { Recording, type Recordings } from "./pictures.js";
import type { Places } from "./places.js";
import { recipeOf, textOf } from "./recipe.js";
import type { Send } from "./send.js";

export interface TrainEnvironment {
  readonly places: Places;
  readonly datasets: Datasets;
  readonly send: Send;
  /** Puts a text into the clipboard. */
  readonly copy: (text: string) => void;
}

/** The run that goes on: one at a time. */
interface ActiveRun {
  readonly id: RunId;
  readonly pace: Pace;
  readonly abort: AbortController;
}

export function trainHandlers(
  { places, datasets, send, copy }: TrainEnvironment,
  recordings: Recordings,
): Handlers<typeof trainChannels> {
  let active: ActiveRun | undefined;
  const change = (act: (run: ActiveRun) => void) => {
    if (!active) throw new Error("No run is going on.");
    act(active);
    send("train.state", { run: active.id, state: active.pace.paused ? "paused" : "running" });
  };
  const refuseSecond = () => {
    if (active) throw new Error("A run is going on; stop it first.");
  };
  /** Makes it the active run, records it and drives it until it ends. */
  const drive = ({ run, abort, events, prepared }: BegunRun, paused: boolean): RunId => {
    const id = runIdSchema.parse(basename(run.path));
    const recording = new Recording(id, prepared);
    active = { id, pace: new Pace(paused), abort };
    recordings.last = recording;
    follow(active.pace, recording, recordRun(run, events), send)
      .then((result) => () => send("train.ended", { run: id, result }))
      .catch(
        (error: Error) => () =>
          send("train.failed", { run: id, message: places.withoutPaths(error.message) }),
      )
      .then((tell) => {
        active = undefined;
        tell();
      });
    return id;
  };
  return {
    "train.options": optionFields,
    "train.recipe": ({ dataset, options }) => recipeOf(datasets.get(dataset), options),
    "train.copyRecipe": ({ dataset, options, as }) => copy(textOf(datasets.get(dataset), options, as)),
    "train.start": async ({ dataset, options, paused }) => {
      refuseSecond();
      const data = await drawnBy(parseRunConfig(options).seed, datasets, dataset, send);
      return drive(await begin(places.project, data, options), paused);
    },
    "train.continue": async ({ run, dataset }) => {
      refuseSecond();
      return drive(await goOn(join(places.project, run), datasets.get(dataset)), false);
    },
    "train.pause": () => change(({ pace }) => pace.pause()),
    "train.resume": () => change(({ pace }) => pace.resume()),
    "train.step": () => change(({ pace }) => pace.step()),
    "train.stop": () =>
      change(({ pace, abort }) => {
        abort.abort();
        pace.resume();
      }),
  };
}

/** A run that has its folder and its first event. */
interface BegunRun {
  readonly run: OpenRun;
  readonly abort: AbortController;
  readonly events: AsyncIterable<TrainEvent>;
  readonly prepared: Prepared;
}

/** Prepares the run, so that unusable data or options leave no folder behind, then makes its folder. */
async function begin(
  project: string,
  data: OpenDataset,
  options: Record<string, unknown>,
): Promise<BegunRun> {
  const asked = options as RunOptions;
  const begun = await firstEvent(data.dataset, asked);
  return { run: await newRun(project, data, asked), ...begun };
}

/** Goes on from the run's last checkpoint, or from its start where it has none. */
async function goOn(path: string, { dataset }: OpenDataset): Promise<BegunRun> {
  const { checkpoint, ...run } = await reopenRun(path);
  return { run, ...(await firstEvent(dataset, run.record.options, checkpoint)) };
}

/** Starts to train, up to the first event: everything that can be wrong with data or options shows by then. */
async function firstEvent(dataset: Dataset, options: RunOptions, resume?: Checkpoint) {
  const abort = new AbortController();
  let prepared!: Prepared;
  const onPrepared = (told: Prepared) => {
    prepared = told;
  };
  const events = train(dataset, options, { signal: abort.signal, resume, onPrepared });
  const first = await events.next();
  return { abort, prepared, events: startingWith(first.value as TrainEvent, events) };
}

async function newRun(project: string, { source, test }: OpenDataset, options: RunOptions): Promise<OpenRun> {
  await mkdir(project, { recursive: true });
  const path = await freshRunPath(project, folderName(source));
  return createRun(path, { data: source, test }, options);
}

const folderName = (source: string) =>
  basename(source)
    .replace(/\.gz$/i, "")
    .replace(/(?<=.)\.\w+$/, "");

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
