import { mkdir, rmdir } from "node:fs/promises";
import { basename } from "node:path";
import type { SparkProgress } from "@softmax/spark";
import { parseSparkConfig, type RunOptions } from "@softmax/trainer";
import { createRun, freshRunPath, recordFinished } from "@softmax/trainer/node";
import { type RunId, runIdSchema } from "../shared/ipc/runId.js";
import { folderName, kindOf, type OpenDataset } from "./data.js";
import type { Send } from "./send.js";

/** A run that a cluster carries out. */
export interface SparkRun {
  readonly id: RunId;
  readonly abort: AbortController;
  /** Resolves, when the run is in its folder, to what tells the page; rejects where it failed, leaving no folder. */
  readonly done: Promise<() => void>;
}

/** Has Spark train on a file, which its executors read by the same path. */
export async function startOnSpark(
  project: string,
  data: OpenDataset,
  options: RunOptions,
  send: Send,
): Promise<SparkRun> {
  parseSparkConfig(options);
  if (kindOf(data.source) !== "file" || data.test !== undefined)
    throw new Error(
      "engine: Spark trains on one file, or many, that it reads itself; open such data without a test set",
    );
  const path = await freshRunPath(project, folderName(data.source));
  await mkdir(path, { recursive: true });
  const id = runIdSchema.parse(basename(path));
  const abort = new AbortController();
  send("train.elsewhere", { run: id, doing: "connecting to Spark" });
  const done = carryOut(path, id, data, options, send, abort.signal).catch(async (error) => {
    await rmdir(path);
    throw abort.signal.aborted
      ? new Error("Stopped: the job in Spark has ended, and nothing of it was kept.")
      : error;
  });
  return { id, abort, done };
}

async function carryOut(
  path: string,
  run: RunId,
  { source }: OpenDataset,
  options: RunOptions,
  send: Send,
  signal: AbortSignal,
): Promise<() => void> {
  const { fitOnSpark, finishedRun } = await import("@softmax/spark");
  const onProgress = (progress: SparkProgress) =>
    send("train.elsewhere", { run, doing: `Spark: ${doingOf(progress)}` });
  const finished = finishedRun(await fitOnSpark(source, options, { signal, onProgress }));
  await recordFinished(await createRun(path, { data: source }, options), finished);
  const { start, objectives, result } = finished;
  const { model: _, config: _config, ...summary } = result;
  return () => {
    send("train.started", { run, start });
    send("train.progress", { run, ...curveOf(objectives), ...paceOf(result) });
    send("train.ended", { run, result: summary });
  };
}

/** Of each step Spark tells the objective alone. */
function curveOf(objectives: readonly number[]) {
  const unknown = objectives.map(() => Number.NaN);
  return {
    steps: objectives.map((_, step) => step),
    objective: objectives,
    gradientNorm: unknown,
    validationLoss: unknown,
    validationAccuracy: unknown,
    measured: [],
  };
}

const paceOf = ({ seconds, steps }: { readonly seconds: number; readonly steps: number }) => ({
  seconds,
  speed: steps / seconds,
});

const doingOf = ({ step, tasks, completedTasks }: SparkProgress): string =>
  tasks > 0 ? `${step}, ${completedTasks} of ${tasks} tasks` : step;
