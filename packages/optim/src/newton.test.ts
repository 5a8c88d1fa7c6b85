import { describe, expect, it } from "vitest";
import { bowlOf, counted, rosenbrock, softmaxRegression, wineAbsent, wineProblem } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { minimize } from "./minimize.js";
import { newton } from "./newton.js";
import type { Objective } from "./objective.js";

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

  it("solves a diagonal Hessian of any scales by one product, where the objective knows it", () => {
    const { objective, calls } = counted(bowl([1, 1e3, 1e9], [3, 4, 5]));
    const solution = minimize(objective, new Float64Array(3), newton(), { tolerance: 1e-6 });
    expect(solution.status).toBe("converged");
    expect(calls.hvps).toBe(solution.steps);
  });

  it("goes downhill where the curvature is negative", () => {
    const solution = minimize(rosenbrock, Float64Array.of(0, 2), newton(), { tolerance: 1e-10 });
    expect(solution.status).toBe("converged");
    expect(solution.params[0]).toBeCloseTo(1, 9);
  });

  it("keeps what is solved when it meets negative curvature, instead of going to a saddle", () => {
    const hill: Objective = {
      size: 3,
      valueAndGradient([x, y, z], gradient) {
        gradient.set([x, y / 2, -Math.sin(z)]);
        return x ** 2 / 2 + y ** 2 / 4 + Math.cos(z);
      },
      hvp: ([, , z], [u, v, w], out) => out.set([u, v / 2, -Math.cos(z) * w]),
    };
    const solver = newton();
    const start = solver.init(hill, Float64Array.of(3, 5, 0.3));
    const next = solver.step(hill, { ...start, forcing: 1e-9 });
    expect(next.params[2]).toBeGreaterThanOrEqual(0.3);
    expect(next.value).toBeLessThan(start.value / 4);
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
