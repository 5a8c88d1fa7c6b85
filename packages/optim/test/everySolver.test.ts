import { describe, expect, it } from "vitest";
import {
  lbfgs,
  minimize,
  newton,
  type SolverName,
  scheduleByName,
  solverByName,
  solverNames,
} from "../src/index.js";
import {
  biasOnly,
  bowlOf,
  counted,
  type Problem,
  rosenbrock,
  twoPoints,
  wineAbsent,
  wineProblem,
} from "./problems.js";

const wine = wineAbsent ? [] : [wineProblem()];
const mild: Problem[] = [bowlOf(1, 1), bowlOf(3, 2), bowlOf(17, 10), biasOnly(), twoPoints(), ...wine];
const hard: Problem[] = [bowlOf(4, 1e3), bowlOf(5, 1e6), bowlOf(17, 1e5)];
const full: SolverName[] = ["gd", "lbfgs", "newton", "fista", "owlqn", "proximal-lbfgs", "svrg"];
const miniBatch = solverNames.filter((name) => name !== "sdca" && !full.includes(name));

describe.each(full)("%s", (name) => {
  it.each(mild)("reaches the least value of $name within 1e-9", ({ objective, start, least, minimum }) => {
    const solver = solverByName(name, { batchSize: 16 });
    const solution = minimize(objective, start, solver, { tolerance: 1e-8, maxSteps: 2000 });
    expect(solution.status).toBe("converged");
    expect(solution.gradientNorm).toBeLessThanOrEqual(1e-8);
    expect(Math.abs(solution.value - least)).toBeLessThan(1e-9);
    minimum?.forEach((value, j) => void expect(solution.params[j]).toBeCloseTo(value, 5));
  });
});

describe.each<SolverName>(["lbfgs", "newton", "fista", "owlqn", "proximal-lbfgs"])("%s", (name) => {
  it.each(hard)("reaches the least value of $name within 1e-9", ({ objective, start, least }) => {
    const solution = minimize(objective, start, solverByName(name), { tolerance: 1e-9, maxSteps: 20_000 });
    expect(solution.status).toBe("converged");
    expect(solution.value - least).toBeLessThan(1e-9);
  });
});

describe.each(miniBatch)("%s with a decaying schedule", (name) => {
  it.each(mild)("comes within 1e-4 of the least value of $name", ({ objective, start, least }) => {
    const maxSteps = 1500;
    const learningRate = scheduleByName(
      "cosine",
      { sgd: 0.5, adagrad: 0.3 }[name as string] ?? 0.05,
      maxSteps,
    );
    const solver = solverByName(name, { learningRate, batchSize: 32, weightDecay: 0 });
    const solution = minimize(objective, start, solver, { maxSteps, tolerance: 0 });
    expect(solution.value - least).toBeLessThan(1e-4);
    expect(solution.steps).toBeLessThanOrEqual(maxSteps);
  });
});

describe("on Rosenbrock's valley, which is not convex", () => {
  it.each<SolverName>(["lbfgs", "newton"])("%s finds the minimum", (name) => {
    const start = Float64Array.of(-1.2, 1);
    const solution = minimize(rosenbrock, start, solverByName(name), { tolerance: 1e-9, maxSteps: 100 });
    expect(solution.status).toBe("converged");
    expect(solution.params[0]).toBeCloseTo(1, 8);
    expect(solution.params[1]).toBeCloseTo(1, 8);
  });
});

describe("work", () => {
  it("lbfgs evaluates about once a step, and needs as many steps as SciPy 1.x (130 to 160 on this bowl)", () => {
    const problem = bowlOf(17, 1e3);
    const { objective, calls } = counted(problem.objective);
    const { steps } = minimize(objective, problem.start, lbfgs(), { tolerance: 1e-8 });
    expect(steps).toBeLessThan(180);
    expect(calls.evaluations).toBeLessThan(1.2 * steps);
  });

  it.skipIf(wineAbsent)("lbfgs needs 35 evaluations on wine (needs ../shared)", () => {
    const { objective, calls } = counted(wineProblem().objective);
    expect(minimize(objective, new Float64Array(42), lbfgs(), { tolerance: 1e-7 }).status).toBe("converged");
    expect(calls.evaluations).toBeLessThanOrEqual(35);
  });

  it.skipIf(wineAbsent)("newton needs ten steps on wine (needs ../shared)", () => {
    const { objective, calls } = counted(wineProblem().objective);
    const { steps, status } = minimize(objective, new Float64Array(42), newton(), { tolerance: 1e-10 });
    expect(status).toBe("converged");
    expect(steps).toBeLessThanOrEqual(10);
    expect(calls.hvps).toBeLessThan(150);
  });
});
