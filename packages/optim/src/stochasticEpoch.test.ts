import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { counted, illConditioned, softmaxRegression } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { stochasticEpoch } from "./stochasticEpoch.js";
import { measure } from "./subgradient.js";

const objective = illConditioned();
const start = new Float64Array(objective.size);
const epoch = { learningRate: 0.05, batchSize: 8 };

describe("stochasticEpoch", () => {
  it("lowers the objective, and leaves the parameters that it was given alone", () => {
    const { value } = measure(objective, stochasticEpoch(objective, start, epoch));
    expect(value).toBeLessThan(0.95 * measure(objective, start).value);
    expect(start.every((w) => w === 0)).toBe(true);
  });

  it("sees every sample once, or as many batches as it may", () => {
    const { objective: counting, calls } = counted(objective);
    stochasticEpoch(counting, start, epoch);
    expect(calls).toMatchObject({ batches: 25, evaluations: 0 });
    stochasticEpoch(counting, start, { ...epoch, maxBatches: 3 });
    expect(calls.batches).toBe(28);
  });

  it("does not notice a change of units", () => {
    const [n, d, C] = [64, 3, 3];
    const data = normal(random(1), n * d);
    const labels = Int32Array.from({ length: n }, (_, i) =>
      data[i * d] > 0 ? 1 : data[i * d + 1] > 0 ? 2 : 0,
    );
    const units = [1, 1024, 1 / 4];
    const [plain, scaled] = [data, data.map((x, k) => x * units[k % d])].map((values) => {
      const problem = softmaxRegression(values, labels, C);
      return stochasticEpoch(problem, new Float64Array(problem.size), epoch);
    });
    for (let c = 0; c < C; c++)
      for (let j = 0; j < d; j++) expect(scaled[c * d + j] * units[j]).toBeCloseTo(plain[c * d + j], 5);
  });

  it("is a function of the seed", () => {
    const ends = [1, 1, 2].map((seed) => stochasticEpoch(objective, start, { ...epoch, seed }));
    expect(ends[0]).toEqual(ends[1]);
    expect(ends[0]).not.toEqual(ends[2]);
  });

  it("does without curvature, and not without batches", () => {
    const { curvature: _, ...plain } = bowl([1, 2], [3, 4]);
    const at = stochasticEpoch(plain, new Float64Array(2), { learningRate: 1, batchSize: 1 });
    expect(measure(plain, at).value).toBeLessThan(measure(plain, new Float64Array(2)).value);
    const { batch: __, ...none } = plain;
    expect(() => stochasticEpoch(none, new Float64Array(2), epoch)).toThrow("no mini-batches");
  });
});
