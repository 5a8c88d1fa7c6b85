import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { referenceKernels } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { drain } from "./drain.js";
import type { EpochEvent, StepEvent, TrainEvent, TrainResult } from "./events.js";
import { fit } from "./fit.js";
import type { Prepared } from "./prepared.js";
import type { RunOptions } from "./runConfig.js";
import { type TrainContext, train } from "./train.js";

const iris = await loadDataset("iris");

async function eventsOf(options: RunOptions, context: TrainContext = {}): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(iris, options, context)) events.push(event);
  return events;
}
const endOf = (events: TrainEvent[]): TrainResult => {
  const last = events.at(-1)!;
  if (last.type !== "end") throw new Error(`the last event is ${last.type}`);
  return last.result;
};
const stepsOf = (events: TrainEvent[]) => events.filter((event): event is StepEvent => event.type === "step");
const epochsOf = (events: TrainEvent[]) =>
  events.filter((event): event is EpochEvent => event.type === "epoch");

describe("the events of a full-batch run", () => {
  it("are a start, every step in order, and the end", async () => {
    const events = await eventsOf({ solver: "lbfgs", maxSteps: 7 });
    expect(events.map(({ type }) => type)).toEqual(["start", ...Array(7).fill("step"), "end"]);
    expect(stepsOf(events).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it("say at the start what is going to happen", async () => {
    const [start] = await eventsOf({ maxSteps: 1, testSize: 0.2, validationSize: 0.25, solver: "gd" });
    expect(start).toMatchObject({
      type: "start",
      reason: "as asked",
      classes: ["setosa", "versicolor", "virginica"],
      nFeatures: 4,
      nSamples: { train: 90, validation: 30, test: 30 },
      resumedAt: 0,
      warnings: [],
      config: { solver: "gd", label: "species" },
    });
  });

  it("carry the objective of their own parameters, and where there are validation rows how well they fit", async () => {
    const events = await eventsOf({ solver: "gd", maxSteps: 3, validationSize: 0.2 });
    const last = stepsOf(events)[2];
    expect(last.objective).toBeCloseTo(endOf(events).objective.value, 12);
    expect(last.validation).toEqual({
      logLoss: expect.closeTo(endOf(events).validation!.logLoss!, 12),
      accuracy: endOf(events).validation!.accuracy,
    });
    expect(stepsOf(await eventsOf({ solver: "gd", maxSteps: 1 }))[0].validation).toBeUndefined();
  });

  it("hold states that later steps leave alone", async () => {
    const events = stepsOf(await eventsOf({ solver: "lbfgs", maxSteps: 6 }));
    const again = stepsOf(await eventsOf({ solver: "lbfgs", maxSteps: 3 }));
    expect(events[2].state).toEqual(again[2].state);
  });

  it("are none but start and end where the first parameters are the best already", async () => {
    const { model } = await fit(iris, { tolerance: 1e-8 });
    const params = Float64Array.of(...model.weights, ...model.bias);
    const events = await eventsOf({ tolerance: 1e-7 }, { params });
    expect(events.map(({ type }) => type)).toEqual(["start", "end"]);
    expect(endOf(events)).toMatchObject({ status: "converged", steps: 0 });
  });
});

describe("the events of a mini-batch run", () => {
  it("have an epoch after the last step of each", async () => {
    const events = await eventsOf({ solver: "sgd", batchSize: 64, epochs: 2 });
    const steps = ["step", "step", "step", "epoch"];
    expect(events.map(({ type }) => type)).toEqual(["start", ...steps, ...steps, "end"]);
    expect(epochsOf(events).map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
    ]);
    expect(endOf(events)).toMatchObject({ status: "max-steps", steps: 6, epochs: 2 });
  });

  it("measure an epoch over all samples, and a step on its batch alone", async () => {
    const events = await eventsOf({ solver: "sgd", batchSize: 64, epochs: 1, validationSize: 0.2 });
    const [epoch] = epochsOf(events);
    expect(epoch.objective).toBeCloseTo(endOf(events).objective.value, 12);
    expect(epoch.gradientNorm).toBeCloseTo(endOf(events).gradientNorm, 12);
    expect(epoch.validation!.logLoss).toBeCloseTo(endOf(events).validation!.logLoss!, 12);
    for (const step of stepsOf(events)) {
      expect(step.gradientNorm).toBeNaN();
      expect(step.validation).toBeUndefined();
    }
  });

  it("stop in the middle of an epoch where maxSteps says so", async () => {
    const events = await eventsOf({ solver: "adam", batchSize: 64, maxSteps: 4 });
    expect(events.map(({ type }) => type).join(" ")).toBe("start step step step epoch step end");
  });

  it("converge by the gradient measured at the end of an epoch", async () => {
    const options: RunOptions = {
      solver: "sgd",
      batchSize: 150,
      epochs: 500,
      tolerance: 1e-2,
      learningRate: 1,
      schedule: "constant",
    };
    const result = endOf(await eventsOf(options));
    expect(result.status).toBe("converged");
    expect(result.gradientNorm).toBeLessThanOrEqual(1e-2);
    expect(result.epochs).toBeLessThan(500);
  });
});

describe("the consumer", () => {
  it("sets the pace: what is not asked for does not happen", async () => {
    const events = train(iris, { solver: "gd", maxSteps: 5 });
    await events.next();
    const first = (await events.next()).value as StepEvent;
    await new Promise((resolve) => setTimeout(resolve, 20));
    const second = (await events.next()).value as StepEvent;
    expect([first.step, second.step]).toEqual([1, 2]);
    await events.return(undefined as never);
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it("aborts between two steps and keeps the parameters of the last", async () => {
    const controller = new AbortController();
    const events: TrainEvent[] = [];
    for await (const event of train(iris, { solver: "gd" }, { signal: controller.signal })) {
      events.push(event);
      if (event.type === "step" && event.step === 3) controller.abort();
    }
    expect(stepsOf(events)).toHaveLength(3);
    const { status, steps, model, message } = endOf(events);
    expect([status, steps]).toEqual(["aborted", 3]);
    expect(message).toBe("aborted after 3 steps; go on from the last state to resume");
    expect([...model.weights]).toEqual([...stepsOf(events)[2].state.solver.params.subarray(0, 12)]);
  });

  it("aborts before the first step where the signal is aborted already", async () => {
    const result = await fit(iris, { solver: "gd" }, { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ status: "aborted", steps: 0 });
  });

  it("shares the event loop: a timer goes off while a long run goes on", async () => {
    const signal = AbortSignal.timeout(40);
    const result = await fit(iris, { solver: "gd", learningRate: 1e-6, maxSteps: 100_000_000 }, { signal });
    expect(result.status).toBe("aborted");
  });
});

describe("early stopping", () => {
  const options: RunOptions = {
    solver: "sgd",
    learningRate: 3,
    schedule: "constant",
    batchSize: 8,
    epochs: 200,
    validationSize: 0.3,
    patience: 3,
    l2: 0,
  };

  it("ends after `patience` epochs without a better validation loss, and keeps the best", async () => {
    const events = await eventsOf(options);
    const losses = epochsOf(events).map(({ validation }) => validation!.logLoss);
    const best = losses.indexOf(Math.min(...losses));
    const result = endOf(events);
    expect(losses.length - 1 - best).toBe(3);
    expect(result.validation!.logLoss).toBeCloseTo(losses[best], 12);
    expect(losses.at(-1)).toBeGreaterThan(losses[best]);
    expect(result).toMatchObject({
      status: "max-steps",
      message: `stopped early after epoch ${losses.length}: no better validation loss for 3 epochs; the parameters of epoch ${best + 1} are kept`,
    });
  });

  it("keeps the best also where the epochs run out first", async () => {
    const events = await eventsOf({ ...options, patience: 50, epochs: 12 });
    const losses = epochsOf(events).map(({ validation }) => validation!.logLoss);
    expect(endOf(events).validation!.logLoss).toBeCloseTo(Math.min(...losses), 12);
    expect(Math.min(...losses)).toBeLessThan(losses.at(-1)!);
  });

  it("does without where patience is not asked for", async () => {
    const { patience: _, ...patient } = options;
    const events = await eventsOf({ ...patient, epochs: 4 });
    expect(epochsOf(events).map(({ state }) => state.best)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(endOf(events).validation!.logLoss).toBeCloseTo(epochsOf(events)[3].validation!.logLoss, 12);
  });

  it("holds no validation loss that is not a number for the best", async () => {
    const result = await fit(iris, { ...options, learningRate: 1e200, epochs: 5 });
    expect(result.status).toBe("diverged");
  });
});

describe("the result", () => {
  it("adds up: value = loss + penalty, measured in float64 even after float32", async () => {
    const {
      objective,
      train: metrics,
      model,
      config,
    } = await fit(iris, { precision: "float32", l2: 0.01, l1: 0.001 });
    const penalty = model.weights.reduce((sum, w) => sum + 0.005 * w * w + 0.001 * Math.abs(w), 0);
    expect(objective.penalty).toBeCloseTo(penalty, 14);
    expect(objective.loss).toBeCloseTo(metrics.logLoss!, 13);
    expect(objective.value).toBeCloseTo(metrics.logLoss! + penalty, 13);
    expect(config.precision).toBe("float32");
  });

  it("has biases of mean zero, but where the links are sigmoids, which see a shift", async () => {
    const sum = (bias: Float64Array) => bias.reduce((total, b) => total + b, 0);
    expect(sum((await fit(iris, { solver: "sgd", epochs: 2 })).model.bias)).toBeCloseTo(0, 14);
    const { model, objective } = await fit(iris, { loss: "sigmoid" });
    expect(Math.abs(sum(model.bias))).toBeGreaterThan(0.1);
    expect(objective.value).toBeLessThan(1);
  });

  it("is certified, or says why it cannot be", async () => {
    const { certificate } = await fit(iris, { l2: 1e-3 });
    expect(certificate.gap).toBeLessThan(1e-9);
    expect((await fit(iris, { loss: "quadratic" })).certificate).toMatchObject({ gap: null });
  });

  it("of the same options is the same", async () => {
    const options: RunOptions = { solver: "adam", epochs: 3, testSize: 0.2, seed: 5 };
    const [{ seconds: _, ...first }, { seconds: __, ...second }] = [
      await fit(iris, options),
      await fit(iris, options),
    ];
    expect(JSON.stringify(first)).toBe(JSON.stringify(second));
    const other = await fit(iris, { ...options, seed: 6 });
    expect(other.model.weights).not.toEqual(first.model.weights);
  });

  it("knows the test rows only as the test", async () => {
    const { test, train: seen } = await fit(iris, { testSize: 0.2 });
    expect([seen.n, test!.n]).toEqual([120, 30]);
  });
});

describe("equal problems have equal solutions", () => {
  const records = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({
    x: Math.sin(5 * i),
    y: Math.cos(3 * i),
    label: `${i % 2}`,
    w: 1 + (i % 3),
  }));
  const options: RunOptions = { l2: 0.1, standardize: false, tolerance: 1e-12, weight: "w" };

  it("a weight of 2 is a row twice", async () => {
    const repeated = records.flatMap((record) => Array(record.w).fill({ ...record, w: 1 }));
    const [weighted, plain] = [
      await fit(datasetFromRecords(records), options),
      await fit(datasetFromRecords(repeated), options),
    ];
    plain.model.weights.forEach((w, j) => {
      expect(weighted.model.weights[j]).toBeCloseTo(w, 10);
    });
    expect(weighted.train.accuracy).toBeCloseTo(plain.train.accuracy!, 12);
  });

  it("the kernels do not matter", async () => {
    const [fast, plain] = [
      await fit(iris, { l2: 1e-2 }),
      await fit(iris, { l2: 1e-2 }, { kernels: referenceKernels }),
    ];
    expect(fast.objective.value).toBeCloseTo(plain.objective.value, 12);
  });
});

describe("resuming", () => {
  const checkpointOf = async (options: RunOptions) => {
    const events = await eventsOf(options);
    const [start] = events;
    if (start.type !== "start") throw new Error("no start");
    const { fingerprint, kernels, threads, config } = start;
    return { fingerprint, kernels, threads, config: { ...config }, loop: stepsOf(events)[1].state };
  };

  it("goes on with the configuration of the checkpoint, whatever else is asked", async () => {
    const resume = await checkpointOf({ solver: "gd", maxSteps: 4 });
    const events: TrainEvent[] = [];
    for await (const event of train(iris, { solver: "adam" }, { resume })) events.push(event);
    expect(events[0]).toMatchObject({ type: "start", resumedAt: 2, config: { solver: "gd", maxSteps: 4 } });
    expect(stepsOf(events).map(({ step }) => step)).toEqual([3, 4]);
  });

  it("refuses other data", async () => {
    const resume = await checkpointOf({ maxSteps: 3 });
    await expect(
      drain(train(await loadDataset("wine"), {}, { resume: { ...resume, config: {} } })),
    ).rejects.toThrow(
      /^resume: the data changed since the run was started \(sha256 [0-9a-f]{12}…, the run's [0-9a-f]{12}…\)$/,
    );
  });

  it("refuses parameters of another size", async () => {
    const resume = await checkpointOf({ maxSteps: 3 });
    const config = { ...resume.config, drop: ["petal_width"] };
    await expect(drain(train(iris, {}, { resume: { ...resume, config } }))).rejects.toThrow(
      "resume: the checkpoint has 15 parameters but the data need 12",
    );
  });
});

it("parameters to start from have the length that the data need", async () => {
  await expect(fit(iris, { solver: "gd" }, { params: new Float64Array(3) })).rejects.toThrow(
    new RangeError("gd: params has 3 values but the objective has 15"),
  );
});

it("hands over what it trains on, and how to measure parameters as the result does", async () => {
  const told: Prepared[] = [];
  const options = { l2: 1e-3, validationSize: 0.2, precision: "float32" } as const;
  const {
    model,
    train: metrics,
    certificate,
  } = endOf(await eventsOf(options, { onPrepared: (prepared) => told.push(prepared) }));
  const [{ measure, watch, train, classes }] = told;
  expect(told).toHaveLength(1);
  expect(classes).toEqual(model.classes);
  expect(train.targets).toHaveLength(120);
  expect(measure(Float64Array.of(...model.weights, ...model.bias))).toEqual({ train: metrics, certificate });
  expect(measure(new Float64Array(15)).train.logLoss).toBeCloseTo(Math.log(3), 12);
  const p = watch([7, 3])(Float64Array.of(...model.weights, ...model.bias));
  expect([...p.subarray(0, 3)].indexOf(Math.max(...p.subarray(0, 3)))).toBe(train.targets[7]);
  expect(p[3] + p[4] + p[5]).toBeCloseTo(1, 12);
});
