import { describe, expect, it } from "vitest";
import { gradientDescent, lbfgs, minimize, type Solver } from "../src/index.js";
import { softmaxRegression, wine, wineAbsent } from "./problems.js";

const fullBatch: Solver[] = [gradientDescent(), lbfgs()];

describe.skipIf(wineAbsent)("wine, standardized, l2 1e-2 (needs ../shared)", () => {
  it.each(fullBatch)("$name is within 1e-9 of the golden optimum", (solver) => {
    const { data, labels, golden } = wine();
    const objective = softmaxRegression(data, labels, 3, { l2: golden.l2 });
    const solution = minimize(objective, new Float64Array(objective.size), solver, { tolerance: 1e-7 });
    expect(solution.status).toBe("converged");
    expect(Math.abs(solution.value - golden.objective)).toBeLessThan(1e-9);
  });
});
