import { describe, expect, it } from "vitest";
import { bowlOf, counted, twoPoints } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { minimize } from "./minimize.js";
import type { Objective } from "./objective.js";
import { sgd } from "./optimizers.js";
import { stochastic } from "./stochastic.js";
import { svrg } from "./svrg.js";

describe("svrg", () => {
  it("converges with a constant learning rate, where sgd keeps jumping", () => {
    const { objective, start, least } = twoPoints();
    const options = { tolerance: 1e-10, maxSteps: 2000 };
    const reduced = minimize(objective, start, svrg({ batchSize: 1, learningRate: 0.1 }), options);
    const plain = minimize(objective, start, stochastic(sgd(0.1), { batchSize: 1 }), options);
    expect(reduced.status).toBe("converged");
    expect(reduced.value - least).toBeLessThan(1e-12);
    expect(plain.status).toBe("max-steps");
  });

  it("with one batch of all samples is gradient descent: the terms of the snapshot cancel", () => {
    const objective = bowl([1, 2], [3, 4]);
    const solver = svrg({ batchSize: 2, learningRate: 0.1 });
    const { params } = solver.step(objective, solver.init(objective, new Float64Array(2)));
    expect(params[0]).toBeCloseTo(0.3, 14);
    expect(params[1]).toBeCloseTo(0.8, 14);
  });

  it("never ends a step higher than it began without a given learning rate", () => {
    const { objective, start } = bowlOf(17, 100);
    const solver = svrg({ batchSize: 1 });
    let state = solver.init({ ...objective, lipschitz: 1e-3 }, start);
    for (let step = 0; step < 50; step++) {
      const next = solver.step(objective, state);
      expect(next.value).toBeLessThanOrEqual(state.value * (1 + 1e-6));
      state = next;
    }
    expect(state.value).toBeLessThan(1e-2 * state.initialValue);
  });

  it("undoes a step that would end higher, as where a batch curves the other way", () => {
    const curvatures = [10, -8];
    const objective: Objective = {
      size: 1,
      nSamples: 2,
      valueAndGradient([x], gradient) {
        gradient[0] = x;
        return x ** 2 / 2;
      },
      batch([x], { from, order }, gradient) {
        const curvature = curvatures[order![from]];
        gradient[0] = curvature * x;
        return (curvature * x ** 2) / 2;
      },
    };
    const solver = svrg({ batchSize: 1 });
    let state = solver.init({ ...objective, lipschitz: 1e-3 }, Float64Array.of(1));
    const values = [state.value];
    for (let step = 0; step < 30; step++) {
      state = solver.step(objective, state);
      values.push(state.value);
    }
    values.slice(1).forEach((value, k) => void expect(value).toBeLessThanOrEqual(values[k]));
    expect(values.filter((value, k) => value === values[k - 1]).length).toBeGreaterThan(0);
  });

  it("makes three passes a step with a given learning rate", () => {
    const { objective, calls } = counted(bowlOf(17, 10).objective);
    const solver = svrg({ batchSize: 4, learningRate: 0.01 });
    solver.step(objective, solver.init(objective, new Float64Array(17)));
    expect(calls).toEqual({ evaluations: 2, batches: 10, hvps: 0 });
  });

  it("refuses what it cannot use", () => {
    expect(() => svrg({ batchSize: 1, learningRate: 0 })).toThrow(
      "svrg: learningRate is 0 but must be positive",
    );
    expect(() =>
      svrg({ batchSize: 1 }).init({ ...bowl([1], [2]), batch: undefined }, new Float64Array(1)),
    ).toThrow("svrg: the objective has no mini-batches");
  });
});
