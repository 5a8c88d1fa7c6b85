import { type RunOptions, withoutCredentials } from "@softmax/trainer";
import { createRun, recordFinished } from "@softmax/trainer/node";
import { usageError } from "./failure.js";
import { runOptionsOf } from "./flags.js";
import { onSpark, sparkSource } from "./onSpark.js";
import type { RunReport } from "./output/trainSummary.js";
import { readingOf } from "./reading.js";
import { newRunPath, refuseTaken, runName, type TrainFlags } from "./trainJob.js";

/** A run in a cluster, from its data to its folder, which is made when all is over: one that fails leaves nothing. */
export async function trainOnSpark(data: string, flags: TrainFlags): Promise<RunReport> {
  const { out, test } = flags;
  if (test !== undefined)
    throw usageError(
      "--test does not go with --engine spark; softmax evaluate measures other data there, too",
    );
  if (out !== undefined) await refuseTaken(out);
  const { remote, ...options }: RunOptions = runOptionsOf(flags);
  const { start, ...finished } = await onSpark({ remote }, flags, async (spark, context) => {
    const asked = { ...options, remote: withoutCredentials(context.remote) };
    return spark.finishedRun(
      await spark.fitOnSpark(sparkSource(spark, data, context, flags), asked, context),
    );
  });
  const source = { data, reading: readingOf(flags) };
  const asked: RunOptions = { ...options, ...(remote !== undefined && { remote }) };
  const run = await createRun(out ?? (await newRunPath(runName(data))), source, asked);
  await recordFinished(run, { start, ...finished });
  return { run: run.path, start, result: finished.result };
}
