import { describe, expect, it } from "vitest";
import { bowlOf, counted, rosenbrock, softmaxRegression, wineAbsent, wineProblem } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { minimize } from "./minimize.js";
import { newton } from "./newton.js";

describe("newton", () => {
  it.skipIf(wineAbsent)("converges quadratically: the digits double (needs ../shared)", () => {
    const { objective, start } = wineProblem();
    const errors: number[] = [];
    minimize(objective, start, newton(), {
      tolerance: 1e-13,
      onStep: ({ gradientNorm }) => void errors.push(gradientNorm),
    });
    const orders = errors
      .slice(2)
      .map((error, k) => Math.log(error / errors[k + 1]) / Math.log(errors[k + 1] / errors[k]));
    expect(Math.max(...orders.slice(-3))).toBeGreaterThan(1.9);
  });

  it("takes few products far from the minimum, where accuracy would be wasted", () => {
    const { objective, calls } = counted(bowlOf(17, 1e5).objective);
    const solver = newton();
    const start = solver.init(objective, new Float64Array(17));
    solver.step(objective, start);
    expect(calls.hvps).toBeLessThanOrEqual(3);
  });

  it("goes downhill where the curvature is negative", () => {
    const solution = minimize(rosenbrock, Float64Array.of(0, 2), newton(), { tolerance: 1e-10 });
    expect(solution.status).toBe("converged");
    expect(solution.params[0]).toBeCloseTo(1, 9);
  });

  it("does not need a Hessian of full rank: softmax without l2 has none", () => {
    const objective = softmaxRegression(
      Float64Array.of(1, 2, 3, 1, 2, 3),
      Int32Array.of(0, 1, 0, 1, 0, 1),
      2,
    );
    const solution = minimize(objective, new Float64Array(4), newton(), { tolerance: 1e-12 });
    expect(solution.status).toBe("converged");
  });

  it("needs the objective's hvp", () => {
    expect(() => newton().init({ ...bowl([1], [2]), hvp: undefined }, new Float64Array(1))).toThrow(
      "newton: the objective has no hvp, the Hessian-vector product it needs; use lbfgs",
    );
  });
});
