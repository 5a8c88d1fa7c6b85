import * as z from "zod";
import { ConfigError, parseOptions } from "./parseOptions.js";
import type { RunOptions } from "./runConfig.js";

/** What `tune` may be asked for beside the run itself; defaults live here. */
export const tuningSchema = z.strictObject({
  folds: z.int().min(2).default(5).describe("Parts that the rows are divided into; each is held out once."),
  penalties: z
    .array(z.number().min(0))
    .nonempty()
    .optional()
    .describe("Strengths λ to try; by default a path that starts where all weights vanish."),
  nPenalties: z.int().min(1).optional().describe("How many strengths λ the default path has; default 25."),
  l1Ratio: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("Share of l1 in the penalty: l1 = λ·ratio, l2 = λ·(1 − ratio)."),
});

/** `tune`, and which of its two choices `fit` trains with. */
export const crossValidationSchema = tuningSchema.extend({
  choose: z
    .enum(["best", "one-standard-error"])
    .default("best")
    .describe("The penalty with the lowest loss, or the strongest within one standard error of it."),
});

export type CrossValidation = z.input<typeof crossValidationSchema>;

/** Cross-validation as the user states it; everything is optional. */
export type TuningOptions = z.input<typeof tuningSchema>;

export type Tuning = z.output<typeof tuningSchema>;

/** Fills in the defaults; throws a ConfigError that names each option at fault. */
export function parseTuning(options: TuningOptions): Tuning {
  const tuning = parseOptions(tuningSchema, options);
  if (tuning.penalties && tuning.nPenalties !== undefined)
    throw new ConfigError("penalties and nPenalties both set the path; give one of them");
  return tuning;
}

/** Of the fits, where the run asks for none: below this the held-out loss does not change by what can be seen. */
export const tuningTolerance = 1e-6;

/** Options of a run that tuning decides, and those that would hold out rows a second time. */
const decided = {
  l2: "tuning sets the penalty",
  C: "tuning sets the penalty",
  l1: "tuning sets the penalty; l1Ratio is the share of l1 in it",
  validationSize: "cross-validation holds out every row once",
  patience: "cross-validation has no validation rows to watch",
} as const satisfies Partial<Record<keyof RunOptions, string>>;

/** The options of a run that `tune` refuses, because it decides them. */
export const decidedByTuning = Object.keys(decided) as (keyof typeof decided)[];

/** @throws ConfigError for an option that tuning would overrule. */
export function refuseDecided(options: RunOptions): void {
  for (const [option, why] of Object.entries(decided))
    if (options[option as keyof RunOptions]) throw new ConfigError(`${option}: ${why}; leave it out`);
}
