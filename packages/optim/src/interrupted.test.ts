import { describe, expect, it } from "vitest";
import { bowl } from "./bowl.js";
import type { Objective } from "./objective.js";
import type { PreconditionerName } from "./preconditionedLbfgs.js";
import type { Solver, SolverState } from "./solver.js";
import { type SolverName, solverByName, solverNames } from "./solverByName.js";

/** An objective whose rounding is that of single precision, refined in double. */
function coarse(l1: boolean): Objective {
  const precise = {
    ...bowl([1, 30, 900, 4], [0.3, -2, 1.1, 0.04]),
    l1: l1 ? new Float64Array(4).fill(0.05) : undefined,
  };
  return {
    ...precise,
    lipschitz: undefined,
    valueAndGradient(params, gradient) {
      const value = precise.valueAndGradient(params, gradient);
      gradient.forEach((g, j) => void (gradient[j] = Math.fround(g)));
      return Math.fround(value);
    },
    refined: () => precise,
  };
}

class Interrupted extends Error {}

/** The objective, which lets `calls` calls pass and throws at the next. */
function interrupting(objective: Objective, calls: { left: number }): Objective {
  const guard =
    <A extends unknown[], R>(method?: (...args: A) => R) =>
    (...args: A): R => {
      if (calls.left-- === 0) throw new Interrupted();
      return method!(...args);
    };
  const { curvature } = objective;
  return {
    ...objective,
    valueAndGradient: guard(objective.valueAndGradient),
    hvp: guard(objective.hvp),
    batch: guard(objective.batch),
    curvature: curvature && {
      blocks: guard(curvature.blocks),
      gram: guard(curvature.gram),
      diagonal: guard(curvature.diagonal),
      metric: guard(curvature.metric),
    },
    refined: objective.refined && (() => interrupting(objective.refined!(), calls)),
  };
}

/** What `attempt` returns in the end, having been thrown out of at its first call, its second, and so on. */
function insisted<T>(calls: { left: number }, attempt: () => T): { value: T; times: number } {
  for (let times = 0; ; times++) {
    calls.left = times;
    try {
      return { value: attempt(), times };
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
    }
  }
}

const plan = (...names: PreconditionerName[]) => ({
  stages: names.map((preconditioner) => ({ preconditioner, rows: 4, steps: 2 })),
});

describe("a solver may be thrown out of at any call of the objective, and begins again as if nothing had happened", () => {
  it.each<[SolverName, object]>([
    ...solverNames.filter((name) => name !== "sdca").map((name): [SolverName, object] => [name, {}]),
    ["lbfgs", { plan: plan("none", "diagonal", "gram", "blocks") }],
    ["lbfgs", { plan: { ...plan("blocks"), warmUp: { learningRate: 0.1, batchSize: 1 } } }],
    ["proximal-lbfgs", { plan: plan("diagonal", "blocks") }],
    ["svrg", { learningRate: 1e-4 }],
  ])("%s %j", (name, options) => {
    const l1 = ["fista", "owlqn", "proximal-lbfgs"].includes(name);
    const make = (): Solver => solverByName(name, { batchSize: 2, ...options });
    const [undisturbed, disturbed] = [make(), make()];
    const objective = coarse(l1);
    const calls = { left: Infinity };
    const guarded = interrupting(coarse(l1), calls);
    let expected: SolverState = undisturbed.init(objective, new Float64Array(4));
    let found = insisted(calls, () => disturbed.init(guarded, new Float64Array(4))).value;
    let interruptions = 0;
    for (let step = 0; step < 20; step++) {
      const before = structuredClone(found);
      const next = insisted(calls, () => disturbed.step(guarded, found));
      interruptions += next.times;
      expect(found).toEqual(before);
      expected = undisturbed.step(objective, expected);
      expect(next.value).toEqual(expected);
      found = next.value;
    }
    expect(interruptions).toBeGreaterThan(1);
  });
});
