import { beforeEach, describe, expect, it } from "vitest";
import {
  between,
  change,
  chord,
  curve,
  drawn,
  eigenvalues,
  hasNoMinimum,
  isAbove,
  isFlat,
  isProven,
  nZero,
  objectiveOf,
  pointsOf,
  runFrom,
  slideTo,
  store,
  valueAt,
} from "./convexity.js";

beforeEach(() => store.setState(store.getInitialState(), true));
const state = () => store.getState();
const seeds = Array.from({ length: 40 }, (_, k) => k);
const convex = { data: "overlapping", loss: "cross-entropy", l2: 0 } as const;
const quadratic = { ...convex, loss: "quadratic" } as const;

it("begins with no task done", () => {
  const done = [isProven, isFlat, hasNoMinimum, isAbove].map((task) => task(state()));
  expect(done).toEqual([false, false, false, false]);
});

it("standardizes, so that the session solves the very same problem", () => {
  for (const data of ["overlapping", "separable"] as const)
    for (const axis of ["x", "y"] as const) {
      const values = pointsOf({ data }).map((point) => point[axis]);
      const mean = (each: readonly number[]) => each.reduce((a, b) => a + b, 0) / each.length;
      expect(mean(values)).toBeCloseTo(0, 12);
      expect(mean(values.map((value) => value * value))).toBeCloseTo(1, 12);
    }
});

describe("the cross-entropy", () => {
  it("is below its chord between any two ends", () => {
    const objective = objectiveOf(convex);
    for (const seed of seeds)
      for (const alpha of [0.1, 0.5, 0.8]) {
        const ends =
          alpha * valueAt(objective, between(seed, 1)) + (1 - alpha) * valueAt(objective, between(seed, 0));
        expect(valueAt(objective, between(seed, alpha))).toBeLessThan(ends);
      }
  });

  it("has a Hessian without negative eigenvalues, and zeros for the shifts alone", () => {
    for (const seed of seeds) {
      const eigen = eigenvalues(objectiveOf(convex), drawn(seed, 0.5));
      expect(eigen[0]).toBeGreaterThan(-1e-12);
      expect(nZero({ eigen })).toBe(3);
      expect(nZero({ eigen: eigenvalues(objectiveOf({ ...convex, l2: 0.01 }), drawn(seed, 0.5)) })).toBe(1);
    }
  });

  it("has eigenvalues that add up to the curvature along the axes, by finite differences", () => {
    const objective = objectiveOf(convex);
    const [at, h] = [drawn(3, 0.5), 1e-4];
    const second = at.map((_, j) => {
      const [above, below] = [h, -h].map((by) =>
        valueAt(objective, at.map((w, k) => (k === j ? w + by : w)) as Float64Array),
      );
      return (above - 2 * valueAt(objective, at) + below) / (h * h);
    });
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    expect(sum(eigenvalues(objective, at))).toBeCloseTo(sum(second as Float64Array), 5);
  });

  it("leads every start to the same value, with a penalty to the same weights", () => {
    const ends = seeds.slice(0, 10).map((seed) => runFrom(objectiveOf({ ...convex, l2: 0.01 }), seed));
    for (const { values, size } of ends) {
      expect(values.at(-1)).toBeCloseTo(ends[0].values.at(-1)!, 9);
      expect(size).toBeCloseTo(ends[0].size, 6);
    }
    const free = seeds.slice(0, 10).map((seed) => runFrom(objectiveOf(convex), seed));
    for (const { values } of free) expect(values.at(-1)).toBeCloseTo(free[0].values.at(-1)!, 6);
    expect(
      Math.max(...free.map(({ size }) => size)) - Math.min(...free.map(({ size }) => size)),
    ).toBeGreaterThan(1);
  });

  it("has no minimum on separable data without a penalty: ever longer weights, ever smaller", () => {
    const objective = objectiveOf({ ...convex, data: "separable" });
    const params = new Float64Array(9);
    pointsOf({ data: "separable" }).forEach(({ x, y, c }) => {
      params[2 * c] += x;
      params[2 * c + 1] += y;
    });
    const values = [1, 10, 100].map((factor) =>
      objective.loss(params.map((w) => factor * w) as Float64Array),
    );
    expect(values[1]).toBeLessThan(values[0]);
    expect(values[2]).toBeLessThan(values[1]);
    expect(values[2]).toBeLessThan(1e-10);
  });
});

describe("the quadratic cost", () => {
  it("rises above its chord, has negative curvature, and ends where it began", () => {
    const objective = objectiveOf(quadratic);
    expect(eigenvalues(objective, between(2, 0.5))[0]).toBeLessThan(-1e-3);
    const ends = seeds.slice(0, 10).map((seed) => runFrom(objective, seed).values.at(-1)!);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(0.1);
    change({ loss: "quadratic", l2: 0 });
    const above = seeds.filter((k) => {
      slideTo(k / 40);
      return isAbove(state());
    });
    expect(above.length).toBeGreaterThan(0);
  });
});

it("meets its chord at both ends", () => {
  for (const alpha of [0, 1]) {
    expect(curve(alpha, state())).toBeCloseTo(chord(alpha, state()), 12);
    expect(curve(alpha, state())).toBeCloseTo(
      valueAt(objectiveOf(state()), between(state().seed, alpha)),
      12,
    );
  }
});

it("forgets its proof when the problem is another", () => {
  store.setState({ proof: { objective: 0.3, gap: 1e-12 } });
  slideTo(0.2);
  expect(isProven(state())).toBe(true);
  change({ l2: 0 });
  expect([isProven(state()), isFlat(state()), hasNoMinimum(state())]).toEqual([false, true, false]);
  change({ data: "separable" });
  expect(hasNoMinimum(state())).toBe(true);
});
