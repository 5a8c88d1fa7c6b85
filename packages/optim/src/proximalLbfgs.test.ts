import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { counted, illConditioned, softmaxRegression } from "../test/problems.js";
import { bowl } from "./bowl.js";
import { fista } from "./fista.js";
import { minimize } from "./minimize.js";
import type { Objective } from "./objective.js";
import { owlqn } from "./owlqn.js";
import type { PreconditionerName } from "./preconditionedLbfgs.js";
import { type ProximalLbfgsState, proximalLbfgs } from "./proximalLbfgs.js";

const only = (preconditioner: PreconditionerName) =>
  proximalLbfgs({ stages: [{ preconditioner, rows: 1e6, steps: 10 }] });
const names: PreconditionerName[] = ["none", "diagonal", "gram", "blocks"];

/** Labels of two informative features among d, from x_ij = normal · scale(j); the last columns by `column`. */
function regression(n: number, d: number, C: number, penalty: { l1: number; l2?: number }, column?: Column) {
  const X = normal(random(11, n, d), n * d);
  const noise = normal(random(12, n), n * C);
  const labels = Int32Array.from({ length: n }, (_, i) => {
    const scores = Array.from(
      { length: C },
      (_, c) => noise[i * C + c] + 2 * (c % 2 ? 1 : -1) * X[i * d + ((c % 2) % d)],
    );
    return scores.indexOf(Math.max(...scores));
  });
  if (column) for (let i = 0; i < n; i++) X[i * d + d - 1] = column(X.subarray(i * d, (i + 1) * d));
  return { objective: softmaxRegression(X, labels, C, penalty), labels, X };
}
type Column = (row: Float64Array) => number;

const solve = (objective: Objective, solver: Parameters<typeof minimize>[2], tolerance = 1e-9) =>
  minimize(objective, new Float64Array(objective.size), solver, { tolerance, maxSteps: 20_000 });

/** max |∂f/∂W| where W = 0 and the bias is the best alone: the least l1 that keeps every weight at zero. */
function l1Max(objective: Objective, labels: Int32Array, C: number): number {
  const params = new Float64Array(objective.size);
  for (const c of labels) params[objective.size - C + c]++;
  for (let k = objective.size - C; k < objective.size; k++) params[k] = Math.log(params[k] / labels.length);
  const gradient = new Float64Array(objective.size);
  objective.valueAndGradient(params, gradient);
  return Math.max(...gradient.subarray(0, -C).map(Math.abs));
}

describe.each(names)("with the metric %s", (name) => {
  it.each([
    ["few features", 60, 5, 3, { l1: 0.02, l2: 0.01 }],
    ["two classes", 40, 4, 2, { l1: 0.03 }],
    ["more features than samples", 20, 50, 4, { l1: 0.02 }],
    ["one feature", 17, 1, 3, { l1: 0.01 }],
  ] as const)("finds what accelerated proximal gradients find: %s", (_, n, d, C, penalty) => {
    const { objective } = regression(n, d, C, penalty);
    const [solution, reference] = [solve(objective, only(name)), solve(objective, fista())];
    expect(solution.status).toBe("converged");
    expect(reference.status).toBe("converged");
    expect(Math.abs(solution.value - reference.value)).toBeLessThan(1e-12);
  });

  it.each<[string, Column]>([
    ["a duplicated feature", (row) => row[0]],
    ["a constant feature", () => 1],
    ["a feature of zeros", () => 0],
    ["a feature in another unit", (row) => (name === "none" ? 10 : 100) * row[1]],
  ])("copes with %s", (_, column) => {
    const { objective } = regression(50, 6, 3, { l1: 0.01 }, column);
    const [solution, reference] = [solve(objective, only(name)), solve(objective, owlqn())];
    expect(solution.status).toBe("converged");
    expect(solution.value - reference.value).toBeLessThan(1e-11);
  });

  it("copes with separable data under a penalty that hardly holds the weights", () => {
    const labels = Int32Array.of(0, 0, 0, 1, 1, 1);
    const X = Float64Array.of(-3, -2, -1, 1, 2, 3);
    const objective = softmaxRegression(X, labels, 2, { l1: 1e-6 });
    const solution = solve(objective, only(name), 1e-11);
    expect(solution.status).toBe("converged");
    expect(Math.abs(solution.value - solve(objective, owlqn(), 1e-11).value)).toBeLessThan(1e-12);
  });

  it("has every weight at zero just above the largest gradient, and one at least just below", () => {
    const base = regression(60, 5, 3, { l1: 0.5 });
    const most = l1Max(base.objective, base.labels, 3);
    const weightsAt = (l1: number) =>
      solve(softmaxRegression(base.X, base.labels, 3, { l1 }), only(name)).params.subarray(0, 15);
    expect(weightsAt(most * 1.0001)).toEqual(new Float64Array(15));
    expect(weightsAt(most * 0.9999).some((weight) => weight !== 0)).toBe(true);
  });
});

it("takes less than half of the evaluations that owlqn takes on badly scaled, correlated features", () => {
  const objective = illConditioned(1e-3);
  const sparse = { ...objective, l1: new Float64Array(objective.size).fill(1e-3, 0, objective.size - 4) };
  const evaluations = (solver: Parameters<typeof minimize>[2]) => {
    const { objective: watched, calls } = counted(sparse);
    expect(solve(watched, solver, 1e-6).status).toBe("converged");
    return calls.evaluations;
  };
  expect(evaluations(only("blocks"))).toBeLessThan(evaluations(owlqn()) / 2);
});

it("never rises", () => {
  const { objective } = regression(60, 8, 4, { l1: 5e-3 });
  const values: number[] = [];
  minimize(objective, normal(random(1), objective.size), only("blocks"), {
    tolerance: 1e-9,
    onStep: ({ value }) => void values.push(value),
  });
  for (let k = 1; k < values.length; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1] + 1e-15);
});

it("builds the metric of the last stage anew after 5, 15, 35 … steps, and resumes with the same one", () => {
  const { objective } = regression(80, 10, 4, { l1: 1e-4 });
  const builtAt: Float64Array[] = [];
  const watched: Objective = {
    ...objective,
    curvature: {
      ...objective.curvature!,
      metric(name, params, sample) {
        builtAt.push(params);
        return objective.curvature!.metric!(name, params, sample);
      },
    },
  };
  const solver = only("diagonal");
  const states: ProximalLbfgsState[] = [solver.init(watched, new Float64Array(objective.size))];
  for (let k = 0; k < 40; k++) states.push(solver.step(watched, states[k]));
  expect(builtAt).toEqual([0, 5, 15, 35].map((step) => states[step].params));
  const other = { ...objective, curvature: { ...objective.curvature! } };
  expect(only("diagonal").step(other, structuredClone(states[17]))).toEqual(states[18]);
});

it("follows its stages", () => {
  const asked: string[] = [];
  const objective = bowl([1, 2, 3], [1, 1, 1]);
  const metric: NonNullable<Objective["curvature"]>["metric"] = (name) => {
    asked.push(name);
    return { diagonal: new Float64Array(3).fill(1), addColumn: (j, factor, out) => void (out[j] += factor) };
  };
  const solver = proximalLbfgs({
    stages: [
      { preconditioner: "diagonal", rows: 1, steps: 2 },
      { preconditioner: "gram", rows: 1, steps: 1 },
    ],
  });
  const watched = { ...objective, curvature: { ...objective.curvature, metric } };
  let state = solver.init(watched, new Float64Array(3));
  for (let k = 0; k < 4; k++) state = solver.step(watched, state);
  expect(asked).toEqual(["diagonal", "gram"]);
});

it("refuses a memory that is none, and a plan without stages", () => {
  expect(() => proximalLbfgs({ memory: 0 })).toThrow(
    "proximalLbfgs: memory is 0 but must be a whole number ≥ 1",
  );
  expect(() => proximalLbfgs({ stages: [] })).toThrow(
    "proximalLbfgs: there are no stages; expected one or more",
  );
});
