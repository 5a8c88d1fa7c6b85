import { resolve } from "node:path";
import type { SparkContext, SparkSource } from "@softmax/spark";
import { type RunOptions, runConfigSchema } from "@softmax/trainer";
import type { Command } from "commander";
import { exitCodes, Failure, usageError } from "./failure.js";
import { flagsFor } from "./flags.js";
import { listenForInterrupt } from "./interrupt.js";
import { sparkProgress } from "./output/sparkProgress.js";
import { type Reading, readingOf } from "./reading.js";

/** Where the work is done: of every command that Spark can do, too. */
export type EngineFlags = Pick<RunOptions, "engine" | "remote">;

/** `--engine` and `--remote`, as `train` has them. */
export function addEngineFlags(command: Command): Command {
  for (const field of ["engine", "remote"] as const)
    for (const option of flagsFor(field, runConfigSchema.shape[field]))
      command.addOption(option.helpGroup("Engine:"));
  return command;
}

/** Whether Spark is to do the work. */
export function isOnSpark({ engine, remote }: EngineFlags): boolean {
  if (engine === "spark") return true;
  if (remote !== undefined) throw usageError("--remote belongs to --engine spark; add that, or leave it out");
  return false;
}

/** A job for Spark, and what the command line has found out for it. */
type SparkJob<T> = (spark: typeof import("@softmax/spark"), context: SparkContext) => Promise<T>;

/**
 * Does something in Spark, which is loaded now: shows what Spark reports, and where it is interrupted has Spark stop what
 * runs there.
 */
export async function onSpark<T>(
  { remote = process.env.SPARK_REMOTE }: EngineFlags,
  shown: { readonly quiet?: boolean },
  job: SparkJob<T>,
): Promise<T> {
  if (!remote)
    throw usageError(
      "--remote: found none; expected where Spark is, sc://host:15002, there or in SPARK_REMOTE",
    );
  const progress = sparkProgress(process.stderr, shown.quiet);
  const { signal, ...interrupt } = listenForInterrupt(() =>
    progress.note("stopping the job in Spark; Ctrl-C once more to leave it alone"),
  );
  try {
    return await job(await import("@softmax/spark"), { remote, signal, onProgress: progress.show });
  } catch (error) {
    if (error !== signal.reason) throw error;
    throw new Failure(
      interrupt.exitCode ?? exitCodes.interrupted,
      "interrupted; the job in Spark was stopped",
    );
  } finally {
    progress.close();
    interrupt.release();
  }
}

/** Data as the cluster reads them. */
export function sparkSource(
  { parseConnectionString }: typeof import("@softmax/spark"),
  data: string,
  { remote }: SparkContext,
  flags: Reading,
): SparkSource {
  const { delimiter, header, zeroBased } = readingOf(flags);
  if (data === "-")
    throw usageError("-: Spark cannot read our standard input; expected a path that the cluster sees");
  if (zeroBased) throw usageError("--zero-based: Spark numbers the features of libsvm from 1");
  const options = {
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header: String(header) }),
  };
  return { path: isHere(parseConnectionString(remote).host) ? hostPath(data) : data, options };
}

const isHere = (host: string): boolean => host === "localhost" || host === "::1" || host.startsWith("127.");

/** A Spark on this machine was started in another folder: paths are meant from where we stand. */
const hostPath = (data: string): string => (/^\w[\w+.-]*:\/\//.test(data) ? data : resolve(data));
