import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseRunConfig, type RunOptions, type TrainEvent, train } from "@softmax/trainer";
import {
  createRun,
  freshRunPath,
  type OpenRun,
  type RunSummary,
  recordRun,
  reopenRun,
} from "@softmax/trainer/node";
import type { Handlers } from "../shared/ipc/channel.js";
import { type RunId, runIdSchema, type trainChannels } from "../shared/ipc/train.js";
import type { Datasets, OpenDataset } from "./data.js";
import { optionFields } from "./optionFields.js";
import { Pace } from "./pace.js";
import type { Places } from "./places.js";
import { ProgressFeed } from "./progress.js";
import type { Send } from "./send.js";

export interface TrainEnvironment {
  readonly places: Places;
  readonly datasets: Datasets;
  readonly send: Send;
}

/** The run that goes on: one at a time. */
interface ActiveRun {
  readonly id: RunId;
  readonly pace: Pace;
  readonly abort: AbortController;
}

export function trainHandlers({ places, datasets, send }: TrainEnvironment): Handlers<typeof trainChannels> {
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
  const drive = ({ run, abort, events }: Prepared, paused: boolean): RunId => {
    const id = runIdSchema.parse(basename(run.path));
    active = { id, pace: new Pace(paused), abort };
    follow(active, recordRun(run, events), send)
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
    "train.start": async ({ dataset, options, paused }) => {
      refuseSecond();
      return drive(await begin(places.project, datasets.get(dataset), options), paused);
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
interface Prepared {
  readonly run: OpenRun;
  readonly abort: AbortController;
  readonly events: AsyncIterable<TrainEvent>;
}

/** Prepares the run, so that unusable data or options leave no folder behind, then makes its folder. */
async function begin(
  project: string,
  { dataset, source }: OpenDataset,
  options: Record<string, unknown>,
): Promise<Prepared> {
  parseRunConfig(options);
  const asked = options as RunOptions;
  const abort = new AbortController();
  const events = train(dataset, asked, { signal: abort.signal });
  const first = await events.next();
  const run = await newRun(project, source, asked);
  return { run, abort, events: startingWith(first.value as TrainEvent, events) };
}

/** Goes on from the run's last checkpoint, or from its start where it has none. */
async function goOn(path: string, { dataset }: OpenDataset): Promise<Prepared> {
  const { checkpoint, ...run } = await reopenRun(path);
  const abort = new AbortController();
  const events = train(dataset, run.record.options, { signal: abort.signal, resume: checkpoint });
  const first = await events.next();
  return { run, abort, events: startingWith(first.value as TrainEvent, events) };
}

async function newRun(project: string, source: string, options: RunOptions): Promise<OpenRun> {
  await mkdir(project, { recursive: true });
  const path = await freshRunPath(project, folderName(source));
  return createRun(path, { data: source }, options);
}

const folderName = (source: string) =>
  basename(source)
    .replace(/\.gz$/i, "")
    .replace(/(?<=.)\.\w+$/, "");

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

/** Drives the run to its end, as fast as its pace allows. */
async function follow(
  { id, pace }: ActiveRun,
  events: AsyncGenerator<TrainEvent>,
  send: Send,
): Promise<RunSummary> {
  const feed = new ProgressFeed(id, (progress) => send("train.progress", progress));
  for await (const event of events) {
    if (event.type === "end") {
      feed.flush();
      const { model: _, config: _config, ...result } = event.result;
      return result;
    }
    if (event.type === "start") send("train.started", { run: id, start: event });
    else feed.add(event);
    if (pace.paused) {
      feed.flush();
      send("train.state", { run: id, state: "paused" });
    }
    await pace.next();
  }
  throw new Error("the run ended without a result");
}
