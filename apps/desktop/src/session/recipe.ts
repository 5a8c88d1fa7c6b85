import { basename } from "node:path";
import {
  parseRunConfig,
  parseSparkConfig,
  type RunOptions,
  shellQuoted,
  trainCommand,
  trainModule,
} from "@softmax/trainer";
import type { Recipe } from "../shared/ipc/train.js";
import { kindOf, type OpenDataset } from "./data.js";

/** What the page shows: with the data's name in place of its path. */
export function recipeOf({ source, test }: OpenDataset, options: Record<string, unknown>): Recipe {
  const shown = { source: basename(source), test: test && basename(test) };
  return {
    command: textOf(shown, options, "command"),
    typescript: textOf(shown, options, "typescript"),
    problem: problemOf(options),
  };
}

/** What does the same elsewhere. */
export function textOf(
  { source, test }: Pick<OpenDataset, "source" | "test">,
  options: RunOptions,
  as: "command" | "typescript",
): string {
  if (as === "command")
    return trainCommand(source, options) + (test === undefined ? "" : ` --test ${shellQuoted(test)}`);
  return trainModule(source, options, kindOf(source), test);
}

function problemOf(options: Record<string, unknown>): string | null {
  try {
    (options.engine === "spark" ? parseSparkConfig : parseRunConfig)(options);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
