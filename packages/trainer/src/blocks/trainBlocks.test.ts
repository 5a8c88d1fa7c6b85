import { type Dataset, datasetFromRecords, loadDataset, parseSvmlight } from "@softmax/datasets";
import type { Objective } from "@softmax/optim";
import {
  defaultKernels,
  denseFeatures,
  passRows,
  random,
  referenceKernels,
  uniform,
} from "@softmax/tensor-core";
import { describe, expect, it, test } from "vitest";
import { memoryBlocks } from "../../test/memoryBlocks.js";
import { drain } from "../drain.js";
import type { BlocksEvent, TrainResult } from "../events.js";
import { encodeModel } from "../modelFile.js";
import { ConfigError } from "../parseOptions.js";
import { prepareRun } from "../prepareRun.js";
import type { RunOptions } from "../runConfig.js";
import { freshLoop, runLoop } from "../runLoop.js";
import { train } from "../train.js";
import { sampledRows } from "./rowSample.js";
import { blockShuffle } from "./shuffledRows.js";
import { trainBlocks } from "./trainBlocks.js";

const iris = await loadDataset("iris");

/** Iris with uneven weights. */
const weighted: Dataset = datasetFromRecords(
  Array.from({ length: 150 }, (_, i) => ({
    ...Object.fromEntries(
      iris.columns.map((column) =>
        column.kind === "number"
          ? [column.name, column.values[i]]
          : column.kind === "string"
            ? [column.name, column.categories[column.codes[i]]]
            : ["", 0],
      ),
    ),
    w: 1 + ((i * 7) % 5) / 4,
  })),
);

const sparse = parseSvmlight(
  new TextEncoder().encode(
    Array.from({ length: 211 }, (_, i) => {
      const u = uniform(random(3, "row", i), 6);
      const columns = [...new Set(Array.from(u.subarray(0, 4), (x) => 1 + Math.floor(40 * x * x)))].sort(
        (a, b) => a - b,
      );
      return `${Math.floor(3 * u[4] * u[0] + 0.7 * u[5])} ${columns.map((c) => `${c}:${(u[5] + 0.1).toFixed(3)}`).join(" ")}\n`;
    }).join(""),
  ),
  { name: "sparse" },
);

/** Pictures in bytes. */
const bytes: Dataset = {
  name: "bytes",
  nSamples: 257,
  columns: [
    {
      kind: "block",
      name: "pixels",
      features: denseFeatures(
        Uint8Array.from(
          uniform(random(5), 257 * 9),
          (u, k) => 255 * u * (1 + (Math.floor(k / 9) % 3)) * 0.33,
        ),
        257,
        9,
      ),
    },
    { kind: "number", name: "label", values: Float64Array.from({ length: 257 }, (_, i) => i % 3) },
  ],
};

const bothWays = async (data: Dataset, options: RunOptions, rows: number, kernels = defaultKernels()) => {
  const store = memoryBlocks(prepareRun(data, options, kernels), rows);
  const [expected, found] = await Promise.all([
    drain(train(data, options, { kernels })),
    drain(trainBlocks(store, options, { kernels })),
  ]);
  return { expected, found };
};

const paramsOf = ({ model }: TrainResult) => [...model.weights, ...model.bias];

/** The objective within 1e-12; what is not stationary at a minimum, and moves with the parameters, within `tolerance`. */
function expectSame(found: TrainResult, expected: TrainResult, tolerance = 1e-12): void {
  const close = (a: number, b: number, within = tolerance) =>
    expect(Math.abs(a - b)).toBeLessThanOrEqual(within * Math.max(1, Math.abs(b)));
  expect(found.status).toBe(expected.status);
  close(found.objective.value, expected.objective.value, 1e-12);
  close(found.objective.loss, expected.objective.loss);
  expect(found.train.confusion).toEqual(expected.train.confusion);
  for (const part of ["train", "validation", "test"] as const) {
    expect(found[part]?.n).toBe(expected[part]?.n);
    if (!expected[part]) continue;
    close(found[part]!.logLoss!, expected[part]!.logLoss!);
    close(found[part]!.brier!, expected[part]!.brier!);
    close(found[part]!.ece!, expected[part]!.ece!);
    expect(found[part]!.accuracy).toBeCloseTo(expected[part]!.accuracy!, 12);
  }
  if (expected.certificate.gap === null) expect(found.certificate).toEqual(expected.certificate);
  else close(found.certificate.gap!, expected.certificate.gap);
  expect(found.config).toEqual(expected.config);
}

describe("in float64 rows in blocks are trained to the objective and the predictions of rows in memory", () => {
  const l1 = 2e-3;
  const solvers: RunOptions[] = [
    { solver: "lbfgs", preconditioner: "none", maxSteps: 40 },
    { solver: "lbfgs", preconditioner: "diagonal" },
    { solver: "lbfgs", preconditioner: "gram" },
    { solver: "lbfgs", preconditioner: "blocks" },
    { solver: "newton" },
    { solver: "gd", maxSteps: 15 },
    { solver: "gd", learningRate: 0.3, maxSteps: 15 },
    { solver: "fista", l1, maxSteps: 30 },
    { solver: "owlqn", l1, maxSteps: 30 },
    { solver: "proximal-lbfgs", l1 },
  ];
  it.each(solvers)("%j", async (options) => {
    const { expected, found } = await bothWays(iris, { l2: 1e-3, ...options }, 64);
    expectSame(found, expected);
    expect(found.steps).toBe(expected.steps);
  });

  const others: RunOptions[] = [
    { loss: "quadratic", solver: "lbfgs" },
    { loss: "sigmoid", solver: "lbfgs" },
    { loss: "hinge", solver: "gd", learningRate: 0.01, maxSteps: 20 },
    { loss: "focal", solver: "lbfgs" },
    { labelSmoothing: 0.1 },
    { classWeight: "balanced", testSize: 0.3 },
    { validationSize: 0.2, testSize: 0.2 },
    { C: 3, solver: "lbfgs" },
  ];
  it.each(others)("%j", async (options) => {
    const { expected, found } = await bothWays(
      iris,
      { solver: "newton", l2: options.C ? undefined : 1e-3, ...options },
      50,
    );
    expectSame(found, expected);
  });

  it.each<RunOptions>([
    {},
    { classWeight: "balanced" },
    { validationSize: 0.3, classWeight: "balanced", testSize: 0.2 },
  ])("with weights %j", async (options) => {
    const asked = { label: "species", weight: "w", solver: "newton", l2: 1e-2, ...options } as const;
    const { expected, found } = await bothWays(weighted, asked, 31);
    expectSame(found, expected);
  });

  it.each([64, 128, 77, 1000])("with blocks of %d rows", async (rows) => {
    for (const data of [bytes, sparse]) {
      const options = { solver: "lbfgs", precision: "float64", l2: 1e-3, testSize: 0.2 } as const;
      const { expected, found } = await bothWays(data, options, rows);
      expectSame(found, expected);
    }
  });
});

describe("in float32, with a finish in float64", () => {
  it.each<[string, Dataset]>([
    ["bytes", bytes],
    ["sparse rows", sparse],
    ["a table", iris],
  ])("of %s the objective is that of rows in memory", async (_, data) => {
    const options = { solver: "lbfgs", precision: "float32", tolerance: 1e-10, l2: 1e-2 } as const;
    const { expected, found } = await bothWays(data, options, 64);
    expect(found.status).toBe("converged");
    expectSame(found, expected, 1e-9);
  });
});

describe("blocks that are the windows of the kernels give the same bits", () => {
  const d = 5;
  const n = passRows({ kind: "dense", stored: "float32", nColumns: d, scale: 1 }, 3, "float64") * 2 + 1700;
  const large: Dataset = {
    name: "large",
    nSamples: n,
    columns: [
      {
        kind: "block",
        name: "x",
        features: denseFeatures(Float32Array.from(uniform(random(1), n * d)), n, d),
      },
      {
        kind: "number",
        name: "label",
        values: Float64Array.from(uniform(random(2), n), (u, i) => Math.floor(2.2 * u + 0.3 * (i % 3))),
      },
    ],
  };
  it.each(["float64", "float32"] as const)("in %s", async (precision) => {
    const options = { solver: "lbfgs", preconditioner: "none", precision, maxSteps: 6, l2: 1e-3 } as const;
    const kernels = defaultKernels();
    const run = prepareRun(large, options, kernels);
    const rows = passRows({ kind: "dense", stored: "float32", nColumns: d, scale: 1 }, 3, precision);
    const expected = await drain(train(large, options, { kernels }));
    const params = new Float64Array(3 * (d + 1));
    const found = await drain(trainBlocks(memoryBlocks(run, rows), options, { kernels, params }));
    expect(paramsOf(found)).toEqual(paramsOf(expected));
    expect(found.objective.value).toBe(expected.objective.value);
  });
});

describe("mini-batches", () => {
  it.each<[RunOptions["solver"], number]>([
    ["sgd", 20],
    ["adam", 20],
    ["momentum", 77],
    ["adamw", 150],
  ])("of %s, %d rows, are those of rows in memory in the same order", async (solver, batchSize) => {
    const options = { solver, batchSize, epochs: 4, l2: 1e-3, classWeight: "balanced" } as const;
    const kernels = defaultKernels();
    const run = prepareRun(iris, options, kernels);
    const store = memoryBlocks(run, 32);
    const pieces = blockShuffle(store.parts.train);
    const orders: number[] = [];
    const objective: Objective = {
      ...run.objective,
      shuffledBatch(params, rows, gradient) {
        const order = pieces(rows).pieces.flatMap(({ block, rows }) =>
          Array.from(rows!, (i) => 32 * block + i),
        );
        orders.push(...order);
        const whole = { from: 0, to: order.length, order: Int32Array.from(order) };
        return run.objective.batch(params, whole, gradient);
      },
    };
    const { loop } = await drain(runLoop({ ...run, objective }, freshLoop({ ...run, objective })));
    const found = await drain(trainBlocks(store, options, { kernels }));
    expect(found.epochs).toBe(4);
    found.model.weights.forEach((w, j) => void expect(w).toBeCloseTo(loop.solver.params[j], 10));
    const all = Array.from({ length: 150 }, (_, i) => i);
    expect(orders.slice(0, 150).sort((a, b) => a - b)).toEqual(all);
    expect(orders.slice(150, 300).sort((a, b) => a - b)).toEqual(all);
  });

  it("stop early, and keep the best", async () => {
    const options = {
      solver: "sgd",
      learningRate: 3,
      schedule: "constant",
      batchSize: 32,
      epochs: 50,
      validationSize: 0.3,
      patience: 2,
      l2: 0,
    } as const;
    const { found } = await bothWays(iris, options, 40);
    expect(found.message).toMatch(/^stopped early after epoch/);
  });
});

describe("where memory holds a sample of 32 of the 150 rows, the run starts about its minimum and ends at that of all", () => {
  it.each<RunOptions>([
    {},
    { classWeight: "balanced" },
    { l1: 1e-3 },
    { solver: "lbfgs", preconditioner: "none" },
    { solver: "newton" },
    { loss: "sigmoid" },
    { precision: "float32", tolerance: 1e-9 },
  ])("%j", async (options) => {
    const asked = { l2: 1e-3, ...options };
    const kernels = defaultKernels();
    const store = memoryBlocks(prepareRun(iris, asked, kernels), 20);
    const expected = await drain(train(iris, asked, { kernels }));
    const stored = asked.precision === "float32" ? 4 : 8;
    const found = await drain(trainBlocks(store, asked, { kernels, memory: 4 * 32 * (2 * 4 * stored) }));
    expect(found.status).toBe("converged");
    expect(found.objective.value).toBeCloseTo(expected.objective.value, 11);
    expect(found.train.confusion).toEqual(expected.train.confusion);
  });

  it("which lies in all parts of the data", () => {
    const rows = sampledRows(1000, 300, 7);
    expect(new Set(rows).size).toBe(300);
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
    for (let k = 0; k < 300; k++) expect(Math.abs(rows[k] - (k * 1000) / 300)).toBeLessThan(4);
    expect(sampledRows(5, 300, 7)).toEqual(Int32Array.of(0, 1, 2, 3, 4));
    expect(sampledRows(1000, 300, 8)).not.toEqual(rows);
  });
});

test("the reference kernels do the same", async () => {
  const { expected, found } = await bothWays(iris, { solver: "lbfgs", l2: 1e-2 }, 50, referenceKernels);
  expectSame(found, expected);
});

test.each(["sdca", "svrg"] as const)("%s is refused", async (solver) => {
  const store = memoryBlocks(prepareRun(sparse, { l2: 0.1 }, defaultKernels()), 50);
  await expect(drain(trainBlocks(store, { solver, l2: 0.1 }))).rejects.toThrow(ConfigError);
});

test("a run says what keeps it from a minimum", async () => {
  const options = { solver: "lbfgs", l2: 1e-6, maxSteps: 3, standardize: false } as const;
  const scaled: Dataset = {
    ...iris,
    columns: iris.columns.map((column, j) =>
      column.kind === "number" && j === 0 ? { ...column, values: column.values.map((v) => 1e6 * v) } : column,
    ),
  };
  const { expected, found } = await bothWays(scaled, options, 64);
  expect(expected.message).toMatch(/badly scaled/);
  expect(found.message).toBe(expected.message);
});

test("events come in the order of a run in memory, and the model file is the same twice", async () => {
  const options = { solver: "lbfgs", l2: 1e-2, maxSteps: 3 } as const;
  const kernels = defaultKernels();
  const store = memoryBlocks(prepareRun(iris, options, kernels), 64);
  const events: BlocksEvent[] = [];
  for await (const event of trainBlocks(store, options, { kernels })) events.push(event);
  expect(events.map(({ type }) => type).filter((type) => type !== "pass")).toEqual([
    "start",
    "step",
    "step",
    "step",
    "end",
  ]);
  const end = events.at(-1)!;
  if (end.type !== "end") throw new Error("no end");
  const again = await drain(trainBlocks(store, options, { kernels }));
  expect(encodeModel(again.model)).toEqual(encodeModel(end.result.model));
});
