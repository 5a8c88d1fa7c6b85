import type { Dataset } from "@softmax/datasets";
import type { Command } from "commander";

/** How a file is to be read, where looking at it does not tell. */
export interface Reading {
  readonly delimiter?: string;
  readonly header?: boolean;
  readonly zeroBased?: boolean;
}

export function addReadingFlags(command: Command): Command {
  return command
    .optionsGroup("Reading:")
    .option("--delimiter <c>", "Of CSV: the character between fields; by default it is sniffed.")
    .option("--header", "Of CSV: the first line holds names; by default it is sniffed.")
    .option("--no-header", "Of CSV: the first line holds values.")
    .option("--zero-based", "Of svmlight: features are numbered from 0, not 1.");
}

/** The reading flags that were given. */
export function readingOf({ delimiter, header, zeroBased }: Reading): Reading {
  const given = { delimiter: delimiter === "\\t" ? "\t" : delimiter, header, zeroBased };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Reads data as `@softmax/datasets/node` does; what was passed over is said on stderr. */
export async function readData(
  source: string,
  reading: Reading & { readonly seed?: number },
  warn: (sentence: string) => void,
): Promise<Dataset> {
  const { readDataset } = await import("@softmax/datasets/node");
  if (source === "-" && process.stdin.isTTY) warn("reading from the terminal; end with Ctrl-D");
  return readDataset(source, { ...reading, onWarning: warn });
}
