import { describe, expect, it } from "vitest";
import {
  type ApplyPreconditioner,
  bowl,
  lbfgs,
  type Objective,
  preconditionedLbfgs,
  proximalLbfgs,
  type Solver,
  type SolverState,
  solverByName,
  solverNames,
} from "../src/index.js";

const objective = bowl([1, 10, 100, 3, 7], [3, 2, 1, -1, 0]);
const byCurvature = (of: Objective): ApplyPreconditioner => {
  const diagonal = new Float64Array(of.size);
  of.hvp!(diagonal, new Float64Array(of.size).fill(1), diagonal);
  return (gradient, out) => out.set(gradient.map((g, j) => g / diagonal[j]));
};
const stages = [
  { preconditioner: "none", rows: 1, steps: 2 },
  { preconditioner: "gram", rows: 1, steps: 2 },
] as const;
const solvers: Solver[] = [
  // sdca needs an objective that has a dual: test/sdca.test.ts
  ...solverNames
    .filter((name) => name !== "sdca")
    .map((name) => solverByName(name, { batchSize: 2, seed: 5 })),
  lbfgs({ memory: 2 }),
  { ...lbfgs({ preconditioner: byCurvature }), name: "preconditioned lbfgs" },
  {
    ...preconditionedLbfgs({
      stages,
      warmUp: { learningRate: 0.1, batchSize: 2 },
    }),
    name: "planned lbfgs",
  },
  { ...proximalLbfgs({ stages }), name: "planned proximal-lbfgs" },
];

function take(solver: Solver, state: SolverState, steps: number): SolverState {
  for (let k = 0; k < steps; k++) state = solver.step(objective, state);
  return state;
}

/** What a checkpoint does: JSON for the scalars (NaN aside), bytes for the arrays. */
function serialized(state: SolverState): SolverState {
  const entries = Object.entries(state).map(([name, value]) =>
    value instanceof Float64Array || Number.isNaN(value)
      ? [name, structuredClone(value)]
      : [name, JSON.parse(JSON.stringify(value))],
  );
  return Object.fromEntries(entries);
}

describe.each(solvers)("$name", (solver) => {
  it.each([1, 3, 7])("takes bit-identical steps from a state copied after %d steps", (steps) => {
    const start = solver.init(objective, new Float64Array(5).fill(-0.7));
    const straight = take(solver, start, 2 * steps);
    const copy = serialized(take(solver, start, steps));
    expect(take(solver, copy, steps)).toEqual(straight);
  });

  it("never writes to a state it has returned, nor to the parameters it was given", () => {
    const params = new Float64Array(5).fill(-0.7);
    let state = solver.init(objective, params);
    const [kept, copies] = [[state], [structuredClone(state)]];
    for (let k = 0; k < 14; k++) {
      state = solver.step(objective, state);
      kept.push(state);
      copies.push(structuredClone(state));
    }
    expect(kept).toEqual(copies);
    expect(params).toEqual(new Float64Array(5).fill(-0.7));
  });

  it("has a state of numbers, strings and float64 arrays only", () => {
    const state = take(solver, solver.init(objective, new Float64Array(5)), 3);
    for (const value of Object.values(state))
      expect(["number", "string"].includes(typeof value) || value instanceof Float64Array).toBe(true);
  });

  it("refuses parameters of the wrong size", () => {
    expect(() => solver.init(objective, new Float64Array(4))).toThrow(
      "params has 4 values but the objective has 5",
    );
  });
});
