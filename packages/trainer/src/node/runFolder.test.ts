import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadDataset } from "@softmax/datasets";
import { afterAll, describe, expect, it } from "vitest";
import type { TrainEvent } from "../events.js";
import { fit } from "../fit.js";
import { encodeModel } from "../modelFile.js";
import type { RunOptions } from "../runConfig.js";
import { train } from "../train.js";
import {
  createRun,
  freshRunPath,
  type OpenRun,
  readModel,
  readRun,
  recordRun,
  reopenRun,
} from "./runFolder.js";

const root = mkdtempSync(join(tmpdir(), "softmax-runs-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const iris = await loadDataset("iris");
const source = { data: "iris" };
let count = 0;
const freshPath = () => join(root, `run-${count++}`);
const read = (path: string, name: string) => readFileSync(join(path, name), "utf8");
const lines = (path: string) =>
  read(path, "metrics.jsonl")
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** Records a run, leaving it as a killed process would after the event that `until` is true of. */
async function record(
  run: OpenRun,
  events: AsyncIterable<TrainEvent>,
  until?: (event: TrainEvent) => boolean,
) {
  const recorded = recordRun(run, events);
  for (;;) {
    const { done, value } = await recorded.next();
    if (done) return;
    if (until?.(value)) return void (await recorded.return());
  }
}

async function recordedRun(options: RunOptions, until?: (event: TrainEvent) => boolean): Promise<string> {
  const path = freshPath();
  await record(await createRun(path, source, options), train(iris, options), until);
  return path;
}

/** As if every step took long enough for a checkpoint. */
async function* slowly(events: AsyncIterable<TrainEvent>): AsyncGenerator<TrainEvent> {
  let seconds = 0;
  for await (const event of events)
    yield event.type === "step" || event.type === "epoch" ? { ...event, seconds: (seconds += 3) } : event;
}

it("records where a cluster is, and no credentials", async () => {
  const options = { engine: "spark", remote: "sc://host:15002/;token=secret" } as const;
  const { record } = await createRun(freshPath(), source, options);
  expect(record.options).toEqual({ engine: "spark", remote: "sc://host:15002" });
});

describe("a recorded run", () => {
  it("is a folder of four files", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 3, testSize: 0.2 };
    const path = await recordedRun(options);
    expect(readdirSync(path).sort()).toEqual([
      "checkpoint.safetensors",
      "metrics.jsonl",
      "model.safetensors",
      "run.json",
    ]);
    expect(lines(path).map(({ type, step }) => [type, step])).toEqual([
      ["step", 1],
      ["step", 2],
      ["step", 3],
    ]);
    const { startedAt, ...run } = await readRun(path);
    expect(new Date(startedAt).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(run).toMatchObject({
      formatVersion: 1,
      source,
      options,
      start: { classes: ["setosa", "versicolor", "virginica"], config: { solver: "gd" } },
      result: { status: "max-steps", steps: 3, test: { n: 30 } },
    });
    expect(run.result).not.toHaveProperty("model");
  });

  it("holds no model where it diverged", async () => {
    const path = await recordedRun({ solver: "gd", learningRate: 1e300, standardize: false });
    expect((await readRun(path)).result?.status).toBe("diverged");
    await expect(readModel(path)).rejects.toThrow("the run has not ended yet, or it diverged");
  });

  it("holds the model of the fit, to be read by its folder or its file", async () => {
    const path = await recordedRun({ solver: "lbfgs" });
    const { model } = await fit(iris, { solver: "lbfgs" });
    expect([...readFileSync(join(path, "model.safetensors"))]).toEqual([...encodeModel(model)]);
    for (const place of [path, join(path, "model.safetensors")])
      expect((await readModel(place)).predict([[5.1, 3.5, 1.4, 0.2]])).toEqual(["setosa"]);
  });

  it("has written what an event tells of by the time the event arrives", async () => {
    const path = freshPath();
    const training = slowly(train(iris, { solver: "gd", maxSteps: 2 }));
    const events = recordRun(await createRun(path, source, {}), training);
    await events.next();
    expect((await readRun(path)).start).toMatchObject({ resumedAt: 0 });
    await events.next();
    expect(lines(path)).toMatchObject([{ step: 1 }]);
    await events.next();
    expect(existsSync(join(path, "model.safetensors"))).toBe(false);
    await events.next();
    expect(existsSync(join(path, "model.safetensors"))).toBe(true);
    expect((await readRun(path)).result).toMatchObject({ steps: 2 });
    await events.return();
  });

  it("has its latest lines on the disk soon after it was paused, and at once when it was left", async () => {
    const path = freshPath();
    const events = recordRun(await createRun(path, source, {}), train(iris, { solver: "gd", maxSteps: 9 }));
    for (let step = 0; step <= 4; step++) await events.next();
    await expect.poll(() => lines(path).map(({ step }) => step)).toEqual([1, 2, 3, 4]);
    await events.next();
    await events.return();
    expect(lines(path).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  });

  it("has the lines before an error", async () => {
    const path = freshPath();
    async function* failing() {
      for await (const event of train(iris, { solver: "gd" })) {
        yield event;
        if (event.type === "step" && event.step === 3) throw new Error("no more");
      }
    }
    await expect(record(await createRun(path, source, {}), failing())).rejects.toThrow("no more");
    expect(lines(path)).toHaveLength(3);
  });

  it("logs of a mini-batch run every epoch and at most twenty steps in each", async () => {
    const path = await recordedRun({ solver: "sgd", batchSize: 2, epochs: 2 });
    const types = lines(path).map(({ type }) => type);
    expect(types.filter((type) => type === "epoch")).toHaveLength(2);
    expect(types.filter((type) => type === "step").length).toBeLessThanOrEqual(40);
    expect(types.filter((type) => type === "step").length).toBeGreaterThan(30);
  });
});

describe("a run that was interrupted goes on", () => {
  it.each<[string, RunOptions, number]>([
    ["lbfgs", { solver: "lbfgs", maxSteps: 8 }, 4],
    ["adam, in the middle of an epoch", { solver: "adam", batchSize: 40, epochs: 3 }, 6],
    [
      "sgd, between two epochs",
      { solver: "sgd", batchSize: 50, epochs: 4, validationSize: 0.2, patience: 2 },
      3,
    ],
  ])("to the same files: %s", async (_, options, stop) => {
    const whole = await recordedRun(options);
    const path = freshPath();
    const isAt = (event: TrainEvent) => event.type === "step" && event.step === stop;
    await record(await createRun(path, source, options), slowly(train(iris, options)), isAt);
    expect((await readRun(path)).result).toBeUndefined();

    const { checkpoint, ...run } = await reopenRun(path);
    expect(checkpoint!.loop.solver.step).toBe(stop);
    await record(run, train(iris, run.record.options, { resume: checkpoint }));
    expect([...readFileSync(join(path, "model.safetensors"))]).toEqual([
      ...readFileSync(join(whole, "model.safetensors")),
    ]);
    const untimed = (folder: string) => lines(folder).map(({ seconds, ...line }) => line);
    expect(untimed(path)).toEqual(untimed(whole));
    const { startedAt, result } = await readRun(path);
    expect(startedAt).toBe(run.record.startedAt);
    expect(result).toMatchObject({ status: "max-steps" });
  });

  it("from its start, where it had no checkpoint yet", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 5 };
    const path = await recordedRun(options, (event) => event.type === "step" && event.step === 2);
    const { checkpoint, ...run } = await reopenRun(path);
    expect(checkpoint).toBeUndefined();
    await record(run, train(iris, run.record.options));
    expect(lines(path).map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
  });

  it("after it was aborted, forgetting that result", async () => {
    const controller = new AbortController();
    const options: RunOptions = { solver: "gd", maxSteps: 5 };
    const path = freshPath();
    const events = train(iris, options, { signal: controller.signal });
    for await (const event of recordRun(await createRun(path, source, options), events))
      if (event.type === "step" && event.step === 3) controller.abort();
    expect((await readRun(path)).result).toMatchObject({ status: "aborted", steps: 3 });
    const { checkpoint, ...run } = await reopenRun(path);
    expect(run.record).not.toHaveProperty("result");
    await record(run, train(iris, {}, { resume: checkpoint }));
    expect((await readRun(path)).result).toMatchObject({ status: "max-steps", steps: 5 });
  });

  it("with a log that was cut off in the middle of a line, or damaged in another", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 6 };
    const path = freshPath();
    const isAt = (event: TrainEvent) => event.type === "step" && event.step === 4;
    await record(await createRun(path, source, options), slowly(train(iris, options)), isAt);
    const [first, second, third] = read(path, "metrics.jsonl").split("\n");
    writeFileSync(join(path, "metrics.jsonl"), `${first}\n${second}\n\0\0\0\n${third}\n{"type":"step","st`);
    const { checkpoint, ...run } = await reopenRun(path);
    await record(run, train(iris, {}, { resume: checkpoint }));
    expect(lines(path).map(({ step }) => step)).toEqual([1, 2, 3, 5, 6]);
  });

  it("without its log, if that is gone", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 6 };
    const path = freshPath();
    const isAt = (event: TrainEvent) => event.type === "step" && event.step === 4;
    await record(await createRun(path, source, options), slowly(train(iris, options)), isAt);
    rmSync(join(path, "metrics.jsonl"));
    const { checkpoint, ...run } = await reopenRun(path);
    await record(run, train(iris, {}, { resume: checkpoint }));
    expect(lines(path).map(({ step }) => step)).toEqual([5, 6]);
  });
});

describe("what is there already stays", () => {
  it.each(["run.json", "metrics.jsonl", "checkpoint.safetensors", "model.safetensors"])(
    "createRun refuses a folder with a %s",
    async (name) => {
      const path = freshPath();
      mkdirSync(path);
      writeFileSync(join(path, name), "mine");
      await expect(createRun(path, source, {})).rejects.toThrow(
        `${path}: already holds a ${name}; choose another folder, or resume that run`,
      );
      expect(read(path, name)).toBe("mine");
    },
  );

  it("a run that has ended is not gone on with", async () => {
    const path = await recordedRun({ solver: "newton" });
    await expect(reopenRun(path)).rejects.toThrow(
      `${path}: this run has ended (converged); nothing is left to resume`,
    );
  });

  it("a file that cannot be replaced fails the run and spoils nothing", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 2 };
    const path = freshPath();
    const run = await createRun(path, source, options);
    const events = recordRun(run, train(iris, options));
    await events.next();
    mkdirSync(join(path, "model.safetensors"));
    await events.next();
    await events.next();
    await expect(events.next()).rejects.toThrow(/model\.safetensors/);
    expect((await readRun(path)).result).toBeUndefined();
    expect(readdirSync(path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    expect(lines(path)).toHaveLength(2);
  });

  it("what a killed run had not finished writing is removed when it is gone on with, and nothing else", async () => {
    const options: RunOptions = { solver: "gd", maxSteps: 2 };
    const path = freshPath();
    const events = recordRun(await createRun(path, source, options), train(iris, options));
    await events.next();
    writeFileSync(join(path, "checkpoint.safetensors.4711.tmp"), "half a check");
    writeFileSync(join(path, "mine.tmp"), "mine");
    await reopenRun(path);
    expect(readdirSync(path).sort()).toEqual(["metrics.jsonl", "mine.tmp", "run.json"]);
    await events.return();
  });

  it("fresh paths count on from what is there", async () => {
    const parent = freshPath();
    expect(await freshRunPath(parent, "iris")).toBe(join(parent, "iris-1"));
    for (const name of ["iris-1", "iris-2", "wine-3"]) mkdirSync(join(parent, name), { recursive: true });
    expect(await freshRunPath(parent, "iris")).toBe(join(parent, "iris-3"));
  });
});

describe("what cannot be read is named", () => {
  const broken = (name: string, content: string | Uint8Array): string => {
    const path = freshPath();
    mkdirSync(path);
    writeFileSync(join(path, name), content);
    return path;
  };

  it("a folder that is no run, and a record that is damaged or from the future", async () => {
    await expect(readRun(root)).rejects.toThrow(`${root}: no run.json there; expected the folder of a run`);
    const damaged = broken("run.json", "{");
    await expect(readRun(damaged)).rejects.toThrow(`${join(damaged, "run.json")}: not JSON: `);
    const later = broken("run.json", '{"formatVersion":2}');
    await expect(readRun(later)).rejects.toThrow(
      `${join(later, "run.json")}: formatVersion is 2; this program reads 1`,
    );
    const empty = broken("run.json", "null");
    await expect(reopenRun(empty)).rejects.toThrow("formatVersion is missing; this program reads 1");
  });

  it("a model that is not there, not yet there, or not a model", async () => {
    const nowhere = join(root, "nowhere");
    await expect(readModel(nowhere)).rejects.toThrow(
      `${nowhere}: no such file or folder; expected a model or the folder of a run`,
    );
    await expect(readModel(root)).rejects.toThrow(
      `${root}: no model.safetensors there; the run has not ended yet`,
    );
    const path = broken("model.safetensors", "nonsense!");
    await expect(readModel(path)).rejects.toThrow(`${join(path, "model.safetensors")}: decodeSafetensors: `);
  });

  it("a checkpoint that is damaged", async () => {
    const path = await recordedRun({ solver: "gd", maxSteps: 3 }, (event) => event.type === "step");
    writeFileSync(join(path, "checkpoint.safetensors"), "nonsense!");
    await expect(reopenRun(path)).rejects.toThrow(
      `${join(path, "checkpoint.safetensors")}: decodeSafetensors: `,
    );
  });
});
