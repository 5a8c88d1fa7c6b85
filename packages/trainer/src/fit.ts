import type { Dataset } from "@softmax/datasets";
import { drain } from "./drain.js";
import type { TrainResult } from "./events.js";
import { ConfigError, parseOptions } from "./parseOptions.js";
import type { RunOptions } from "./runConfig.js";
import { type TrainContext, train } from "./train.js";
import { tune } from "./tune.js";
import { type CrossValidation, crossValidationSchema } from "./tuning.js";

export interface FitContext extends TrainContext {
  /** Chooses the penalty by cross-validation, then trains on all training rows with it. */
  readonly cv?: CrossValidation;
}

/**
 * Trains to the end and returns the result; see `train`, and `tune` for `cv`.
 *
 * @throws ConfigError for options that mean nothing, DataError for data that cannot be used, the signal's reason
 * where it aborts the cross-validation: there is no model yet.
 * @example
 * const { model, status, test } = await fit(await loadDataset("penguins"), { testSize: 0.2, l2: 1e-3 });
 * status; // "converged"
 * test.accuracy > 0.95; // true
 * model.classes; // ["Adelie", "Chinstrap", "Gentoo"]
 * @example
 * const { tuning, config } = await fit(await loadDataset("wine"), {}, { cv: { folds: 3, nPenalties: 4 } });
 * config.l2 === tuning.path[tuning.best].l2; // true
 */
export async function fit(
  dataset: Dataset,
  options: RunOptions = {},
  context: FitContext = {},
): Promise<TrainResult> {
  const { cv, ...rest } = context;
  if (!cv) return drain(train(dataset, options, rest));
  if (rest.resume) throw new ConfigError("cv: a resumed run has its penalty already; leave cv out");
  const { choose, ...asked } = parseOptions(crossValidationSchema, cv);
  const tuning = await drain(tune(dataset, options, asked, rest));
  const { l2, l1 } = tuning.path[choose === "best" ? tuning.best : tuning.oneStandardError];
  return { ...(await drain(train(dataset, { ...options, l2, l1 }, rest))), tuning };
}
