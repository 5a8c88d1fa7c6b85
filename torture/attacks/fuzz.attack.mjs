/**
 * Every reader gets mutations of valid files: bits, sizes and offsets, fields, lines and encodings, JSON with keys twice,
 * `__proto__` or thousands of levels, containers whose checksums are right and whose contents are not. An input has to end
 * in a value, whose parts fit together and which is the same when it is written and read again, or in one error of ours
 * that begins with the file's name, names the place and is of bounded length. Anything else is a failure: another error, a
 * crash, more than a second for some kilobytes, or more memory than a stated multiple of the input (`fuzz/readers.ts`).
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { bundlePrograms } from "../../tools/bundle.mjs";
import { root } from "../../tools/process.mjs";
import { sumCounts } from "../harness/record.mjs";

export const title = "Hostile files";
export const promise = 2;
export const short = 200_000;

/** Milliseconds after which an input hangs, whatever else the machine does. */
const HANG = 30_000;
const HEAP_MEGABYTES = 512;

export async function attack({ seed, long, seconds, input, scratch }) {
  const { worker } = await bundlePrograms(join(scratch, "fuzz"), { worker: "torture/fuzz/worker.ts" });
  const until = long ? Date.now() + 1000 * seconds : Number.MAX_SAFE_INTEGER;
  const end = long ? Number.MAX_SAFE_INTEGER : short;
  const stride = input === undefined ? availableParallelism() : 1;
  const firsts = input === undefined ? Array.from({ length: stride }, (_, k) => k) : [input];
  const task = { root, seed, stride, until, end: input === undefined ? end : input + 1 };
  const reports = await Promise.all(firsts.map((first) => fuzz(worker, { ...task, first })));
  return reports.reduce((a, b) => ({
    counts: sumCounts(a.counts, b.counts),
    failures: [...a.failures, ...b.failures],
  }));
}

/** Drives a worker to its end; one that hangs or dies is a failure, and another goes on behind the input. */
async function fuzz(worker, task) {
  const progress = new SharedArrayBuffer(8);
  const { report, lastInput, reason } = await watched(
    worker,
    { ...task, progress },
    new Float64Array(progress),
  );
  if (report) return { counts: countsOf(report), failures: report.failures };
  const rest = await fuzz(worker, { ...task, first: lastInput + task.stride });
  return { ...rest, failures: [`input ${lastInput} of seed ${task.seed}: ${reason}`, ...rest.failures] };
}

function watched(path, task, current) {
  return new Promise((resolve) => {
    const worker = new Worker(path, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    let seen = -1;
    let since = Date.now();
    const watch = setInterval(() => {
      if (current[0] !== seen) [seen, since] = [current[0], Date.now()];
      else if (Date.now() - since > HANG) end({ reason: `no end after ${HANG} ms` });
    }, 200);
    const end = (outcome) => {
      clearInterval(watch);
      resolve({ lastInput: current[0], ...outcome });
      void worker.terminate();
    };
    worker.on("message", (report) => end({ report }));
    worker.on("error", (error) => end({ reason: `the worker died: ${error.stack ?? error}` }));
    worker.on("exit", () => end({ reason: "the worker ended by itself" }));
  });
}

const countsOf = ({ inputs, values, refusals, slowest, byReader }) => ({
  inputs,
  values,
  refusals,
  "most milliseconds for an input": Math.ceil(slowest),
  ...Object.fromEntries(Object.entries(byReader).map(([name, count]) => [`of ${name}`, count])),
});
