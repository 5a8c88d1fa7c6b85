import type { Dataset } from "@softmax/datasets";
import type { TrainResult } from "./events.js";
import type { RunOptions } from "./runConfig.js";
import { type TrainContext, train } from "./train.js";

/** Trains to the end and returns the result; see `train`. */
export async function fit(
  dataset: Dataset,
  options: RunOptions = {},
  context: TrainContext = {},
): Promise<TrainResult> {
  return drain(train(dataset, options, context));
}

/** What a generator returns, its events unheard. */
async function drain<T>(events: AsyncGenerator<unknown, T>): Promise<T> {
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value as T;
  }
}
