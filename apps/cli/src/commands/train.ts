import { join } from "node:path";
import {
  type BlocksEvent,
  encodeModel,
  type StartEvent,
  shellQuoted,
  type TrainResult,
} from "@softmax/trainer";
import { recordRun } from "@softmax/trainer/node";
import { Command, Option } from "commander";
import { exitCodes, Failure, usageError, withFlagNames } from "../failure.js";
import { addRunFlags } from "../flags.js";
import { type Interrupt, listenForInterrupt } from "../interrupt.js";
import { isOnSpark } from "../onSpark.js";
import { announce } from "../output/announce.js";
import { printJson, printLines, widthOf } from "../output/print.js";
import { type Progress, progress, silentProgress } from "../output/progress.js";
import { styleOf } from "../output/style.js";
import { type RunReport, trainSummary } from "../output/trainSummary.js";
import { warn } from "../output/warn.js";
import { addReadingFlags } from "../reading.js";
import { addMemoryFlag, streamedData } from "../streamJob.js";
import {
  dataInMemory,
  freshJob,
  type ReadTraining,
  repeatedJob,
  resumedJob,
  type TrainFlags,
  type TrainJob,
} from "../trainJob.js";
import { trainOnSpark } from "../trainOnSpark.js";

export function trainCommand(): Command {
  const command = new Command("train")
    .argument("[data]", "a file, folder, glob (in quotes) or data set's name; - for standard input")
    .usage("<data> [options]\n       softmax train --resume <run>\n       softmax train --repeat <run>");
  addRunFlags(command);
  command.addOption(
    new Option("--test <file>", "Data to test on, with the same columns.").helpGroup("Data:"),
  );
  addMemoryFlag(command);
  addReadingFlags(command);
  return command
    .optionsGroup("Output:")
    .option("--out <folder>", "Where the run goes; default runs/<data>-<k>.")
    .option("--resume <run>", "Go on with an interrupted run, as if it had not been interrupted.")
    .option("--repeat <run>", "Train a run once more as it was, and compare the models byte for byte.")
    .option("--json", "Print one JSON object instead of the summary.")
    .option("--quiet", "No progress; print the run's folder alone.")
    .option("--strict", "Exit with 4 unless the run has converged.")
    .action(train);
}

async function train(data: string | undefined, flags: TrainFlags): Promise<void> {
  const again = flags.resume ?? flags.repeat;
  if (data === undefined && again === undefined)
    throw usageError(
      "train: no data given; expected a file, a folder or a data set's name, e.g. softmax train iris",
    );
  if (data !== undefined && again === undefined && isOnSpark(flags)) {
    if (flags.memory !== undefined)
      throw usageError("--memory does not go with --engine spark: the data stay in the cluster");
    const report = await trainOnSpark(data, flags);
    for (const sentence of report.start.warnings) warn(sentence);
    await printReport(report, flags);
    return refuseUnfinished(report, undefined, flags);
  }
  const job = await jobOf(data, flags);
  const shown = flags.quiet ? silentProgress : progress(process.stderr, job.data.name);
  const interrupt = listenForInterrupt(() =>
    shown.note("stopping after this step; Ctrl-C once more to stop at once"),
  );
  try {
    const report = await follow(job.train(interrupt.signal), job, shown, interrupt);
    shown.close();
    await printReport(report, flags);
    refuseUnfinished(report, interrupt.exitCode, flags);
    refuseDifferent(report);
  } finally {
    shown.close();
    interrupt.release();
    await job.data.close();
  }
}

function jobOf(data: string | undefined, flags: TrainFlags): Promise<TrainJob> {
  const read: ReadTraining = (source, options) => {
    if (source.memory !== undefined)
      return streamedData({ ...source, memory: source.memory }, options, flags, warn);
    const task = () => dataInMemory(source, options, warn);
    return flags.quiet ? task() : announce(process.stderr, `reading ${source.data}`, task);
  };
  if (flags.resume !== undefined) return resumedJob(data, flags, read);
  if (flags.repeat !== undefined) return repeatedJob(data, flags, read);
  return freshJob(data!, flags, read);
}

/** Drives the run to its end, into its folder and past the eyes of the user. */
async function follow(
  events: AsyncGenerator<BlocksEvent, TrainResult>,
  job: TrainJob,
  shown: Progress,
  interrupt: Interrupt,
): Promise<RunReport> {
  const first = (await events.next()).value as BlocksEvent;
  refuseOtherData(job, first);
  const run = await job.open();
  let start: StartEvent | undefined;
  for await (const event of recordRun(run, startingWith(first, events))) {
    if (event.type === "start") {
      start = event;
      for (const sentence of event.warnings) warn(sentence);
    }
    shown.show(event);
    if (event.type === "interrupt") throw interrupted(run.path, event.step, interrupt.exitCode);
    if (event.type === "end")
      return {
        run: run.path,
        start: start!,
        result: event.result,
        repeats: job.repeats && {
          run: job.repeats.run,
          identical: Buffer.from(job.repeats.model).equals(encodeModel(event.result.model)),
        },
      };
  }
  throw new Error("the run ended without a result");
}

function refuseOtherData({ repeats }: TrainJob, start: BlocksEvent): void {
  if (!repeats || start.type !== "start" || start.fingerprint === repeats.fingerprint) return;
  const sha = (fingerprint: string) => `${fingerprint.slice(0, 12)}…`;
  throw new Failure(
    exitCodes.data,
    `repeat: the data changed since ${repeats.run} (sha256 ${sha(start.fingerprint)}, the run's ${sha(repeats.fingerprint)})`,
  );
}

async function* startingWith<T>(first: T, rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}

async function printReport(report: RunReport, { json, quiet }: TrainFlags): Promise<void> {
  if (json) return printJson(trainJson(report));
  if (quiet) return printLines([report.run]);
  return printLines(trainSummary(report, widthOf(process.stdout), styleOf(process.stdout)));
}

/** The object that `--json` prints. */
export function trainJson({ run, start, result, repeats }: RunReport) {
  const { status, message, steps, seconds, objective, gradientNorm, certificate, train, validation, test } =
    result;
  return {
    run,
    ...(repeats && { repeats }),
    model: status === "diverged" ? null : join(run, "model.safetensors"),
    status,
    message,
    steps,
    seconds,
    objective,
    gradientNorm,
    certificate,
    train: fit(train),
    ...(validation && { validation: fit(validation) }),
    test: test ? { ...fit(test), confusion: test.confusion } : null,
    classes: start.classes,
    features: { n: start.nFeatures },
    config: result.config,
    warnings: start.warnings,
  };
}

function refuseDifferent({ run, repeats }: RunReport): void {
  if (repeats && !repeats.identical)
    throw new Failure(
      exitCodes.different,
      `${run}: the model differs from that of ${repeats.run}; without --deterministic, the same bytes need the same program, engine and processor`,
    );
}

const fit = ({ accuracy, logLoss, n }: TrainResult["train"]) => ({ accuracy, logLoss, n });

function refuseUnfinished(
  { run, result }: RunReport,
  signalCode: number | undefined,
  { strict }: TrainFlags,
): void {
  if (result.status === "aborted") throw interrupted(run, result.steps, signalCode);
  if (strict && result.status !== "converged")
    throw new Failure(exitCodes.notConverged, `not converged: ${withFlagNames(result.message)}`);
}

const interrupted = (run: string, steps: number, signalCode: number = exitCodes.interrupted): Failure =>
  new Failure(
    signalCode,
    `interrupted after ${steps} steps; go on with: softmax train --resume ${shellQuoted(run)}`,
  );
