import type { RunOptions } from "@softmax/trainer";
import type { RunSummary } from "@softmax/trainer/node";
import { z } from "zod";
import { ask, channel } from "./channel.js";
import { type RunId, runIdSchema } from "./runId.js";

export interface RunRow {
  readonly id: RunId;
  readonly startedAt: string;
  /** The file's or table's name. */
  readonly data: string;
  /** What was asked. */
  readonly options: RunOptions;
  /** What the run used: the options with what the data decided; empty until the first step. */
  readonly used: Readonly<Record<string, unknown>>;
  /** As it was carried out; absent until the first step. */
  readonly solver?: string;
  readonly classes?: number;
  /** What the person wrote about it. */
  readonly note: string;
  /** Some process of this machine is training it. */
  readonly writing: boolean;
  /** Absent while training goes on, or after it was interrupted. */
  readonly result?: Pick<
    RunSummary,
    "status" | "message" | "steps" | "seconds" | "objective" | "certificate"
  > & {
    readonly trainAccuracy: number | null;
    readonly testAccuracy: number | null;
  };
}

export interface RunList {
  /** The project folder's name. */
  readonly project: string;
  /** The latest first. */
  readonly runs: readonly RunRow[];
  /** Folders that hold a run which cannot be read, and why. */
  readonly unreadable: readonly { readonly id: RunId; readonly message: string }[];
}

/** What `metrics.jsonl` says, thinned to what the eye can use; one entry a step, null where nothing was measured. */
export interface RunCurve {
  readonly steps: readonly number[];
  readonly objective: readonly number[];
  readonly gradientNorm: readonly (number | null)[];
  readonly validationLoss: readonly (number | null)[];
}

const run = z.strictObject({ run: runIdSchema });

/** Answered by the session. */
export const runsChannels = {
  "runs.list": ask.returning<RunList>(),
  "runs.curve": channel(run).returning<RunCurve>(),
  /** The list as CSV, options and all. */
  "runs.table": ask.returning<string>(),
  /** Answers once the note is on the disk. */
  "runs.setNote": channel(run.extend({ note: z.string().max(100_000) })).returning<void>(),
};

/** Answered by main. */
export const runsFileChannels = {
  /** Asks, then moves the runs' folders to the system's trash; those that were moved. */
  "runs.trash": channel(z.strictObject({ runs: z.array(runIdSchema).min(1).max(1000) })).returning<
    readonly RunId[]
  >(),
  /** Saves the run's model where the person says; the file's name, or null where the dialog was cancelled. */
  "runs.exportModel": channel(run).returning<string | null>(),
};
