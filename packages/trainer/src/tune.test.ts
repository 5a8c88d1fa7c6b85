import { type Dataset, encodeLabels, kFolds, loadDataset, takeSamples } from "@softmax/datasets";
import { describe, expect, it } from "vitest";
import { drain } from "./drain.js";
import { evaluate } from "./evaluate.js";
import { fit } from "./fit.js";
import type { RunOptions } from "./runConfig.js";
import { tune } from "./tune.js";
import type { TuneEvent, TuneResult } from "./tuneEvents.js";
import type { TuningOptions } from "./tuning.js";

const tuned = (dataset: Dataset, options: RunOptions, tuning: TuningOptions): Promise<TuneResult> =>
  drain(tune(dataset, options, tuning));

/** A column of sample weights beside the others. */
const weighted = (dataset: Dataset, weightOf: (row: number) => number): Dataset => {
  const values = Float64Array.from({ length: dataset.nSamples }, (_, i) => weightOf(i));
  return { ...dataset, columns: [...dataset.columns, { kind: "number", name: "w", values }] };
};

/** Every fold and penalty on its own: a dataset of the training rows, fitted from zero, tried on another. */
async function bruteForce(dataset: Dataset, label: string, options: RunOptions, l2s: number[], k: number) {
  const { targets } = encodeLabels(dataset, label);
  const folds = kFolds(dataset.nSamples, k, { seed: options.seed ?? 0, stratify: targets });
  return Promise.all(
    l2s.map(async (l2) => {
      const losses: { logLoss: number; accuracy: number; weight: number }[] = [];
      for (const { train, test } of folds) {
        const { model } = await fit(takeSamples(dataset, train), { ...options, l2, tolerance: 1e-11 });
        const held = takeSamples(dataset, test);
        const { logLoss, accuracy } = evaluate(model, held, { label, weight: options.weight });
        const weights = held.columns.find(({ name }) => name === options.weight);
        const weight =
          weights?.kind === "number"
            ? Float64Array.from(weights.values).reduce((a, b) => a + b)
            : held.nSamples;
        losses.push({ logLoss: logLoss!, accuracy: accuracy!, weight });
      }
      return losses;
    }),
  );
}

describe("tune equals a loop that fits every fold on its own", () => {
  it.each([
    ["wine", "class", { classWeight: "balanced", seed: 7 }],
    ["penguins", "species", {}],
    ["iris", "species", { standardize: false, loss: "quadratic" }],
  ] as [string, string, RunOptions][])(
    "on %s (%s) with %j",
    { timeout: 60_000 },
    async (name, label, options) => {
      const dataset = await loadDataset(name);
      const penalties = [1, 1e-2, 1e-3];
      const { path, best } = await tuned(dataset, { ...options, tolerance: 1e-11 }, { penalties, folds: 3 });
      const expected = await bruteForce(dataset, label, options, penalties, 3);
      path.forEach(({ folds }, index) => {
        folds.forEach((found, fold) => {
          expect(found.logLoss).toBeCloseTo(expected[index][fold].logLoss, 8);
          expect(found.accuracy).toBeCloseTo(expected[index][fold].accuracy, 12);
        });
      });
      const means = expected.map((folds) => folds.reduce((sum, f) => sum + f.weight * f.logLoss, 0));
      expect(best).toBe(means.indexOf(Math.min(...means)));
    },
  );

  it("with sample weights, in the fits and in the means", async () => {
    const dataset = weighted(await loadDataset("iris"), (i) => 1 + (i % 4));
    const options = { weight: "w", tolerance: 1e-11 };
    const { path } = await tuned(dataset, options, { penalties: [1e-2], folds: 4 });
    const [folds] = await bruteForce(dataset, "species", options, [1e-2], 4);
    const total = folds.reduce((sum, { weight }) => sum + weight, 0);
    const mean = folds.reduce((sum, { weight, logLoss }) => sum + weight * logLoss, 0) / total;
    const squares =
      folds.reduce((sum, { weight, logLoss }) => sum + weight * (logLoss - mean) ** 2, 0) / total;
    expect(path[0].logLoss).toBeCloseTo(mean, 9);
    expect(path[0].standardError).toBeCloseTo(Math.sqrt(squares / 3), 9);
  });
});

it("what a fold holds out does not reach the encoders of its fit", async () => {
  const iris = weighted(await loadDataset("iris"), (i) => (i === 75 ? 0 : 1));
  const outlier: Dataset = {
    ...iris,
    columns: iris.columns.map((column) =>
      column.kind === "number" && column.name === "petal_width"
        ? { ...column, values: column.values.map((value, i) => (i === 75 ? 1e3 : value)) }
        : column,
    ),
  };
  const { targets } = encodeLabels(iris, "species");
  const holding = kFolds(150, 5, { seed: 0, stratify: targets }).findIndex(({ test }) => test.includes(75));
  const [clean, dirty] = await Promise.all(
    [iris, outlier].map((dataset) => tuned(dataset, { weight: "w" }, { penalties: [1e-2] })),
  );
  clean.path[0].folds.forEach((found, fold) => {
    if (fold === holding) expect(dirty.path[0].folds[fold]).toEqual(found);
    else expect(dirty.path[0].folds[fold].logLoss).not.toBeCloseTo(found.logLoss, 3);
  });
});

describe("a warm start", () => {
  it.each([0, 0.5, 1])("ends at the objective of a cold one (l1Ratio %d)", async (l1Ratio) => {
    const wine = await loadDataset("wine");
    let params: Float64Array | undefined;
    for (const penalty of [0.5, 0.05, 0.005, 0.0005]) {
      const options = { l1: penalty * l1Ratio, l2: penalty * (1 - l1Ratio), tolerance: 1e-10 };
      const [warm, cold] = [await fit(wine, options, { params }), await fit(wine, options)];
      expect(Math.abs(warm.objective.value - cold.objective.value)).toBeLessThan(1e-9);
      params = Float64Array.of(...warm.model.weights, ...warm.model.bias);
    }
  });

  it.each([0, 0.5])("has the held-out losses of a path of one (l1Ratio %d)", async (l1Ratio) => {
    const wine = await loadDataset("wine");
    const tuning = { l1Ratio, folds: 3 };
    const { path } = await tuned(wine, { tolerance: 1e-10 }, { ...tuning, nPenalties: 6 });
    for (const warm of path) {
      const alone = await tuned(wine, { tolerance: 1e-10 }, { ...tuning, penalties: [warm.penalty] });
      alone.path[0].folds.forEach(({ logLoss }, fold) => {
        expect(Math.abs(warm.folds[fold].logLoss - logLoss)).toBeLessThan(1e-7);
      });
    }
  });
});

it("features in another unit give the same losses at the square of the unit's penalties", async () => {
  const iris = await loadDataset("iris");
  const [cm, mm] = await Promise.all(
    [1, 10].map((scale) =>
      tuned(iris, { scale, standardize: false, tolerance: 1e-9 }, { nPenalties: 4, folds: 2 }),
    ),
  );
  cm.path.forEach((each, k) => {
    expect(mm.path[k].penalty / each.penalty).toBeCloseTo(100, 9);
    expect(mm.path[k].logLoss).toBeCloseTo(each.logLoss, 6);
  });
});

it("a fit that diverged does not start the next one", async () => {
  const iris = await loadDataset("iris");
  const options: RunOptions = { solver: "gd", learningRate: 0.5, maxSteps: 300, tolerance: 1e-3 };
  const after = await tuned(iris, options, { penalties: [1e4, 1e-2], folds: 2 });
  const alone = await tuned(iris, options, { penalties: [1e-2], folds: 2 });
  expect(after.path[0].folds.map(({ status }) => status)).toEqual(["diverged", "diverged"]);
  expect(after.path[1]).toEqual(alone.path[0]);
  expect(after.best).toBe(1);
});

it("tunes mini-batch solvers and float32 as well", async () => {
  const options: RunOptions = { solver: "adam", epochs: 3, batchSize: 16, precision: "float32" };
  const { path, best } = await tuned(await loadDataset("iris"), options, { penalties: [10, 1e-3], folds: 2 });
  expect(best).toBe(1);
  expect(path[1].folds[0]).toMatchObject({ status: "max-steps", steps: 3 * Math.ceil(75 / 16) });
});

describe("the events", () => {
  it("are a start, a fit for each penalty of each fold, and the result", async () => {
    const events: TuneEvent[] = [];
    const tuning = { penalties: [0.1, 0.01], folds: 3, l1Ratio: 0.25 };
    for await (const event of tune(await loadDataset("iris"), { testSize: 0.2 }, tuning)) events.push(event);
    const [start, ...rest] = events;
    expect(start).toMatchObject({
      type: "start",
      folds: 3,
      nSamples: 120,
      nFeatures: 4,
      classes: ["setosa", "versicolor", "virginica"],
      path: [
        { penalty: 0.1, l1: expect.closeTo(0.025, 12), l2: expect.closeTo(0.075, 12) },
        { penalty: 0.01, l1: expect.closeTo(0.0025, 12), l2: expect.closeTo(0.0075, 12) },
      ],
      config: { solver: "proximal-lbfgs", tolerance: 1e-6, testSize: 0.2 },
    });
    expect(start).not.toHaveProperty("config.l2");
    const fits = rest.slice(0, -1).filter((event) => event.type === "fit");
    expect(fits.map(({ fold, index, done, total }) => [fold, index, done, total])).toEqual([
      [0, 0, 1, 6],
      [0, 1, 2, 6],
      [1, 0, 3, 6],
      [1, 1, 4, 6],
      [2, 0, 5, 6],
      [2, 1, 6, 6],
    ]);
    const end = rest.at(-1)!;
    if (end.type !== "end") throw new Error(`the last event is ${end.type}`);
    expect(end.result.path[1].folds.map(({ logLoss }) => logLoss)).toEqual(
      fits.filter(({ index }) => index === 1).map(({ logLoss }) => logLoss),
    );
  });

  it("end where the signal says so, with its reason", async () => {
    const controller = new AbortController();
    let fits = 0;
    const run = async () => {
      for await (const event of tune(await loadDataset("iris"), {}, {}, { signal: controller.signal }))
        if (event.type === "fit" && ++fits === 3) controller.abort(new Error("enough"));
    };
    await expect(run()).rejects.toThrow("enough");
    expect(fits).toBe(3);
  });

  it("let the event loop have its turns, so that a timer can abort", async () => {
    const signal = AbortSignal.timeout(30);
    const wine = await loadDataset("wine");
    await expect(drain(tune(wine, { tolerance: 1e-12 }, { nPenalties: 1000 }, { signal }))).rejects.toThrow(
      /timeout/,
    );
  });
});

it("refuses folds whose rows weigh nothing", async () => {
  const { targets } = encodeLabels(await loadDataset("iris"), "species");
  const [{ test }] = kFolds(150, 3, { seed: 0, stratify: targets });
  const dataset = weighted(await loadDataset("iris"), (i) => (test.includes(i) ? 0 : 1));
  await expect(tuned(dataset, { weight: "w" }, { folds: 3, penalties: [1] })).rejects.toThrow(
    "tune: all rows of a fold have weight 0; expected one with a positive weight, or fewer folds",
  );
});

describe("fit with cv", () => {
  it("trains on all rows with the penalty that it found best", async () => {
    const wine = await loadDataset("wine");
    const { tuning, model, config } = await fit(wine, { testSize: 0.2 }, { cv: { nPenalties: 5, folds: 3 } });
    const { l2, l1 } = tuning!.path[tuning!.best];
    expect(config).toMatchObject({ l2, l1 });
    expect(model.weights).toEqual((await fit(wine, { testSize: 0.2, l2, l1 })).model.weights);
  });

  it("or with the strongest within one standard error of it", async () => {
    const wine = await loadDataset("wine");
    const cv = { nPenalties: 8, folds: 3, l1Ratio: 1, choose: "one-standard-error" } as const;
    const { tuning, config } = await fit(wine, {}, { cv });
    expect(tuning!.oneStandardError).toBeLessThan(tuning!.best);
    expect(config.l1).toBe(tuning!.path[tuning!.oneStandardError].l1);
  });

  it("refuses what cannot be meant", async () => {
    const iris = await loadDataset("iris");
    await expect(fit(iris, { l2: 1 }, { cv: {} })).rejects.toThrow(
      "l2: tuning sets the penalty; leave it out",
    );
    await expect(fit(iris, {}, { cv: { choose: "worst" as never } })).rejects.toThrow(
      'choose: found "worst"; expected best or one-standard-error',
    );
    const resume = {} as never;
    await expect(fit(iris, {}, { cv: {}, resume })).rejects.toThrow(
      "cv: a resumed run has its penalty already; leave cv out",
    );
  });
});
