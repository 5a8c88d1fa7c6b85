import { describe, expect, it } from "vitest";
import { chooseLbfgs, chooseSolver, type ProblemTraits } from "./chooseSolver.js";
import { defaultRates } from "./costModel.js";

const small: ProblemTraits = {
  nSamples: 150,
  nFeatures: 4,
  nClasses: 3,
  density: 1,
  l1: 0,
  convex: true,
  hasHvp: true,
  hasCurvature: true,
};
const large = { ...small, nSamples: 60_000, nFeatures: 784, nClasses: 10 };
const text = { ...small, nSamples: 20_000, nFeatures: 50_000, nClasses: 20, density: 0.002 };
const nameOf = (problem: ProblemTraits) => chooseSolver(problem).name;

describe("chooseSolver", () => {
  it("takes newton for small convex problems, and for those too wide for a matrix of their features", () => {
    expect(nameOf(small)).toBe("newton");
    expect(nameOf(text)).toBe("newton");
    expect(chooseSolver(text).reason).toContain("too many for a matrix");
  });

  it("takes lbfgs for large ones, with the plan that is made for them", () => {
    expect(chooseSolver(large)).toEqual(chooseLbfgs(large));
    expect(chooseSolver(large).options.plan?.stages[0].preconditioner).toBe("blocks");
  });

  it("takes plain lbfgs where there is no convexity, no Hessian or no curvature to go by", () => {
    for (const lack of [
      { convex: false, hasCurvature: false },
      { hasHvp: false, hasCurvature: false },
    ])
      for (const problem of [small, large, text])
        expect(chooseSolver({ ...problem, ...lack })).toMatchObject({ name: "lbfgs", options: {} });
    expect(chooseSolver({ ...large, hasCurvature: undefined }).options.plan).toBeUndefined();
  });

  it("takes proximal-lbfgs with l1, planned like lbfgs, and owlqn where there is no curvature to go by", () => {
    expect(nameOf({ ...small, l1: 1e-3 })).toBe("proximal-lbfgs");
    expect(chooseSolver({ ...large, l1: 1e-3 }).options).toEqual(chooseSolver(large).options);
    expect(nameOf({ ...small, l1: 1e-3, hasCurvature: false })).toBe("owlqn");
  });

  it("leaves a plan that lbfgs, as asked for, could not follow out", () => {
    expect(chooseLbfgs({ ...large, l1: 1e-3 }).options).toEqual({});
  });

  it("depends on the rates it is given", () => {
    const slow = { ...defaultRates, gram: 50, cholesky: 50 };
    expect(chooseSolver(large, slow).options).not.toEqual(chooseSolver(large).options);
  });

  it("takes sdca where the objective has a dual in which samples move freely", () => {
    expect(chooseSolver({ ...text, dualCurvature: 0.25 }).name).toBe("sdca");
    expect(chooseSolver({ ...text, dualCurvature: 30 }).name).toBe(chooseSolver(text).name);
    expect(chooseSolver({ ...text, dualCurvature: 0.25, l1: 1e-3 }).name).not.toBe("sdca");
    expect(chooseSolver({ ...small, dualCurvature: 0.25 }).name).toBe("newton");
  });

  it("gives its reason in one line", () => {
    for (const problem of [small, large, text, { ...small, l1: 1 }, { ...small, convex: false }])
      expect(chooseSolver(problem).reason).toMatch(/^[^\n]{20,140}$/);
  });
});
