import { describe, expect, it } from "vitest";
import { bowl, gradientDescent, lbfgs, type Solver, type SolverState } from "../src/index.js";
import { rosenbrock } from "./problems.js";

const solvers: Solver[] = [
  gradientDescent(),
  gradientDescent({ learningRate: 1e-3 }),
  lbfgs(),
  lbfgs({ memory: 2 }),
];

const take = (
  solver: Solver,
  objective: Parameters<Solver["step"]>[0],
  state: SolverState,
  steps: number,
) => {
  for (let k = 0; k < steps; k++) state = solver.step(objective, state);
  return state;
};

describe.each(solvers)("$name", (solver) => {
  it("takes bit-identical steps from a copied state", () => {
    for (const objective of [bowl([1, 10, 100], [3, 2, 1]), rosenbrock]) {
      const start = solver.init(objective, new Float64Array(objective.size).fill(-0.7));
      const straight = take(solver, objective, start, 14);
      const copy = structuredClone(take(solver, objective, start, 7));
      expect(take(solver, objective, copy, 7)).toEqual(straight);
    }
  });

  it("never writes to a state it has returned", () => {
    let state: SolverState = solver.init(rosenbrock, new Float64Array([-1.2, 1]));
    const [kept, copies] = [[state], [structuredClone(state)]];
    for (let k = 0; k < 14; k++) {
      state = solver.step(rosenbrock, state);
      kept.push(state);
      copies.push(structuredClone(state));
    }
    expect(kept).toEqual(copies);
  });
});
