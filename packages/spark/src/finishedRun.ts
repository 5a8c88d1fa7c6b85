import type { FinishedRun } from "@softmax/trainer";
import type { SparkResult } from "./fitOnSpark.js";

/** A run in a cluster as `recordFinished` of @softmax/trainer/node writes it into a run's folder. */
export function finishedRun(result: SparkResult): FinishedRun {
  const { rows, nFeatures, warnings, spark, objectives, ...rest } = result;
  return {
    start: {
      type: "start",
      config: result.config,
      reason: `LogisticRegression of Spark ${spark.version}`,
      classes: result.model.classes,
      nFeatures,
      nSamples: { train: rows, validation: 0, test: 0 },
      kernels: "spark",
      threads: 0,
      fingerprint: "",
      warnings,
      resumedAt: 0,
    },
    objectives,
    result: rest,
  };
}
