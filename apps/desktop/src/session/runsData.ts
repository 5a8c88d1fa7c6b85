import { stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Dataset } from "@softmax/datasets";
import { type ReadOptions, readDataset } from "@softmax/datasets/node";
import { readRun } from "@softmax/trainer/node";
import type { OpenDataset } from "./data.js";

/**
 * Reads what a run was trained on once more, as it was read then.
 *
 * @throws Error where it is no longer there, or cannot be read; the sentence shows names, never paths
 */
export async function readRunData(
  run: string,
  onWarning: (sentence: string) => void,
): Promise<OpenDataset & { readonly label?: string }> {
  const { source, options } = await readRun(run);
  const reading = { ...source.reading, seed: options.seed, onWarning };
  const data = await located(source.data, run);
  try {
    const test = source.test === undefined ? undefined : await located(source.test, run);
    const dataset = await readWithTest(data, test, reading);
    return { dataset, source: data, test, seed: options.seed, label: options.label };
  } catch (error) {
    throw new Error(
      `the data of this run cannot be read again: ${shortened((error as Error).message, [data, source.test])}`,
    );
  }
}

async function readWithTest(data: string, test: string | undefined, reading: ReadOptions): Promise<Dataset> {
  const dataset = await readDataset(data, reading);
  if (test === undefined) return dataset;
  const { test: _, ...held } = await readDataset(test, reading);
  return { ...dataset, test: held };
}

/** The command line notes a path as it was typed: as a rule in the folder that holds `runs/`. */
async function located(data: string, run: string): Promise<string> {
  if (isAbsolute(data)) return data;
  const beside = join(dirname(dirname(run)), data);
  return stat(beside).then(
    () => beside,
    () => data,
  );
}

function shortened(message: string, paths: readonly (string | undefined)[]): string {
  let shown = message;
  for (const path of paths)
    if (path)
      shown = shown.replaceAll(path, basename(path)).replaceAll(dirname(path), basename(dirname(path)));
  return shown;
}
