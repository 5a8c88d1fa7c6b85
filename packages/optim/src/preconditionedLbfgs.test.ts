import { describe, expect, it } from "vitest";
import { counted, illConditioned, softmaxRegression } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { lbfgs } from "./lbfgs.js";
import { minimize } from "./minimize.js";
import type { Curvature, Objective } from "./objective.js";
import {
  type PreconditionedLbfgsState,
  type PreconditionerName,
  preconditionedLbfgs,
  type Stage,
} from "./preconditionedLbfgs.js";

const names = ["diagonal", "gram", "blocks"] as const;
const stage = (preconditioner: PreconditionerName, steps = 100): Stage => ({
  preconditioner,
  rows: 1000,
  steps,
});
const only = (preconditioner: PreconditionerName) => preconditionedLbfgs({ stages: [stage(preconditioner)] });
const zeros = ({ size }: Objective) => new Float64Array(size);

/** The objective, and where which of its curvatures has been asked for. */
function observed(objective: Objective) {
  type Name = "blocks" | "gram" | "diagonal";
  const asked: { name: Name; at: Float64Array }[] = [];
  const { curvature } = objective;
  const watch = <K extends Name>(name: K): Curvature[K] =>
    // biome-ignore lint/suspicious/noExplicitAny: the three have the same parameters
    ((at: Float64Array, sample: any) => {
      asked.push({ name, at });
      return curvature![name](at, sample);
      // biome-ignore lint/suspicious/noExplicitAny: as above
    }) as any;
  const watched = { blocks: watch("blocks"), gram: watch("gram"), diagonal: watch("diagonal") };
  return { asked, objective: { ...objective, curvature: watched } };
}

/** Every state of a run to the tolerance, the first included. */
function statesOf(objective: Objective, solver: ReturnType<typeof preconditionedLbfgs>, tolerance = 1e-8) {
  const states: PreconditionedLbfgsState[] = [solver.init(objective, zeros(objective))];
  minimize(objective, zeros(objective), solver, { tolerance, onStep: (state) => void states.push(state) });
  return states;
}

describe("a preconditioner", () => {
  it.each(names)("that is the inverse Hessian solves a bowl in one step (%s)", (name) => {
    const objective = bowl([1e-3, 1, 1e6], [3, 4, 5]);
    const solution = minimize(objective, zeros(objective), only(name), { tolerance: 1e-9 });
    expect(solution).toMatchObject({ status: "converged", steps: 1 });
  });

  it("saves most steps on correlated features of different scales, the more the likelier it is to the Hessian", () => {
    const objective = illConditioned(0.1);
    const steps = (name: PreconditionerName) => {
      const solution = minimize(objective, zeros(objective), only(name), { tolerance: 1e-7, maxSteps: 5000 });
      expect(solution.status).toBe("converged");
      return solution.steps;
    };
    const [none, diagonal, gram, blocks] = (["none", ...names] as const).map(steps);
    expect(none).toBeGreaterThan(400);
    expect(diagonal).toBeLessThan(none / 4);
    expect(gram).toBeLessThan(diagonal / 4);
    expect(blocks).toBeLessThanOrEqual(gram);
    expect(blocks).toBeLessThan(15);
  });

  it("does not change the minimum", () => {
    const objective = illConditioned(1);
    const plain = minimize(objective, zeros(objective), lbfgs(), { tolerance: 1e-10, maxSteps: 5000 });
    for (const name of names) {
      const { params, status } = minimize(objective, zeros(objective), only(name), { tolerance: 1e-10 });
      expect(status).toBe("converged");
      params.forEach((value, j) => void expect(Math.abs(value - plain.params[j])).toBeLessThan(1e-6));
    }
  });

  it("costs no more evaluations than steps, but for a few", () => {
    const { objective, calls } = counted(illConditioned());
    const { steps } = minimize(objective, zeros(objective), only("blocks"), { tolerance: 1e-7 });
    expect(calls.evaluations).toBeLessThanOrEqual(1.2 * steps + 3);
  });

  it("that there is none of leaves plain L-BFGS", () => {
    const known = bowl([1, 100], [3, 4]);
    const none = () => undefined;
    const objective = { ...known, curvature: { blocks: none, gram: none, diagonal: none } };
    const stages = [stage("diagonal", 3), stage("gram", 3), stage("blocks", 3)];
    const solution = minimize(objective, zeros(objective), preconditionedLbfgs({ stages }));
    expect(solution.status).toBe("converged");
  });
});

describe("a plan", () => {
  it("goes from stage to stage after their steps, each preconditioner made where its turn begins", () => {
    const { asked, objective } = observed(illConditioned(0.01));
    const stages = [stage("none", 15), stage("diagonal", 15), stage("blocks", 50)];
    const states = statesOf(objective, preconditionedLbfgs({ stages }));
    const used = states.slice(1).map(({ preconditioner }) => preconditioner);
    expect(used.slice(0, 15)).toEqual(Array(15).fill("none"));
    expect(used.slice(15, 30)).toEqual(Array(15).fill("diagonal"));
    expect(used.slice(30)).toEqual(used.slice(30).map(() => "blocks"));
    expect(used.length).toBeGreaterThan(30);
    expect(asked).toEqual([
      { name: "diagonal", at: states[15].params },
      { name: "blocks", at: states[30].params },
    ]);
  });

  it("builds the last one anew after its steps, then after twice as many, and so on", () => {
    const { asked, objective } = observed(illConditioned(0.1));
    const states = statesOf(objective, preconditionedLbfgs({ stages: [stage("diagonal", 15)] }));
    expect(asked.slice(0, 3).map(({ at }) => at)).toEqual([0, 15, 45].map((k) => states[k].params));
  });

  it("does not leave what works: another turn where the gradient norm halved every third step", () => {
    const { asked, objective } = observed(illConditioned(0.1));
    const stages = [stage("blocks", 5), stage("gram", 5)];
    const states = statesOf(objective, preconditionedLbfgs({ stages }));
    expect(states[0].gradientNorm / states[5].gradientNorm).toBeGreaterThan(2 ** (5 / 3));
    expect(states.length).toBeGreaterThan(7);
    expect(asked.map(({ name }) => name)).toEqual(["blocks"]);
  });

  it("gives plain steps a turn where a preconditioner does not help, and converges all the same", () => {
    const honest = illConditioned(1e-1);
    const backwards = (gradient: Float64Array, out: Float64Array) => {
      for (let j = 0; j < out.length; j++) out[j] = gradient[j] * 10 ** (3 * (j % 12));
    };
    const misled = { ...honest.curvature!, blocks: () => backwards };
    const solver = preconditionedLbfgs({ stages: [stage("blocks", 5)] });
    const states = statesOf({ ...honest, curvature: misled }, solver, 1e-5);
    expect(states.some(({ preconditioner }) => preconditioner === "none")).toBe(true);
    expect(states.at(-1)!.gradientNorm).toBeLessThanOrEqual(1e-5);
  });

  it("has a warm-up as its first step where the parameters are zero, and where it lowers the objective", () => {
    const objective = illConditioned();
    const plan = { stages: [stage("blocks")], warmUp: { learningRate: 0.05, batchSize: 8 } };
    const solver = preconditionedLbfgs(plan);
    const start = solver.init(objective, zeros(objective));
    const warm = solver.step(objective, start);
    expect(warm).toMatchObject({ step: 1, pairs: 0, turnEnds: 101 });
    expect(warm.preconditionedAt).toBe(warm.params);
    expect(warm.value).toBeLessThan(0.95 * start.value);
    expect(warm.value).toBe(objective.valueAndGradient(warm.params, new Float64Array(objective.size)));

    const wild = preconditionedLbfgs({ ...plan, warmUp: { learningRate: 1e6 } });
    expect(wild.step(objective, start)).toMatchObject({ step: 1, params: start.params, value: start.value });

    const elsewhere = solver.init(objective, zeros(objective).fill(0.1));
    const { step } = preconditionedLbfgs({ stages: plan.stages });
    expect(solver.step(objective, elsewhere)).toEqual(step(objective, elsewhere));
  });

  it("steps alike from a copy of any of its states", () => {
    const objective = illConditioned();
    const plan = { stages: [stage("diagonal", 3), stage("blocks", 4)], warmUp: { learningRate: 0.1 } };
    const states = statesOf(objective, preconditionedLbfgs(plan));
    states.slice(0, -1).forEach((state, k) => {
      const next = preconditionedLbfgs(plan).step(objective, structuredClone(state));
      expect(next).toEqual(states[k + 1]);
    });
  });
});

describe("what a Hessian can be", () => {
  const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
  const rows = (row: (i: number) => number[]) =>
    Float64Array.from(Array.from({ length: 60 }, (_, i) => row(i)).flat());
  const wave = (i: number, k: number) => Math.sin(k * i + k);
  const cases = [
    {
      title: "duplicated and constant features",
      row: (i: number) => [wave(i, 1), wave(i, 1), 1, 0, wave(i, 2)],
    },
    {
      title: "scales from 1e-6 to 1e6",
      row: (i: number) => [1e6 * wave(i, 1), wave(i, 2), 1e-6 * wave(i, 3)],
    },
    { title: "separable classes", row: (i: number) => [i % 3, (i % 3) ** 2, wave(i, 1)] },
  ].flatMap((each) => [0, 1e-4].map((l2) => ({ ...each, l2 })));

  it.each(cases)(
    "$title, l2 $l2: every preconditioner ends at least as low as plain steps",
    ({ row, l2 }) => {
      const objective = softmaxRegression(rows(row), labels, 3, { l2 });
      const options = { tolerance: 1e-6, maxSteps: 300 };
      const plain = minimize(objective, zeros(objective), lbfgs(), options);
      for (const name of names) {
        const solution = minimize(objective, zeros(objective), only(name), options);
        expect(solution.status).toBe("converged");
        expect(solution.value).toBeLessThan(plain.value + 1e-5);
      }
    },
  );
});

describe("refuses", () => {
  it("no stages, an objective with l1, one without curvature", () => {
    expect(() => preconditionedLbfgs({ stages: [] })).toThrow(
      "preconditionedLbfgs: there are no stages; expected one or more",
    );
    const objective = bowl([1, 2], [3, 4]);
    const sparse = { ...objective, l1: Float64Array.of(1, 1) };
    expect(() => only("gram").init(sparse, zeros(objective))).toThrow("cannot minimize an objective with l1");
    const { curvature: _, ...bare } = objective;
    expect(() => only("gram").init(bare, zeros(objective))).toThrow("lbfgs: the objective has no curvature");
    expect(minimize(bare, zeros(objective), only("none")).status).toBe("converged");
  });
});

describe("a plan that begins with plain steps", () => {
  const plan = { stages: [stage("none", 12), stage("gram")] };

  it("builds nothing where they lead to the minimum", () => {
    const { asked, objective } = observed(bowl([1, 2, 3, 4], [3, 4, 5, 6]));
    const { status } = minimize(objective, zeros(objective), preconditionedLbfgs(plan), { tolerance: 1e-9 });
    expect(status).toBe("converged");
    expect(asked).toEqual([]);
  });

  it("goes on to the matrix where they do not halve the gradient every third step", () => {
    const { asked, objective } = observed(illConditioned(0.1));
    const states = statesOf(objective, preconditionedLbfgs(plan), 1e-7);
    expect(asked.map(({ name }) => name)).toEqual(["gram"]);
    expect(states.length).toBeLessThan(60);
  });
});
