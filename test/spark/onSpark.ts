import { inject, type TestContext } from "vitest";
import type {} from "./serve.js";

/** A test on the run's Spark server; where there is none it is skipped and says why. */
export const onSpark =
  (run: (spark: { readonly remote: string; readonly ui: string }, context: TestContext) => Promise<void>) =>
  async (context: TestContext): Promise<void> => {
    const spark = inject("spark");
    if ("missing" in spark) return context.skip(spark.missing);
    await run(spark, context);
  };
