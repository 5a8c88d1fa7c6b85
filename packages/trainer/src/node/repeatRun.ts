import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DataError } from "@softmax/datasets";
import { defaultKernels, type Kernels, type KernelVariant } from "@softmax/tensor-core";
import type { RunOptions } from "../runConfig.js";
import { readRun } from "./runFolder.js";
import type { RunSource } from "./runRecord.js";

/** What it takes to train a run once more and come to the same bytes. */
export interface Repeat {
  readonly source: RunSource;
  /** What was asked, for reading the data: a generator's seed is among it. */
  readonly asked: RunOptions;
  /** What was decided, with nothing left open. */
  readonly options: RunOptions;
  /** The build that it ran on. */
  readonly kernels: Kernels;
  /** SHA-256 of the data. */
  readonly fingerprint: string;
  /** The bytes of its model file. */
  readonly model: Uint8Array;
}

/**
 * A finished run, to be trained once more: `train(dataset, options, { kernels })` ends with the same model on the same
 * machine and, for a run that was `deterministic`, on any.
 *
 * @throws DataError where there is no run, or it has no model that it ended with, or Spark trained it.
 * @throws Error where this host cannot run the kernels.
 */
export async function repeatRun(path: string): Promise<Repeat> {
  const { source, options: asked, start, result } = await readRun(path);
  if (!start || !result || result.status === "aborted")
    throw new DataError(`${path}: this run has not ended; nothing is there to compare a repetition with`);
  if (result.status === "diverged")
    throw new DataError(`${path}: this run has diverged; it left no model to repeat`);
  if (start.config.engine === "spark")
    throw new DataError(
      `${path}: this run was trained by Spark, which adds up in another order each time; train again instead`,
    );
  const { config: options, kernels: variant, threads, fingerprint } = start;
  const kernels = defaultKernels({ variant: variant as KernelVariant, threads });
  return {
    source,
    asked,
    options,
    kernels,
    fingerprint,
    model: await readFile(join(path, "model.safetensors")),
  };
}
