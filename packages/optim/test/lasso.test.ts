import { describe, expect, it } from "vitest";
import {
  bowl,
  type Dual,
  minimize,
  minimumNormSubgradient,
  type Objective,
  owlqn,
  type SolverName,
  softThreshold,
  solverByName,
  solverNames,
} from "../src/index.js";
import { softmaxRegression, wine, wineAbsent } from "./problems.js";

const proximal: SolverName[] = ["fista", "owlqn", "proximal-lbfgs", "svrg"];
const curvatures = [1, 2, 4, 0.5, 3];
const targets = [3, -0.2, 1, -4, 0.1];
const strengths = Float64Array.of(0.5, 0.5, 0, 1, 0.5);
const lasso: Objective = { ...bowl(curvatures, targets), l1: strengths };

describe.each(proximal)("%s", (name) => {
  it("solves a lasso of orthogonal design: every coordinate is soft-thresholded by l1/curvature", () => {
    const solution = minimize(lasso, new Float64Array(5).fill(-1), solverByName(name, { batchSize: 2 }), {
      tolerance: 1e-10,
    });
    expect(solution.status).toBe("converged");
    targets.forEach((target, j) => {
      const closedForm = softThreshold(target, strengths[j] / curvatures[j]);
      if (closedForm === 0) expect(solution.params[j]).toBe(0);
      else expect(solution.params[j]).toBeCloseTo(closedForm, 8);
    });
  });

  it("includes the penalty in its value", () => {
    const solution = minimize(lasso, new Float64Array(5), solverByName(name, { batchSize: 2 }));
    const penalty = solution.params.reduce((sum, param, j) => sum + strengths[j] * Math.abs(param), 0);
    const smooth = lasso.valueAndGradient(solution.params, new Float64Array(5));
    expect(solution.value).toBeCloseTo(smooth + penalty, 12);
  });

  it("stays at zero where l1 exceeds every gradient there", () => {
    const strong = { ...lasso, l1: new Float64Array(5).fill(100) };
    const solution = minimize(strong, new Float64Array(5), solverByName(name));
    expect(solution.status).toBe("converged");
    expect(solution.steps).toBe(0);
    expect(solution.params).toEqual(new Float64Array(5));
  });

  it.skipIf(wineAbsent).each([1e-3, 1e-2, 0.1])(
    "satisfies the optimality conditions of an elastic net on wine, l1 %d (needs ../shared)",
    (l1) => {
      const { data, labels } = wine();
      const objective = softmaxRegression(data, labels, 3, { l1, l2: 1e-2 });
      const solver = solverByName(name, { batchSize: 32 });
      const { params } = minimize(objective, new Float64Array(42), solver, {
        tolerance: 1e-8,
        maxSteps: 5000,
      });
      const gradient = new Float64Array(42);
      objective.valueAndGradient(params, gradient);
      params.forEach((param, j) => {
        const strength = objective.l1![j];
        if (param === 0) expect(Math.abs(gradient[j])).toBeLessThanOrEqual(strength + 1e-8);
        else expect(Math.abs(gradient[j] + strength * Math.sign(param))).toBeLessThanOrEqual(1e-8);
      });
      expect(params.some((param) => param === 0)).toBe(true);
    },
  );
});

/**
 * The elastic net of glmnet 4.1.6 (R 4.2.2) on standardized wine: family multinomial, alpha 0.5, lambda 0.02 at the end of
 * a path of 40 from 1, standardize FALSE, thresh 1e-14; the value is of its own coefficients, in float64.
 */
const glmnet = { l1: 0.01, l2: 0.01, value: 0.207136504850065, nonZero: 20 };

describe.skipIf(wineAbsent)("on wine with l1 (needs ../shared)", () => {
  it.each(proximal)("%s finds glmnet's elastic net", (name) => {
    const { data, labels } = wine();
    const objective = softmaxRegression(data, labels, 3, glmnet);
    const { params, value } = minimize(objective, new Float64Array(42), solverByName(name), {
      tolerance: 1e-8,
      maxSteps: 5000,
    });
    expect(Math.abs(value - glmnet.value)).toBeLessThan(1e-12);
    expect(params.subarray(0, 39).filter((weight) => weight !== 0)).toHaveLength(glmnet.nonZero);
  });

  it("all of them find the same objective", () => {
    const { data, labels } = wine();
    const objective = softmaxRegression(data, labels, 3, { l1: 5e-3 });
    const [first, ...others] = proximal.map(
      (name) =>
        minimize(objective, new Float64Array(42), solverByName(name), { tolerance: 1e-7, maxSteps: 5000 })
          .value,
    );
    for (const value of others) expect(Math.abs(value - first)).toBeLessThan(1e-8);
  });
});

it.each(solverNames.filter((name) => !proximal.includes(name)))(
  "%s refuses l1, naming those that can",
  (name) => {
    expect(() => solverByName(name).init(lasso, new Float64Array(5))).toThrow(
      `${name}: cannot minimize an objective with l1; fista, owlqn, proximal-lbfgs and svrg can`,
    );
    const none = {
      ...lasso,
      l1: new Float64Array(5),
      dual: { start: (params: Float64Array) => ({ params, value: 0 }) } as unknown as Dual,
    };
    expect(() => solverByName(name).init(none, new Float64Array(5))).not.toThrow();
  },
);

it.skipIf(wineAbsent)(
  "owlqn moves no penalized parameter against its descent direction (needs ../shared)",
  () => {
    const { data, labels } = wine();
    const objective = softmaxRegression(data, labels, 3, { l1: 1e-2 });
    const solver = owlqn();
    let state = solver.init(objective, new Float64Array(42));
    for (let step = 0; step < 30; step++) {
      const v = minimumNormSubgradient(state.params, state.gradient, objective.l1);
      const next = solver.step(objective, state);
      for (let j = 0; j < 39; j++) expect(v[j] * (next.params[j] - state.params[j])).toBeLessThanOrEqual(0);
      state = next;
    }
  },
);

it("the subgradient of least norm is the nearest to zero in the subdifferential", () => {
  const params = Float64Array.of(0, 0, 0, 0, 2, -2, 2);
  const gradient = Float64Array.of(0.3, -0.3, 1, -1, 1, 1, -0.5);
  const l1 = Float64Array.of(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0);
  const nearest = params.map((param, j) => {
    const signs = param === 0 ? Array.from({ length: 2001 }, (_, k) => k / 1000 - 1) : [Math.sign(param)];
    return signs
      .map((sign) => gradient[j] + l1[j] * sign)
      .reduce((best, v) => (Math.abs(v) < Math.abs(best) ? v : best));
  });
  minimumNormSubgradient(params, gradient, l1).forEach((v, j) => void expect(v).toBeCloseTo(nearest[j], 12));
  expect(minimumNormSubgradient(params, gradient)).toEqual(gradient);
});
