import { getHeapStatistics } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { randomOf } from "../harness/random.mjs";
import { readCorpus } from "./corpus.js";
import { inputOf } from "./mutation.js";
import { type Reader, readersOf } from "./readers.js";
import { type Problem, refusalProblem } from "./verdict.js";

/** What a worker is told. */
export interface FuzzTask {
  readonly root: string;
  readonly seed: number;
  /** Inputs `first`, `first + stride`, … below `end`, until `until` (milliseconds since 1970). */
  readonly first: number;
  readonly stride: number;
  readonly end: number;
  readonly until: number;
  /** The input that is being read, for those who watch. */
  readonly progress: SharedArrayBuffer;
}

/** What a worker says at the end, and after each failure. */
export interface FuzzReport {
  readonly inputs: number;
  readonly values: number;
  readonly refusals: number;
  readonly slowest: number;
  readonly failures: readonly string[];
  readonly byReader: Readonly<Record<string, number>>;
}

/** Milliseconds for an input of some kilobytes, the best of three tries: others use the machine too. */
const PATIENCE = 1000;

const { root, seed, first, stride, end, until, progress } = workerData as FuzzTask;
const readers = readersOf(readCorpus(root));
const names = Object.entries(readers).flatMap(([name, { weight }]) => Array<string>(weight).fill(name));
const current = new Float64Array(progress);

const total = { inputs: 0, values: 0, refusals: 0, slowest: 0, failures: [] as string[] };
const byReader: Record<string, number> = Object.fromEntries(Object.keys(readers).map((name) => [name, 0]));

for (let index = first; index < end && (total.inputs % 64 !== 0 || Date.now() < until); index += stride) {
  current[0] = index;
  const { name, problem, refused, milliseconds } = await attack(index);
  total.inputs++;
  byReader[name]++;
  total[refused ? "refusals" : "values"]++;
  total.slowest = Math.max(total.slowest, milliseconds);
  if (problem) total.failures.push(`${name}, input ${index} of seed ${seed}: ${problem}`);
  if (total.failures.length >= 20) break;
}
current[0] = -1;
parentPort!.postMessage({ ...total, byReader } satisfies FuzzReport);

/** Too slow or too large is what is so three times: others take turns on the machine, and compilers on the heap. */
async function attack(index: number) {
  const random = randomOf(seed, index);
  const name = random.pick(names);
  const reader = readers[name];
  const bytes = inputOf(reader, random);
  const most = (reader.free ?? 2 ** 20) + reader.factor * bytes.length;
  const first = await readOnce(reader, bytes, seed, index);
  let { milliseconds, allocated } = first;
  for (let k = 0; k < 2 && (milliseconds > PATIENCE || allocated > most); k++) {
    const again = await readOnce(reader, bytes, seed, index);
    milliseconds = Math.min(milliseconds, again.milliseconds);
    allocated = Math.min(allocated, again.allocated);
  }
  const slow =
    milliseconds > PATIENCE ? `took ${milliseconds.toFixed(0)} ms for ${bytes.length} bytes` : undefined;
  const large =
    allocated > most
      ? `allocated ${allocated} bytes for ${bytes.length}; expected at most ${most}`
      : undefined;
  return { name, refused: first.refused, milliseconds, problem: first.problem ?? slow ?? large };
}

interface Attempt {
  readonly refused: boolean;
  readonly problem: Problem;
  readonly milliseconds: number;
  /** Bytes by which heap and array buffers grew; less where garbage was collected meanwhile. */
  readonly allocated: number;
}

async function readOnce(reader: Reader, bytes: Uint8Array, seed: number, index: number): Promise<Attempt> {
  const before = memory();
  const start = performance.now();
  let refused = false;
  let problem: Problem;
  try {
    problem = await reader.read(bytes.slice(), randomOf(~seed, index));
  } catch (error) {
    refused = true;
    problem = refusalProblem(error);
  }
  return { refused, problem, milliseconds: performance.now() - start, allocated: memory() - before };
}

function memory(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}
