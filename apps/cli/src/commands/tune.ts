import {
  decidedByTuning,
  type TuneResult,
  trainCommand,
  tune as tuning,
  tuningSchema,
} from "@softmax/trainer";
import { Command } from "commander";
import { exitCodes } from "../failure.js";
import { addRunFlags, flagsFor, pick, runOptionsOf } from "../flags.js";
import { announce } from "../output/announce.js";
import { printJson, printLines, widthOf } from "../output/print.js";
import { styleOf } from "../output/style.js";
import { tuneProgress } from "../output/tuneProgress.js";
import { tuneSummary } from "../output/tuneSummary.js";
import { warn } from "../output/warn.js";
import { addReadingFlags, type Reading, readData, readingOf } from "../reading.js";

interface TuneFlags extends Reading {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly seed?: number;
}

const { folds, penalties, nPenalties, l1Ratio } = tuningSchema.shape;

export function tuneCommand(): Command {
  const command = new Command("tune").argument(
    "<data>",
    "a file, folder, glob (in quotes) or data set's name",
  );
  const flags = [
    ...flagsFor("folds", folds, "--cv"),
    ...flagsFor("penalties", penalties),
    ...flagsFor("nPenalties", nPenalties),
    ...flagsFor("l1Ratio", l1Ratio),
  ];
  for (const flag of flags) command.addOption(flag.helpGroup("Tuning:"));
  addRunFlags(command, [...decidedByTuning, "engine", "remote"]);
  return addReadingFlags(command)
    .optionsGroup("Output:")
    .option("--json", "Print one JSON object instead of the table.")
    .option("--quiet", "No progress.")
    .action(tune);
}

async function tune(data: string, { cv, ...flags }: TuneFlags & { readonly cv?: number }): Promise<void> {
  const options = runOptionsOf(flags);
  const read = () => readData(data, { ...readingOf(flags), seed: flags.seed }, warn);
  const dataset = await (flags.quiet ? read() : announce(process.stderr, `reading ${data}`, read));
  const asked = pick({ ...flags, folds: cv }, Object.keys(tuningSchema.shape));
  const shown = tuneProgress(process.stderr, dataset.name, flags.quiet === true);
  const interrupted = () => process.exit(exitCodes.interrupted);
  process.once("SIGINT", interrupted);
  let result: TuneResult | undefined;
  try {
    for await (const event of tuning(dataset, options, asked)) {
      if (event.type === "start") for (const sentence of event.warnings) warn(sentence);
      shown.show(event);
      if (event.type === "end") result = event.result;
    }
  } finally {
    shown.close();
    process.removeListener("SIGINT", interrupted);
  }
  return flags.json
    ? printJson({ data, ...result })
    : printSummary(result!, trainCommand(data, { ...options, ...readingOf(flags) }));
}

const printSummary = (result: TuneResult, command: string): Promise<void> =>
  printLines(tuneSummary(result, command, widthOf(process.stdout), styleOf(process.stdout)));
