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
import { type Datasets, drawnBy, folderName, type OpenDataset } from "./data.js";
import { follow } from "./follow.js";
import { optionFields } from "./optionFields.js";
import { Pace } from "./pace.js";
import { Recording, type Recordings } from "./pictures.js";
import type { Places } from "./places.js";
import { recipeOf, textOf } from "./recipe.js";
import type { Send } from "./send.js";
import { type SparkRun, startOnSpark } from "./trainOnSpark.js";

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
  /** Absent where the run goes on in a cluster, which takes no pauses. */
  readonly pace?: Pace;
  readonly abort: AbortController;
}

export function trainHandlers(
  { places, datasets, send, copy }: TrainEnvironment,
  recordings: Recordings,
): Handlers<typeof trainChannels> {
  let active: ActiveRun | undefined;
  const going = () => {
    if (!active) throw new Error("No run is going on.");
    return active;
  };
  const change = (act: (pace: Pace) => void) => {
    const { id, pace } = going();
    if (!pace) throw new Error("Spark trains without pauses; a run there can be stopped.");
    act(pace);
    send("train.state", { run: id, state: pace.paused ? "paused" : "running" });
  };
  const refuseSecond = () => {
    if (active) throw new Error("A run is going on; stop it first.");
  };
  /** Makes it the active run, records it and drives it until it ends. */
  const drive = ({ run, abort, events, prepared }: BegunRun, paused: boolean): RunId => {
    const id = runIdSchema.parse(basename(run.path));
    const recording = new Recording(id, prepared);
    const pace = new Pace(paused);
    active = { id, pace, abort };
    recordings.last = recording;
    const ended = follow(pace, recording, recordRun(run, events), send);
    conclude(
      id,
      ended.then((result) => () => send("train.ended", { run: id, result })),
    );
    return id;
  };
  /** Once a run is over, another one may start; then the page is told. */
  const conclude = (id: RunId, telling: Promise<() => void>) => {
    telling
      .catch(
        (error: Error) => () =>
          send("train.failed", { run: id, message: places.withoutPaths(error.message) }),
      )
      .then((tell) => {
        active = undefined;
        tell();
      });
  };
  const driveOnSpark = ({ id, abort, done }: SparkRun): RunId => {
    active = { id, abort };
    recordings.last = undefined;
    conclude(id, done);
    return id;
  };
  return {
    "train.options": optionFields,
    "train.recipe": ({ dataset, options }) => recipeOf(datasets.get(dataset), options),
    "train.copyRecipe": ({ dataset, options, as }) => copy(textOf(datasets.get(dataset), options, as)),
    "train.start": async ({ dataset, options, paused }) => {
      refuseSecond();
      const asked = options as RunOptions;
      if (asked.engine === "spark")
        return driveOnSpark(await startOnSpark(places.project, datasets.get(dataset), asked, send));
      const data = await drawnBy(parseRunConfig(options).seed, datasets, dataset, send);
      return drive(await begin(places.project, data, options), paused);
    },
    "train.continue": async ({ run, dataset }) => {
      refuseSecond();
      return drive(await goOn(join(places.project, run), datasets.get(dataset)), false);
    },
    "train.pause": () => change((pace) => pace.pause()),
    "train.resume": () => change((pace) => pace.resume()),
    "train.step": () => change((pace) => pace.step()),
    "train.stop": () => {
      const { pace, abort } = going();
      abort.abort();
      if (pace) change(() => pace.resume());
    },
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

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
