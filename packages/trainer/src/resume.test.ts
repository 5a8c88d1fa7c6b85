import { loadDataset } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.js";
import type { TrainEvent, TrainResult } from "./events.js";
import { encodeModel } from "./modelFile.js";
import type { RunOptions } from "./runConfig.js";
import { train } from "./train.js";

const iris = await loadDataset("iris");

/** Every checkpoint that the run could have left behind, as bytes, and its result. */
async function runWithCheckpoints(options: RunOptions) {
  const checkpoints: Uint8Array[] = [];
  let shared: Omit<Checkpoint, "loop"> | undefined;
  const events = train(iris, options);
  for (;;) {
    const { done, value } = await events.next();
    if (done) return { checkpoints, result: value };
    const event: TrainEvent = value;
    if (event.type === "start") {
      const { fingerprint, kernels, threads, config } = event;
      shared = { fingerprint, kernels, threads, config: { ...config } };
    } else checkpoints.push(encodeCheckpoint({ ...shared!, loop: event.state }));
  }
}

async function resumed(bytes: Uint8Array): Promise<TrainResult> {
  const events = train(iris, {}, { resume: decodeCheckpoint(bytes) });
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value;
  }
}

const withoutTime = ({ seconds: _, model, ...rest }: TrainResult) => ({ ...rest, bytes: encodeModel(model) });

const fullBatch: RunOptions[] = [
  { solver: "gd" },
  { solver: "gd", learningRate: 0.3 },
  { solver: "lbfgs" },
  { solver: "newton", maxSteps: 4 },
  { solver: "fista", l1: 1e-2 },
  { solver: "owlqn", l1: 1e-2 },
  { solver: "svrg", batchSize: 32 },
];
const miniBatch: RunOptions[] = (
  ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw"] as const
).map((solver) => ({ solver, batchSize: 64, epochs: 3, seed: 4 }));

describe("from every checkpoint a run goes on to the very bytes of the uninterrupted one", () => {
  it.each<RunOptions>([
    ...fullBatch.map((options) => ({ maxSteps: 8, ...options })),
    ...miniBatch,
    { solver: "adam", batchSize: 40, maxSteps: 7, schedule: "step" },
    { solver: "lbfgs", loss: "hinge", maxSteps: 6 },
    { solver: "newton", precision: "float32", maxSteps: 4, validationSize: 0.2, testSize: 0.2 },
    { solver: "lbfgs", deterministic: true, maxSteps: 5, classWeight: "balanced" },
  ])("%j", async (options) => {
    const { checkpoints, result } = await runWithCheckpoints(options);
    expect(checkpoints.length).toBeGreaterThan(2);
    for (const bytes of checkpoints) expect(withoutTime(await resumed(bytes))).toEqual(withoutTime(result));
  });

  it("with early stopping, also from between two epochs", async () => {
    const { checkpoints, result } = await runWithCheckpoints({
      solver: "sgd",
      learningRate: 3,
      schedule: "constant",
      batchSize: 32,
      epochs: 50,
      validationSize: 0.3,
      patience: 2,
      l2: 0,
    });
    expect(result.message).toMatch(/^stopped early after epoch/);
    for (const bytes of checkpoints) expect(withoutTime(await resumed(bytes))).toEqual(withoutTime(result));
  });

  it("with convergence found at the end of an epoch", async () => {
    const { checkpoints, result } = await runWithCheckpoints({
      solver: "sgd",
      learningRate: 0.5,
      schedule: "constant",
      batchSize: 75,
      epochs: 500,
      tolerance: 3e-2,
    });
    expect(result.status).toBe("converged");
    for (const bytes of checkpoints) expect(withoutTime(await resumed(bytes))).toEqual(withoutTime(result));
  });
});
