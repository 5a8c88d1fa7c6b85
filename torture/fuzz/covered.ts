import { randomOf } from "../harness/random.mjs";
import { readCorpus } from "./corpus.js";
import { everyChange } from "./everyChange.js";
import { headerAndData, safetensorsOf } from "./mutateContainers.js";
import { inputOf } from "./mutation.js";
import { type Reader, readersOf } from "./readers.js";

/**
 * Gives models, checkpoints and records of runs to their parsers, each with every change of one place, and then so many
 * mutations; resolves to how many inputs that were.
 */
export async function readMutations(root: string, seed: number, count: number): Promise<number> {
  const { model, checkpoint, "run.json": run } = readersOf(readCorpus(root));
  let inputs = 0;
  const read = async (reader: Reader, bytes: Uint8Array, index: number) => {
    inputs++;
    await Promise.allSettled([(async () => reader.read(bytes, randomOf(seed, index)))()]); // verdicts are the fuzzer's
  };
  for (const reader of [model, checkpoint])
    for (const bytes of changedHeaders(reader)) await read(reader, bytes, 0);
  for (const bytes of run.seeds)
    for (const text of everyChange(textOf(bytes))) await read(run, Buffer.from(text), 0);
  for (let index = 0; index < count; index++) {
    const random = randomOf(seed, index);
    const reader = random.pick([model, model, checkpoint, run]);
    await read(reader, inputOf(reader, random), index);
  }
  return inputs;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

function* changedHeaders({ seeds }: Reader): Generator<Uint8Array> {
  for (const text of new Set(seeds.map((bytes) => Buffer.from(bytes).toString("latin1")))) {
    const { header, data } = headerAndData(Buffer.from(text, "latin1"));
    for (const changed of everyChange(header)) yield safetensorsOf(changed, data);
  }
}
