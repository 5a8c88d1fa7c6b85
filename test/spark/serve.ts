import type { TestProject } from "vitest/node";
import { Unreachable } from "../../tools/process.mjs";
import { startSpark } from "../../tools/spark/server.mjs";

/** Where the tests' Spark is, or why there is none. */
export type TestSpark = { readonly remote: string; readonly ui: string } | { readonly missing: string };

declare module "vitest" {
  interface ProvidedContext {
    spark: TestSpark;
  }
}

/** Starts one Spark Connect server for all the files of a run; returns what stops it. */
export default async function serve({ provide }: TestProject): Promise<() => Promise<void>> {
  try {
    const { remote, ui, stop } = await startSpark();
    provide("spark", { remote, ui });
    return stop;
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    provide("spark", { missing: error.message });
    return async () => {};
  }
}
