import type { OptionGroup, RunOptions, StartEvent } from "@softmax/trainer";
import type { RunSummary } from "@softmax/trainer/node";
import { z } from "zod";
import { ask, channel } from "./channel.js";
import { datasetIdSchema } from "./data.js";
import { type RunId, runIdSchema } from "./runId.js";

export { type RunId, runIdSchema };

/** An option of a run, as the trainer's schema describes it. */
export interface OptionField {
  readonly name: keyof RunOptions;
  readonly group: OptionGroup;
  readonly kind: "number" | "integer" | "boolean" | "text" | "list" | "choice";
  readonly choices?: readonly string[];
  /** Absent where the data decide. */
  readonly default?: string | number | boolean;
  /** One plain sentence. */
  readonly description: string;
}

export type RunState = "running" | "paused";

/** What was found out about a step's parameters beside what the step itself computes. */
export interface MeasuredStep {
  readonly step: number;
  readonly trainAccuracy: number | null;
  readonly validationAccuracy: number;
  /** How far the objective is from its minimum, at most; null where that cannot be said. */
  readonly gap: number | null;
}

/** The options of a run as somebody would write them elsewhere, and what is wrong with them. */
export interface Recipe {
  readonly command: string;
  readonly typescript: string;
  /** The trainer's sentences, `; ` between them. */
  readonly problem: string | null;
}

/** What happened since the last time, thinned to what the eye can use; one entry a step in each list. */
export interface Progress {
  readonly run: RunId;
  readonly steps: readonly number[];
  readonly objective: readonly number[];
  /** NaN where a step does not compute it. */
  readonly gradientNorm: readonly number[];
  /** NaN where there is no validation part, or the step did not measure it. */
  readonly validationLoss: readonly number[];
  readonly validationAccuracy: readonly number[];
  /** Those of the steps that were measured: as many as a tenth of the time allows. */
  readonly measured: readonly MeasuredStep[];
  /** Of the last step. */
  readonly seconds: number;
  /** Steps a second, lately. */
  readonly speed: number;
}

const runOf = z.strictObject({ dataset: datasetIdSchema, options: z.record(z.string(), z.unknown()) });

/** Answered by the session. */
export const trainChannels = {
  "train.options": ask.returning<readonly OptionField[]>(),
  /** With the name of the data only: their path stays out of the page. */
  "train.recipe": channel(runOf).returning<Recipe>(),
  /** Puts a recipe into the clipboard, with the path of the data. */
  "train.copyRecipe": channel(runOf.extend({ as: z.enum(["command", "typescript"]) })).returning<void>(),
  /** Options are parsed once more by the trainer, whose sentences say what is wrong with them. */
  "train.start": channel(
    runOf.extend({
      /** Wait before the first step. */
      paused: z.boolean().default(false),
    }),
  ).returning<RunId>(),
  /** Goes on with a run that was interrupted, on its data as `data.open` has read them. */
  "train.continue": channel(
    z.strictObject({ run: runIdSchema, dataset: datasetIdSchema }),
  ).returning<RunId>(),
  "train.pause": ask.returning<void>(),
  /** One step, then a pause. */
  "train.step": ask.returning<void>(),
  "train.resume": ask.returning<void>(),
  /** Ends the run after this step; the parameters reached are kept. */
  "train.stop": ask.returning<void>(),
};

/** Sent by the session, at most 60 of `train.progress` a second. */
export interface TrainEvents {
  "train.started": { readonly run: RunId; readonly start: StartEvent };
  /** A run goes on in a cluster, and what is done there now. */
  "train.elsewhere": { readonly run: RunId; readonly doing: string };
  "train.state": { readonly run: RunId; readonly state: RunState };
  "train.progress": Progress;
  "train.ended": { readonly run: RunId; readonly result: RunSummary };
  "train.failed": { readonly run: RunId; readonly message: string };
}
