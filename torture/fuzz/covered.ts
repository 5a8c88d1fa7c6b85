import { randomOf } from "../harness/random.mjs";
import { readCorpus } from "./corpus.js";
import { inputOf } from "./mutation.js";
import { readersOf } from "./readers.js";

/** Gives mutations of models, checkpoints and records of runs to their parsers; resolves to the kinds of their refusals. */
export async function readMutations(root: string, seed: number, count: number): Promise<Set<string>> {
  const refusals = new Set<string>();
  const { model, checkpoint, "run.json": run } = readersOf(readCorpus(root));
  for (let index = 0; index < count; index++) {
    const random = randomOf(seed, index);
    const reader = random.pick([model, model, checkpoint, run]);
    const bytes = inputOf(reader, random);
    try {
      await reader.read(bytes, random);
    } catch (error) {
      refusals.add((error as Error).name);
    }
  }
  return refusals;
}
