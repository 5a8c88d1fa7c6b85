import { describe, expect, it } from "vitest";
import { bowlOf, counted, twoPoints, wineAbsent, wineProblem } from "../test/problems.js";
import type { ApplyPreconditioner } from "./history.js";
import { lbfgs } from "./lbfgs.js";
import { minimize } from "./minimize.js";
import type { Objective } from "./objective.js";
import { owlqn } from "./owlqn.js";

/** The objective as a float32 kernel would give it. */
const rounded = (objective: Objective): Objective => ({
  ...objective,
  valueAndGradient(params, gradient) {
    const value = objective.valueAndGradient(params.map(Math.fround), gradient);
    gradient.forEach((g, j) => void (gradient[j] = Math.fround(g)));
    return Math.fround(value);
  },
});

describe.skipIf(wineAbsent).each([lbfgs(), owlqn()])(
  "$name in float32 on wine (needs ../shared)",
  (solver) => {
    it("reaches a gradient of 1e-6 although the values cannot tell the last steps apart", () => {
      const { objective, start, least } = wineProblem();
      const solution = minimize(rounded(objective), start, solver, { tolerance: 1e-6 });
      expect(solution.status).toBe("converged");
      expect(Math.abs(solution.value - least) / least).toBeLessThan(1e-6);
    });

    it("stalls at a tolerance below rounding, and says so", () => {
      const { objective, start } = wineProblem();
      const solution = minimize(rounded(objective), start, solver, { tolerance: 1e-16 });
      expect(solution.status).toBe("max-steps");
      expect(solution.message).toMatch(/no step size lowers the objective|move within rounding only/);
      expect(solution.steps).toBeLessThan(150);
      expect(solution.gradientNorm).toBeLessThan(1e-5);
    });
  },
);

describe("lbfgs", () => {
  it("does not step into a region where the objective is NaN", () => {
    const barrier: Objective = {
      size: 1,
      valueAndGradient([x], gradient) {
        gradient[0] = -1 + 1 / (9 * (1 - x));
        return -x - Math.log(1 - x) / 9;
      },
    };
    const solution = minimize(barrier, Float64Array.of(-50), lbfgs(), { tolerance: 1e-9 });
    expect(solution.status).toBe("converged");
    expect(solution.params[0]).toBeCloseTo(8 / 9, 8);
  });

  it("forgets a history that points uphill, and goes on by steepest descent", () => {
    const { objective, start } = bowlOf(5, 100);
    const solver = lbfgs();
    let state = solver.init(objective, start);
    for (let step = 0; step < 4; step++) state = solver.step(objective, state);
    const misled = { ...state, sy: state.sy.map((product) => -product) };
    const next = solver.step(objective, misled);
    expect(next.value).toBeLessThan(state.value);
    expect(next.pairs).toBe(1);
  });

  it("stalls where the gradient is wrong, instead of going round in circles", () => {
    const lying: Objective = {
      size: 1,
      valueAndGradient([x], gradient) {
        gradient[0] = -1;
        return x * x;
      },
    };
    const solution = minimize(lying, Float64Array.of(1), lbfgs());
    expect(solution.status).toBe("max-steps");
    expect(solution.message).toContain("no further progress");
    expect(solution.steps).toBeLessThanOrEqual(20);
    expect(solution.value).toBeLessThan(1.001);
  });

  it("with the exact inverse Hessian as preconditioner solves a bowl at once", () => {
    const { objective, start } = bowlOf(17, 1e6);
    const newton = (of: Objective, at: Float64Array): ApplyPreconditioner => {
      const curvatures = new Float64Array(of.size);
      of.hvp!(at, new Float64Array(of.size).fill(1), curvatures);
      return (gradient, out) => out.set(gradient.map((g, j) => g / curvatures[j]));
    };
    const solution = minimize(objective, start, lbfgs({ preconditioner: newton }), { tolerance: 1e-12 });
    expect(solution).toMatchObject({ status: "converged", steps: 1 });
  });

  it("builds a preconditioner once a run, at the starting parameters", () => {
    const { objective, start } = bowlOf(5, 100);
    const builtAt: Float64Array[] = [];
    const identity = (_: Objective, at: Float64Array): ApplyPreconditioner => {
      builtAt.push(at);
      return (gradient, out) => out.set(gradient);
    };
    minimize(objective, start, lbfgs({ preconditioner: identity }));
    expect(builtAt).toEqual([start]);
  });

  it("goes on without a preconditioner that leads uphill, and remembers nothing of such steps", () => {
    const { objective, start } = bowlOf(5, 10);
    const uphill: ApplyPreconditioner = (gradient, out) => gradient.forEach((g, j) => void (out[j] = -g));
    const solver = lbfgs({ preconditioner: () => uphill });
    expect(solver.step(objective, solver.init(objective, start)).pairs).toBe(0);
    expect(minimize(objective, start, solver, { tolerance: 1e-6 }).status).toBe("converged");
  });

  it("uses one pair at least", () => {
    expect(() => lbfgs({ memory: 0 })).toThrow("lbfgs: memory is 0 but must be a whole number ≥ 1");
    const { objective, start, least } = twoPoints();
    expect(minimize(objective, start, lbfgs({ memory: 1 })).value).toBeCloseTo(least, 9);
  });

  it("first tries a step of length 1 at most, so that large gradients do not throw it far", () => {
    const { objective } = counted(bowlOf(3, 1).objective);
    const steep: Objective = {
      size: 3,
      valueAndGradient(params, gradient) {
        expect(Math.hypot(...params)).toBeLessThan(20);
        const value = 1e6 * objective.valueAndGradient(params, gradient);
        gradient.forEach((g, j) => void (gradient[j] = 1e6 * g));
        return value;
      },
    };
    expect(minimize(steep, new Float64Array(3), lbfgs(), { tolerance: 1e-3 }).status).toBe("converged");
  });
});
