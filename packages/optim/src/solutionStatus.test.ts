import { describe, expect, it } from "vitest";
import { bowl } from "./bowl.js";
import { gradientDescent } from "./gradientDescent.js";
import { lbfgs } from "./lbfgs.js";
import { minimize } from "./minimize.js";
import { sgd } from "./optimizers.js";
import { type Progress, solutionStatus } from "./solutionStatus.js";
import { stochastic } from "./stochastic.js";

const running: Progress = { step: 5, value: 1, initialValue: 2, gradientNorm: 0.1, stalled: "" };
const rule = { maxSteps: 10, tolerance: 1e-3 };
const aborted = AbortSignal.abort();

describe("solutionStatus", () => {
  it("lets a run go on that is none of the following", () => {
    expect(solutionStatus(running, rule)).toBeUndefined();
    expect(solutionStatus({ ...running, gradientNorm: Number.NaN }, rule)).toBeUndefined();
    expect(solutionStatus({ ...running, value: 2000 }, rule)).toBeUndefined();
  });

  it.each<[string, Partial<Progress>, string, string]>([
    [
      "gradient norm at the tolerance",
      { gradientNorm: 1e-3 },
      "converged",
      "converged in 5 steps: the gradient norm 0.001 is within the tolerance 0.001",
    ],
    [
      "one step",
      { gradientNorm: 0, step: 1 },
      "converged",
      "converged in 1 step: the gradient norm 0 is within the tolerance 0.001",
    ],
    [
      "no steps left",
      { step: 10 },
      "max-steps",
      "stopped after 10 steps, with gradient norm 0.1 above the tolerance 0.001; raise maxSteps, or the tolerance if this is close enough",
    ],
    [
      "no steps left, not measured",
      { step: 10, value: 3, gradientNorm: Number.NaN },
      "max-steps",
      "stopped after 10 steps, with an unknown gradient norm; raise maxSteps, or the tolerance if this is close enough",
    ],
    [
      "stalled",
      { stalled: "no decrease" },
      "max-steps",
      "no further progress after 5 steps, with gradient norm 0.1 above the tolerance 0.001: no decrease; use float64 precision or a larger tolerance",
    ],
    [
      "NaN at the start",
      { initialValue: Number.NaN, value: Number.NaN, step: 0 },
      "diverged",
      "the objective is NaN at the initial parameters; look for NaN or infinite features, targets, weights or parameters",
    ],
    [
      "NaN later",
      { value: Number.NaN, gradientNorm: Number.NaN },
      "diverged",
      "the objective became NaN after 5 steps; lower the learning rate or standardize the features",
    ],
    [
      "a thousandfold rise",
      { value: 3003 },
      "diverged",
      "the objective rose from 2 to 3000 in 5 steps; lower the learning rate or standardize the features",
    ],
    [
      "no steps left, above the start",
      { step: 10, value: 2.5 },
      "diverged",
      "after 10 steps the objective is 2.5, above the 2 it started from; lower the learning rate or standardize the features",
    ],
  ])("%s", (_, change, status, message) => {
    const [happened] = message.split("; ");
    expect(solutionStatus({ ...running, ...change }, rule)).toEqual({ status, happened, message });
  });

  it("is aborted by the signal, unless the state has converged", () => {
    expect(solutionStatus(running, { ...rule, signal: aborted })).toEqual({
      status: "aborted",
      happened: "aborted after 5 steps",
      message: "aborted after 5 steps; go on from the last state to resume",
    });
    expect(solutionStatus({ ...running, gradientNorm: 0 }, { ...rule, signal: aborted })?.status).toBe(
      "converged",
    );
  });
});

describe("minimize", () => {
  const objective = bowl([1, 10], [3, 4]);
  const start = Float64Array.of(0, 0);

  it("takes no step from a minimum, and returns a copy of the parameters", () => {
    const params = Float64Array.of(3, 4);
    const solution = minimize(objective, params, lbfgs());
    expect(solution).toMatchObject({ status: "converged", steps: 0, value: 0, gradientNorm: 0 });
    expect(solution.params).toEqual(params);
    expect(solution.params).not.toBe(params);
  });

  it("diverges with advice when the learning rate is beyond 2/L", () => {
    const solution = minimize(objective, start, gradientDescent({ learningRate: 0.3 }));
    expect(solution.status).toBe("diverged");
    expect(solution.message).toContain("lower the learning rate");
    const stochasticSolution = minimize(objective, start, stochastic(sgd(0.3), { batchSize: 1 }));
    expect(stochasticSolution.status).toBe("diverged");
  });

  it("stops at maxSteps, the parameters being those of the last step", () => {
    const states: Float64Array[] = [];
    const solution = minimize(objective, start, gradientDescent({ learningRate: 0.01 }), {
      maxSteps: 3,
      onStep: ({ params }) => void states.push(params),
    });
    expect(solution).toMatchObject({ status: "max-steps", steps: 3 });
    expect(states).toHaveLength(3);
    expect(solution.params).toBe(states[2]);
  });

  it("stops when onStep aborts the signal", () => {
    const controller = new AbortController();
    const solution = minimize(objective, start, gradientDescent({ learningRate: 0.01 }), {
      signal: controller.signal,
      onStep: ({ step }) => step === 2 && controller.abort(),
    });
    expect(solution).toMatchObject({ status: "aborted", steps: 2 });
  });

  it("measures mini-batch solvers over all samples at the end", () => {
    const solution = minimize(objective, start, stochastic(sgd(0.05), { batchSize: 1 }), { maxSteps: 500 });
    const gradient = new Float64Array(2);
    expect(solution.value).toBe(objective.valueAndGradient(solution.params, gradient));
    expect(solution.gradientNorm).toBe(Math.max(...gradient.map(Math.abs)));
    expect(solution.status).toBe("converged");
  });
});
