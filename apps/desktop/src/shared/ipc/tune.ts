import type { TuneResult } from "@softmax/trainer";
import { z } from "zod";
import { ask, channel } from "./channel.js";
import { datasetIdSchema } from "./data.js";

/** Means over the folds for one strength of the penalty, from strong to weak. */
export type TunePath = readonly Pick<
  TuneResult["path"][number],
  "penalty" | "l2" | "l1" | "logLoss" | "standardError" | "accuracy"
>[];

/** Answered by the session. */
export const tuneChannels = {
  /** Cross-validates in turn the penalties of a path; the options are those of the run, the penalty left out. */
  "tune.start": channel(
    z.strictObject({
      dataset: datasetIdSchema,
      options: z.record(z.string(), z.unknown()),
      tuning: z.record(z.string(), z.unknown()),
    }),
  ).returning<void>(),
  "tune.stop": ask.returning<void>(),
};

/** Sent by the session. */
export interface TuneEvents {
  "tune.progress": { readonly done: number; readonly total: number; readonly seconds: number };
  "tune.ended": {
    readonly path: TunePath;
    readonly best: number;
    readonly oneStandardError: number;
    readonly folds: number;
    readonly seconds: number;
  };
  /** With no message where it was stopped. */
  "tune.failed": { readonly message: string | null };
}
