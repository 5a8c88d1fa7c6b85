import { loadDataset } from "@softmax/datasets";
import { defaultKernels, FormatError } from "@softmax/tensor-core";
import { describe, expect, it, test } from "vitest";
import { memoryBlocks } from "../../test/memoryBlocks.js";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint, type Phase } from "../checkpoint.js";
import { drain } from "../drain.js";
import type { BlocksEvent, TrainResult } from "../events.js";
import { encodeModel } from "../modelFile.js";
import { prepareRun } from "../prepareRun.js";
import type { RunOptions } from "../runConfig.js";
import { trainBlocks } from "./trainBlocks.js";

const iris = await loadDataset("iris");
const kernels = defaultKernels();
/** Of which the sample takes a quarter, twice: 75 of the 150 rows, in float64. */
const memory = 4 * 75 * (2 * 4 * 8);

const withoutTime = ({ seconds: _, model, ...rest }: TrainResult) => ({ ...rest, bytes: encodeModel(model) });

/** The checkpoint of a run that is aborted while block number `count` is read, or its result if it has ended by then. */
async function abortedAt(
  options: RunOptions,
  count: number,
  { resume, rows = 64 }: { resume?: Checkpoint; rows?: number } = {},
): Promise<{ checkpoint?: Uint8Array; result?: TrainResult }> {
  const abort = new AbortController();
  const store = memoryBlocks(prepareRun(iris, options, kernels), rows, (_, __, reads) => {
    if (reads === count) abort.abort(new Error("enough"));
  });
  let shared: Omit<Checkpoint, "loop"> | undefined;
  let checkpoint: Uint8Array | undefined;
  const events = trainBlocks(store, options, { kernels, memory, signal: abort.signal, resume });
  try {
    for (;;) {
      const { done, value } = await events.next();
      if (done) return { result: value };
      if (value.type === "start") {
        const { fingerprint, kernels: variant, threads, config } = value;
        shared = { fingerprint, kernels: variant, threads, config: { ...config } };
      }
      if (value.type === "interrupt") checkpoint = encodeCheckpoint({ ...shared!, loop: value.state });
    }
  } catch (error) {
    expect(error).toEqual(new Error("enough"));
    return { checkpoint };
  }
}

const undisturbed = (options: RunOptions) =>
  drain(trainBlocks(memoryBlocks(prepareRun(iris, options, kernels), 64), options, { kernels, memory }));

const runs: RunOptions[] = [
  { solver: "lbfgs", preconditioner: "gram", maxSteps: 3 },
  { solver: "newton", maxSteps: 2, precision: "float32", validationSize: 0.2, testSize: 0.2 },
  { solver: "gd", maxSteps: 3, loss: "quadratic" },
  { solver: "fista", l1: 1e-2, maxSteps: 3 },
  { solver: "owlqn", l1: 1e-2, maxSteps: 3 },
  { solver: "proximal-lbfgs", l1: 1e-2, maxSteps: 3, classWeight: "balanced" },
  { l2: 1e-2, precision: "float64" },
  { solver: "adam", batchSize: 40, epochs: 2, validationSize: 0.3, patience: 1 },
];

describe("a run that is aborted inside a pass goes on there, and ends with the bytes of the undisturbed one", () => {
  it.each(runs)("at every block of every pass of %j", async (options) => {
    const expected = withoutTime(await undisturbed(options));
    const met = new Set<Phase>();
    for (let count = 1; ; count++) {
      const { checkpoint, result } = await abortedAt(options, count);
      if (result) {
        expect(withoutTime(result)).toEqual(expected);
        break;
      }
      const resume = decodeCheckpoint(checkpoint!);
      if (resume.loop.passes) met.add(resume.loop.passes.phase);
      const store = memoryBlocks(prepareRun(iris, options, kernels), 64);
      const resumed = await drain(trainBlocks(store, {}, { kernels, memory, resume }));
      expect(withoutTime(resumed)).toEqual(expected);
    }
    for (const phase of ["start", "step", "end"] as const) expect(met).toContain(phase);
  });

  it("however often it is aborted", async () => {
    const options = { solver: "lbfgs", maxSteps: 4, validationSize: 0.2 } as const;
    const expected = withoutTime(await undisturbed(options));
    let resume: Checkpoint | undefined;
    for (let times = 0; ; times++) {
      const { checkpoint, result } = await abortedAt(options, 3, { resume });
      if (result) {
        expect(withoutTime(result)).toEqual(expected);
        expect(times).toBeGreaterThan(4);
        break;
      }
      resume = decodeCheckpoint(checkpoint!);
    }
  });
});

test("a run that is aborted on its way to the first parameters begins anew", async () => {
  const options = { l2: 1e-2, precision: "float64" } as const;
  const abort = new AbortController();
  const store = memoryBlocks(prepareRun(iris, options, kernels), 64);
  const events = trainBlocks(store, options, { kernels, memory, signal: abort.signal });
  const start = (await events.next()).value as BlocksEvent;
  abort.abort(new Error("enough"));
  const interrupt = (await events.next()).value as BlocksEvent;
  if (start.type !== "start" || interrupt.type !== "interrupt") throw new Error("other events");
  await expect(events.next()).rejects.toThrow("enough");
  expect(store.reads.count).toBe(0);
  const { fingerprint, kernels: variant, threads, config } = start;
  const shared = { fingerprint, kernels: variant, threads, config: { ...config } };
  const resume = decodeCheckpoint(encodeCheckpoint({ ...shared, loop: interrupt.state }));
  const resumed = await drain(trainBlocks(store, {}, { kernels, memory, resume }));
  expect(withoutTime(resumed)).toEqual(withoutTime(await undisturbed(options)));
});

test("what was read before the abort is not read again, but for two blocks and those that were read ahead", async () => {
  const options = { solver: "gd", maxSteps: 20 } as const;
  const run = prepareRun(iris, options, kernels);
  const [whole, rest] = [memoryBlocks(run, 16), memoryBlocks(run, 16)];
  await drain(trainBlocks(whole, options, { kernels }));
  const { checkpoint } = await abortedAt(options, 47, { rows: 16 });
  await drain(trainBlocks(rest, {}, { kernels, resume: decodeCheckpoint(checkpoint!) }));
  expect(rest.reads.count).toBeGreaterThanOrEqual(whole.reads.count - 47);
  expect(rest.reads.count).toBeLessThanOrEqual(whole.reads.count - 47 + 4);
});

test("a checkpoint holds the sums of the passes of one step, and of a part of one", async () => {
  const options = { solver: "newton", maxSteps: 4 } as const;
  let most = 0;
  for (let count = 5; count < 300; count += 7) {
    const { checkpoint } = await abortedAt(options, count, { rows: 16 });
    if (!checkpoint) break;
    const { passes, solver } = decodeCheckpoint(checkpoint).loop;
    if (passes?.phase !== "step") continue;
    for (const sums of passes.done) expect(sums.length).toBeLessThanOrEqual(solver.params.length + 1);
    expect(passes.blocks).toBeLessThanOrEqual(10);
    most = Math.max(most, passes.done.length);
  }
  expect(most).toBeGreaterThan(2);
  expect(most).toBeLessThan(30);
});

describe("refuses", () => {
  const options = { solver: "gd", maxSteps: 5 } as const;
  const store = () => memoryBlocks(prepareRun(iris, options, kernels), 64);
  const resuming = (resume: Checkpoint) => drain(trainBlocks(store(), {}, { kernels, resume }));

  it("a checkpoint of other data", async () => {
    const resume = decodeCheckpoint((await abortedAt(options, 9)).checkpoint!);
    await expect(resuming({ ...resume, fingerprint: "cd".repeat(32) })).rejects.toThrow(
      "resume: the data changed since the run was started",
    );
  });

  it("sums that are not those of the pass", async () => {
    const resume = decodeCheckpoint((await abortedAt(options, 8)).checkpoint!);
    const { passes } = resume.loop;
    const other = { ...passes!, blocks: 1, sums: new Float64Array(3) };
    await expect(resuming({ ...resume, loop: { ...resume.loop, passes: other } })).rejects.toThrow(
      FormatError,
    );
  });
});
