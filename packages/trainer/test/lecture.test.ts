import { loadDataset } from "@softmax/datasets";
import { fit, type RunOptions, train } from "@softmax/trainer";
import { describe, expect, it } from "vitest";

const wine = await loadDataset("wine");
const classes = ["class_0", "class_1", "class_2"];

/** Standardized features and class indices, by hand: population deviations over all rows. */
function byHand(): { X: number[][]; y: number[] } {
  const n = wine.nSamples;
  const columns = wine.columns.flatMap((column) =>
    column.kind === "number" ? [Array.from(column.values)] : [],
  );
  const scaled = columns.map((values) => {
    const mean = values.reduce((a, b) => a + b) / n;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / n);
    return values.map((v) => (v - mean) / deviation);
  });
  const label = wine.columns.find(({ name }) => name === "class")!;
  if (label.kind !== "string") throw new Error("the classes of wine have names");
  return {
    X: Array.from({ length: n }, (_, i) => scaled.map((values) => values[i])),
    y: Array.from(label.codes, (code) => classes.indexOf(label.categories[code])),
  };
}

/**
 * The lecture's step over its sum loss L = Σ_i −ln p_i,y_i, one formula a line:
 * w_c ← w_c − η Σ_i (p_ic − [y_i = c]) x_i and b_c ← b_c − η Σ_i (p_ic − [y_i = c]).
 */
function lectureStep(
  X: number[][],
  y: number[],
  W: number[][],
  b: number[],
  eta: number,
): [number[][], number[]] {
  const dW = W.map((w) => w.map(() => 0));
  const db = b.map(() => 0);
  X.forEach((x, i) => {
    const z = W.map((w, c) => b[c] + x.reduce((sum, xj, j) => sum + w[j] * xj, 0));
    const total = z.reduce((sum, zc) => sum + Math.exp(zc), 0);
    z.forEach((zc, c) => {
      const r = Math.exp(zc) / total - (y[i] === c ? 1 : 0);
      x.forEach((xj, j) => {
        dW[c][j] += r * xj;
      });
      db[c] += r;
    });
  });
  return [W.map((w, c) => w.map((wj, j) => wj - eta * dW[c][j])), b.map((bc, c) => bc - eta * db[c])];
}

it("gd is the lecture's w ← w − η∇L: the mean loss takes n·η where the sum takes η", async () => {
  const { X, y } = byHand();
  const eta = 1e-3;
  const options: RunOptions = {
    solver: "gd",
    learningRate: X.length * eta,
    l2: 0,
    maxSteps: 60,
    tolerance: 0,
  };
  let [W, b] = [classes.map(() => Array<number>(13).fill(0)), [0, 0, 0]];
  let steps = 0;
  for await (const event of train(wine, options)) {
    if (event.type !== "step") continue;
    [W, b] = lectureStep(X, y, W, b, eta);
    const found = event.state.solver.params;
    [...W.flat(), ...b].forEach((w, j) => {
      expect(Math.abs(found[j] - w)).toBeLessThan(1e-12);
    });
    steps++;
  }
  expect(steps).toBe(60);
});

describe("on standardized wine with l2 = 0.01", () => {
  it.each<RunOptions>([{ solver: "gd" }, { solver: "lbfgs" }, { solver: "newton" }])(
    "%j is certified to be within 1e-9 of the best objective there is",
    async (options) => {
      const { status, certificate } = await fit(wine, { l2: 1e-2, ...options });
      expect(status).toBe("converged");
      expect(certificate.gap).toBeLessThanOrEqual(1e-9);
    },
  );

  it.each<RunOptions>([
    { solver: "sgd", schedule: "cosine", learningRate: 0.5, batchSize: 60, epochs: 1000 },
    { solver: "adam", schedule: "cosine", learningRate: 0.03, batchSize: 60, epochs: 300 },
  ])("%j is within 1e-4", async (options) => {
    const { certificate } = await fit(wine, { l2: 1e-2, ...options });
    expect(certificate.gap).toBeLessThanOrEqual(1e-4);
  });
});
