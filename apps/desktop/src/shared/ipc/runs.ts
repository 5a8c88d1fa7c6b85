import type { RunOptions } from "@softmax/trainer";
import type { RunSummary } from "@softmax/trainer/node";
import { ask } from "./channel.js";
import type { RunId } from "./train.js";

export interface RunRow {
  readonly id: RunId;
  readonly startedAt: string;
  /** The file's or table's name. */
  readonly data: string;
  readonly options: RunOptions;
  /** As it was carried out; absent until the first step. */
  readonly solver?: string;
  readonly classes?: number;
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

/** Answered by the session. */
export const runsChannels = {
  "runs.list": ask.returning<RunList>(),
};
