import { expect, it } from "vitest";
import { bowl } from "./bowl.js";
import { minimize } from "./minimize.js";
import { constant } from "./schedules.js";
import { defaultLearningRates, type SolverName, solverByName, solverNames } from "./solverByName.js";

it("knows the command line's names, and each solver goes by its own", () => {
  expect(solverNames.join(" ")).toBe(
    "gd lbfgs newton fista owlqn proximal-lbfgs sdca svrg sgd momentum nesterov adagrad rmsprop adam adamw",
  );
  for (const name of solverNames) expect(solverByName(name).name).toBe(name);
});

it("refuses another name, listing those it knows", () => {
  expect(() => solverByName("simplex" as SolverName)).toThrow(
    "solverByName: simplex is not one of gd, lbfgs,",
  );
});

it("only mini-batch optimizers are stochastic, and only they take schedules", () => {
  for (const name of solverNames) {
    const isOptimizer = Object.hasOwn(defaultLearningRates, name);
    expect(solverByName(name).stochastic).toBe(isOptimizer);
    if (name === "gd" || name === "svrg")
      expect(() => solverByName(name, { learningRate: constant(1) })).toThrow(
        `${name}: learningRate is a schedule but must be a number; sgd takes schedules`,
      );
  }
});

it("hands the options on", () => {
  const run = (name: SolverName, options: Parameters<typeof solverByName>[1]) =>
    minimize(bowl([1, 2], [3, 4]), new Float64Array(2), solverByName(name, options), { maxSteps: 4 }).params;
  expect(run("gd", { learningRate: 0.1 })).not.toEqual(run("gd", { learningRate: 0.2 }));
  expect(run("momentum", { momentum: 0.5 })).not.toEqual(run("momentum", {}));
  expect(run("adamw", { weightDecay: 1 })).not.toEqual(run("adam", {}));
  expect(run("adamw", { weightDecay: 1, nWeights: 0 })).toEqual(run("adam", {}));
  expect(run("sgd", { batchSize: 1 })).not.toEqual(run("sgd", { batchSize: 2 }));
  expect(run("sgd", { learningRate: defaultLearningRates.sgd })).toEqual(run("sgd", {}));
});
