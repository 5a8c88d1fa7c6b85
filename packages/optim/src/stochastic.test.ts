import { permutation, type RowRange } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { bowl } from "./bowl.js";
import { gradientDescent } from "./gradientDescent.js";
import { minimize } from "./minimize.js";
import type { Objective } from "./objective.js";
import { sgd } from "./optimizers.js";
import { type StochasticState, stochastic } from "./stochastic.js";

/** An objective of n samples that notes the rows of every batch. */
function watched(nSamples: number) {
  const seen: number[][] = [];
  const objective: Objective = {
    ...bowl([1], [2]),
    nSamples,
    batch(params: Float64Array, { from, to, order }: RowRange, gradient: Float64Array) {
      seen.push(Array.from({ length: to - from }, (_, k) => order![from + k]));
      gradient[0] = params[0] - 2;
      return (params[0] - 2) ** 2 / 2;
    },
  };
  return { objective, seen };
}

function epochsOf(nSamples: number, batchSize: number, seed: number, epochs: number) {
  const { objective, seen } = watched(nSamples);
  const solver = stochastic(sgd(0.1), { batchSize, seed });
  let state: StochasticState = solver.init(objective, new Float64Array(1));
  const orders: number[][] = [];
  while (state.epoch < epochs) {
    const { epoch } = state;
    state = solver.step(objective, state);
    orders[epoch] = [...(orders[epoch] ?? []), ...seen.at(-1)!];
  }
  return { orders, sizes: seen.map((rows) => rows.length) };
}

describe("an epoch", () => {
  it.each([
    [1, 1],
    [3, 2],
    [4, 4],
    [5, 17],
    [17, 4],
    [129, 128],
    [1000, 7],
  ])("of %d samples in batches of %d shows every sample once, spread evenly", (nSamples, batchSize) => {
    const { orders, sizes } = epochsOf(nSamples, batchSize, 3, 4);
    const all = Array.from({ length: nSamples }, (_, i) => i);
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(all);
    const perEpoch = Math.ceil(nSamples / batchSize);
    expect(sizes).toHaveLength(4 * perEpoch);
    expect(Math.max(...sizes)).toBe(Math.ceil(nSamples / perEpoch));
    expect(Math.min(...sizes)).toBe(Math.floor(nSamples / perEpoch));
  });

  it("has an order of its own, which the seed decides", () => {
    const { orders } = epochsOf(17, 4, 3, 3);
    expect(orders[0]).not.toEqual(orders[1]);
    expect(epochsOf(17, 4, 3, 3).orders).toEqual(orders);
    expect(epochsOf(17, 4, 4, 3).orders).not.toEqual(orders);
    expect(epochsOf(17, 5, 3, 3).orders).toEqual(orders);
  });
});

describe("stochastic", () => {
  it("takes the same steps on an objective that makes the same shuffle of the key by itself", () => {
    const objective = bowl([1, 2, 3, 4, 5], [1, -1, 2, 0, 3]);
    const shuffling: Objective = {
      ...objective,
      batch: undefined,
      shuffledBatch: (params, { from, to, key }, gradient) =>
        objective.batch(params, { from, to, order: permutation(key, 5) }, gradient),
    };
    const solver = stochastic(sgd(0.1), { batchSize: 2, seed: 3 });
    const states = [objective, shuffling].map((each) => {
      let state = solver.init(each, new Float64Array(5));
      for (let k = 0; k < 8; k++) state = solver.step(each, state);
      return state;
    });
    expect(states[0].epoch).toBe(2);
    expect(states[1]).toEqual(states[0]);
  });

  it("with a batch of all samples takes the steps of gradient descent", () => {
    const objective = bowl([1, 2, 3, 4], [1, -1, 2, 0]);
    const [sgdSteps, gdSteps] = [
      minimize(objective, new Float64Array(4), stochastic(sgd(0.1), { batchSize: 4 }), { maxSteps: 20 }),
      minimize(objective, new Float64Array(4), gradientDescent({ learningRate: 0.1 }), { maxSteps: 20 }),
    ];
    sgdSteps.params.forEach((value, j) => void expect(value).toBeCloseTo(gdSteps.params[j], 14));
    expect(sgdSteps.value).toBeCloseTo(gdSteps.value, 14);
    expect(sgdSteps.gradientNorm).toBeCloseTo(gdSteps.gradientNorm, 14);
  });

  it("reports the batch's estimate before the step, and no gradient norm", () => {
    const { objective } = watched(5);
    const solver = stochastic(sgd(0.5), { batchSize: 2 });
    const first = solver.init(objective, new Float64Array(1));
    expect(first).toMatchObject({ value: 2, initialValue: 2, gradientNorm: 2, epoch: 0, row: 0 });
    expect(solver.step(objective, first)).toMatchObject({
      step: 1,
      value: 2,
      gradientNorm: Number.NaN,
      row: 1,
    });
  });

  it("refuses objectives without mini-batches or samples", () => {
    const solver = stochastic(sgd(0.5), { batchSize: 2, name: "sgd" });
    const sentence = "sgd: the objective has no mini-batches (batch and nSamples ≥ 1); use lbfgs";
    for (const missing of [{ batch: undefined }, { nSamples: undefined }, { nSamples: 0 }])
      expect(() => solver.init({ ...bowl([1], [2]), ...missing }, new Float64Array(1))).toThrow(sentence);
  });

  it.each([0, 1.5, Number.NaN])("refuses a batchSize of %d", (batchSize) => {
    expect(() => stochastic(sgd(0.5), { batchSize })).toThrow(
      `stochastic: batchSize is ${batchSize} but must be a whole number ≥ 1`,
    );
  });
});
