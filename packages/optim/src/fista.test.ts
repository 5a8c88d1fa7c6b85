import { describe, expect, it } from "vitest";
import { bowlOf, counted } from "../test/problems.js";
import { fista } from "./fista.js";
import { gradientDescent } from "./gradientDescent.js";
import { minimize } from "./minimize.js";

describe("fista", () => {
  it("accelerates: on a bowl of condition number 1e4 it needs a tenth of gradient descent's steps", () => {
    const { objective, start } = bowlOf(17, 1e4);
    const options = { tolerance: 1e-5, maxSteps: 100_000 };
    const fast = minimize(objective, start, fista(), options);
    const plain = minimize(objective, start, gradientDescent(), options);
    expect(fast.status).toBe("converged");
    expect(fast.steps).toBeLessThan(plain.steps / 10);
  });

  it("finds the curvature within a factor of two when the objective does not state it", () => {
    const { objective, start } = bowlOf(4, 100);
    const solver = fista();
    for (const scale of [1e-4, 1, 1e6]) {
      const scaled = {
        size: 4,
        valueAndGradient(params: Float64Array, gradient: Float64Array) {
          const value = scale * objective.valueAndGradient(params, gradient);
          gradient.forEach((g, j) => void (gradient[j] = scale * g));
          return value;
        },
      };
      let state = solver.init(scaled, start);
      for (let step = 0; step < 150; step++) state = solver.step(scaled, state);
      expect(state.curvature).toBeLessThan(2 * scale);
      expect(state.gradientNorm / scale).toBeLessThan(1e-6);
    }
  });

  it("evaluates about twice a step", () => {
    const problem = bowlOf(17, 1e3);
    const { objective, calls } = counted(problem.objective);
    const { steps } = minimize(objective, problem.start, fista());
    expect(calls.evaluations).toBeLessThan(2.5 * steps);
  });
});
