import type { SparkContext } from "./session.js";
import { SparkError } from "./sparkError.js";

/** The context with the address from wherever it is stated: itself, the options of the run, SPARK_REMOTE. */
export function withRemote(context: Partial<SparkContext>, fromOptions?: string): SparkContext {
  const remote = context.remote ?? fromOptions ?? globalThis.process?.env.SPARK_REMOTE;
  if (remote) return { ...context, remote };
  throw new SparkError(
    "remote: no Spark Connect server is named; expected one as sc://host:15002, here or in SPARK_REMOTE",
  );
}
