import { datasetFromRecords, loadDataset } from "@softmax/datasets";
import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { fit } from "./fit.js";
import type { RunOptions } from "./runConfig.js";

const noise = normal(random(3, "diagnosis"), 400);

/** Rows of two overlapping classes; `more` adds or replaces columns. */
const rows = (more: (row: { a: number; b: number }, i: number, label: string) => object) =>
  Array.from({ length: 100 }, (_, i) => {
    const label = i % 2 === 0 ? "p" : "q";
    const row = { a: (i % 2) + 2 * noise[i], b: noise[100 + i] };
    return { ...row, ...more(row, i, label), label };
  });

const messageOf = async (records: object[], options: RunOptions) =>
  (await fit(datasetFromRecords(records as Record<string, number | string>[]), options)).message;

const l2 = "set l2, to 1e-4 for instance";

describe("separated classes", () => {
  const apart = rows(({ a }, _, label) => ({ a: a + (label === "q" ? 50 : 0) }));

  it("are said where there is no penalty, though the gradient norm is small enough", async () => {
    expect(await messageOf(apart, { label: "label", l2: 0 })).toMatch(
      /^converged in \d+ steps: .*; a linear rule tells "p" and "q" apart without a mistake, so that longer weights are always better and there is no minimum without a penalty; set l2, to 1e-4 for instance$/,
    );
  });

  it.each([
    { l2: 1e-3 },
    { l2: 0, l1: 1e-3 },
    { l2: 0, labelSmoothing: 0.1 },
    { l2: 0, loss: "quadratic" as const },
  ])("have a minimum with %o", async (options) => {
    expect(await messageOf(apart, { label: "label", maxSteps: 1000, ...options })).not.toContain("apart");
  });

  it("of which only some are apart are named when the run does not converge", async () => {
    const iris = await loadDataset("iris");
    const { message, status } = await fit(iris, { l2: 0, solver: "gd", maxSteps: 200 });
    expect(status).toBe("max-steps");
    expect(message).toContain(
      `; a linear rule tells "setosa" from all other classes without a mistake, so that there is no minimum without a penalty; ${l2}`,
    );
  });

  it.each(["lbfgs", "newton", "gd"] as const)(
    "of which only some are apart are named where %s converged",
    async (solver) => {
      const options = { l2: 0, solver, tolerance: solver === "gd" ? 1e-2 : 1e-4, maxSteps: 20_000 } as const;
      const { message, status } = await fit(await loadDataset("iris"), options);
      expect(status).toBe("converged");
      expect(message).toContain('; a linear rule tells "setosa" from all other classes without a mistake');
    },
  );

  it.each([
    { solver: "gd", maxSteps: 500, ending: /; raise maxSteps/ },
    { solver: "lbfgs", maxSteps: 1000, ending: /^converged in \d+ steps: [^;]*$/ },
  ] as const)(
    "are not made up where a class is surrounded: the argmax is right there, but no rule is linear ($solver)",
    async ({ ending, ...how }) => {
      const places = { inner: [0, 0], east: [4, 0], north: [-2, 3.5], south: [-2, -3.5] };
      const labels = Object.keys(places) as (keyof typeof places)[];
      const surrounded = Array.from({ length: 120 }, (_, i) => {
        const [x, y] = places[labels[i % 4]];
        const mislabelled = i % 4 > 0 && i % 10 === 0;
        const label = mislabelled ? labels[1 + ((i + 1) % 3)] : labels[i % 4];
        return { x: x + noise[2 * i] / 4, y: y + noise[2 * i + 1] / 4, label };
      });
      const options = { label: "label", l2: 0, ...how };
      const { message, train, model } = await fit(datasetFromRecords(surrounded), options);
      const inner = model.classes.indexOf("inner");
      expect(train.confusion.map((row) => row[inner])).toEqual([0, 30, 0, 0]);
      expect(train.confusion[inner]).toEqual([0, 30, 0, 0]);
      expect(message).toMatch(ending);
    },
  );
});

it("a learning rate that is too large, with one that is not", async () => {
  const options = { label: "label", l2: 1, solver: "gd", learningRate: 1000 } as const;
  expect(
    await messageOf(
      rows(() => ({})),
      options,
    ),
  ).toMatch(/; the learning rate of 1000 takes steps that are too long; set learningRate to 0.4$/);
  const cured = { ...options, learningRate: 0.4 };
  expect(
    await messageOf(
      rows(() => ({})),
      cured,
    ),
  ).toMatch(/^converged/);
});

describe("features of very different size", () => {
  const records = rows(({ a }) => ({ a: 1e30 * a }));

  it("are named with their sizes", async () => {
    expect(await messageOf(records, { label: "label", standardize: false })).toMatch(
      /; the features are badly scaled, "a" is about [23]e\+30 and "b" is about (1|0\.9); set standardize$/,
    );
  });

  it("do not matter once they are standardized", async () => {
    expect(await messageOf(records, { label: "label" })).toMatch(/^converged in \d+ steps: [^;]*$/);
  });
});

describe("collinear features", () => {
  const options = { label: "label", l2: 0, solver: "gd", maxSteps: 5 } as const;

  it("a copy is named with what it copies", async () => {
    expect(
      await messageOf(
        rows(({ a }) => ({ twice: 3 - 2 * a })),
        options,
      ),
    ).toMatch(
      /; "twice" is, but for its scale, the same as "a", so that many weights are equally good; set l2, to 1e-4 for instance$/,
    );
  });

  it("a combination", async () => {
    expect(
      await messageOf(
        rows(({ a, b }) => ({ sum: a + b })),
        options,
      ),
    ).toContain('; "sum" is, but for its scale, a combination of the features before it');
  });

  it("are not found where there are none, nor said where l2 makes the weights unique", async () => {
    expect(
      await messageOf(
        rows(() => ({})),
        options,
      ),
    ).toMatch(/; raise maxSteps, or the tolerance/);
    const penalized = { ...options, l2: 1e-3 };
    expect(
      await messageOf(
        rows(({ a }) => ({ twice: 2 * a })),
        penalized,
      ),
    ).toMatch(/; raise maxSteps/);
  });

  it("a constant feature is none", async () => {
    expect(
      await messageOf(
        rows(() => ({ constant: 7 })),
        options,
      ),
    ).toMatch(/; raise maxSteps/);
  });
});

it("a tolerance that float64 cannot reach, with one that it can", async () => {
  const options = { label: "label", loss: "hinge", precision: "float64" } as const;
  const message = await messageOf(
    rows(() => ({})),
    options,
  );
  expect(message).toMatch(/; float64 has no better point near; set tolerance to 0\.0*1$/);
  const tolerance = Number(/tolerance to (\S+)$/.exec(message)![1]);
  expect(
    await messageOf(
      rows(() => ({})),
      { ...options, tolerance },
    ),
  ).toMatch(/^converged/);
});
