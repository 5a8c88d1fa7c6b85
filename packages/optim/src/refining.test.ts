import { describe, expect, it } from "vitest";
import { bowlOf, counted } from "../test/problems.js";
import { lbfgs } from "./lbfgs.js";
import { minimize } from "./minimize.js";
import { newton } from "./newton.js";
import type { Objective } from "./objective.js";
import { owlqn } from "./owlqn.js";
import { preconditionedLbfgs } from "./preconditionedLbfgs.js";
import { refining } from "./refining.js";
import type { Solver } from "./solver.js";

/** The objective as a float32 kernel would give it, which knows the exact one. */
function rounded(exact: Objective): Objective {
  return {
    ...exact,
    refined: () => exact,
    valueAndGradient(params, gradient) {
      const value = exact.valueAndGradient(params.map(Math.fround), gradient);
      gradient.forEach((g, j) => void (gradient[j] = Math.fround(g)));
      return Math.fround(value);
    },
  };
}

const planned = preconditionedLbfgs({ stages: [{ preconditioner: "blocks", rows: 1e6, steps: 100 }] });
const solvers: Solver[] = [
  refining(lbfgs()),
  refining(newton()),
  refining(owlqn()),
  { ...refining(planned), name: "preconditioned lbfgs" },
];

describe.each(solvers)("$name, refining", (solver) => {
  it("reaches a tolerance that the rounded objective stalls above", () => {
    const { objective: exact, start } = bowlOf(17, 100);
    const rough = rounded(exact);
    const options = { tolerance: 1e-11, maxSteps: 5000 };
    const { refined: _, ...alone } = rough;
    expect(minimize(alone, start, solver, options).status).toBe("max-steps");
    const solution = minimize(rough, start, solver, options);
    expect(solution.status).toBe("converged");
    const gradient = new Float64Array(exact.size);
    exact.valueAndGradient(solution.params, gradient);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThanOrEqual(1e-11);
  });

  it("does not evaluate the exact objective where the rounded one suffices", () => {
    const { objective: exact, calls } = counted(bowlOf(5, 10).objective);
    const rough = { ...rounded(bowlOf(5, 10).objective), refined: () => exact };
    expect(minimize(rough, new Float64Array(5), solver, { tolerance: 1e-4 }).status).toBe("converged");
    expect(calls.evaluations).toBe(0);
  });

  it("steps alike from a copy of any of its states", () => {
    const { objective, start } = bowlOf(17, 100);
    const rough = rounded(objective);
    let state = solver.init(rough, start);
    for (let k = 0; k < 300 && !(state.refined && state.stalled); k++) {
      const next = solver.step(rough, state);
      expect(solver.step(rough, structuredClone(state))).toEqual(next);
      state = next;
    }
    expect(state.refined).toBe(true);
  });
});

it("is the solver itself where nothing finer is known, and stalls as it does", () => {
  const { refined: _, ...rough } = rounded(bowlOf(17, 100).objective);
  const options = { tolerance: 1e-16, maxSteps: 5000 };
  const start = new Float64Array(rough.size);
  expect(minimize(rough, start, refining(lbfgs()), options)).toEqual(
    minimize(rough, start, lbfgs(), options),
  );
});
