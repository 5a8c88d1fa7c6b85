import { describe, expect, it } from "vitest";
import { dualAscent } from "./dualAscent.js";
import type { DualPoint, DualProblem } from "./dualAscent.problem.js";
import type { CsrFeatures } from "./features.js";
import { normal, permutation, random, uniform } from "./random.js";

/** About a third of the entries, and no entry at all in the first row. */
function sparse(nRows: number, nColumns: number): CsrFeatures {
  const draws = uniform(random(1, "kept"), nRows * nColumns);
  const entries = normal(random(2, "entries"), nRows * nColumns);
  const [values, columns, rowStarts]: number[][] = [[], [], [0]];
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++)
      if (i > 0 && draws[i * nColumns + j] < 1 / 3) {
        values.push(entries[i * nColumns + j]);
        columns.push(j);
      }
    rowStarts.push(values.length);
  }
  return {
    kind: "csr",
    values: Float64Array.from(values),
    columns: Int32Array.from(columns),
    rowStarts: Int32Array.from(rowStarts),
    nRows,
    nColumns,
  };
}

function problemOf(n: number, d: number, C: number, weighted: boolean): DualProblem {
  const weights = weighted ? uniform(random(3, "weights"), n).map((u) => 2 * u) : undefined;
  const targets = Int32Array.from({ length: n }, (_, i) => (i * i) % C);
  return { features: sparse(n, d), targets, nClasses: C, weights, l2: 0.05 };
}

function startOf({ features, targets, nClasses: C }: DualProblem): DualPoint {
  const params = new Float64Array(C * (features.nColumns + 1));
  for (let c = 0; c < C; c++) params[C * features.nColumns + c] = 0.1 * c;
  const dual = new Float64Array(targets.length * C);
  targets.forEach((y, i) => {
    dual[i * C + y] = 1;
  });
  return { params, dual };
}

/** mean w H(a) + mean w b·(e_y − a) − ½ l2 ‖W‖², with W of the dual variables by its definition. */
function dualObjective({ features, targets, nClasses: C, weights, l2 }: DualProblem, point: DualPoint) {
  const { values, columns, rowStarts, nRows: n, nColumns: d } = features;
  const W = new Float64Array(C * d);
  let value = 0;
  for (let i = 0; i < n; i++)
    for (let c = 0; c < C; c++) {
      const w = weights ? weights[i] : 1;
      const a = point.dual[i * C + c];
      const rest = (targets[i] === c ? 1 : 0) - a;
      value += (w / n) * ((a > 0 ? -a * Math.log(a) : 0) + point.params[C * d + c] * rest);
      for (let k = rowStarts[i]; k < rowStarts[i + 1]; k++)
        W[c * d + columns[k]] += (w * rest * values[k]) / (n * l2);
    }
  return { value: value - (l2 / 2) * W.reduce((sum, x) => sum + x * x, 0), W };
}

const orderOf = (n: number, epoch: number) => permutation(random(5, "order", epoch), n);

const distance = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, x, k) => Math.max(most, Math.abs(x - b[k])), 0);

const sizes = [
  [1, 1, 2],
  [3, 4, 3],
  [5, 17, 2],
  [17, 5, 5],
  [40, 13, 21],
  [33, 65, 47],
];

describe.each(["relaxed-simd", "simd"] as const)("dualAscent in %s", (variant) => {
  it.each(sizes)("takes the steps of the plain loops: %d rows, %d columns, %d classes", (n, d, C) => {
    for (const weighted of [false, true])
      for (const [precision, close] of [
        ["float64", 1e-12],
        ["float32", 3e-5],
      ] as const) {
        const problem = problemOf(n, d, C, weighted);
        const [fast, plain] = [
          dualAscent(problem, precision, variant),
          dualAscent(problem, precision, "reference"),
        ];
        let [a, b] = [startOf(problem), startOf(problem)];
        for (let epoch = 0; epoch < 3; epoch++) {
          const options = epoch === 0 ? { head: n / 4 } : { pace: epoch - 1 };
          const [found, expected] = [
            fast(a, orderOf(n, epoch), options),
            plain(b, orderOf(n, epoch), options),
          ];
          for (const what of ["params", "dual", "residual", "curvature"] as const)
            expect(distance(found[what], expected[what]), what).toBeLessThan(close);
          for (const what of ["movement", "value"] as const)
            expect(Math.abs(found[what] - expected[what]), what).toBeLessThan(close);
          [a, b] = [found, expected];
        }
      }
  });

  it("goes on from any point, not only from the one it came to last", () => {
    const problem = problemOf(17, 5, 3, true);
    const ascend = dualAscent(problem, "float64", variant);
    const first = ascend(startOf(problem), orderOf(17, 0));
    const second = ascend(first, orderOf(17, 1));
    ascend(second, orderOf(17, 2));
    expect(ascend(first, orderOf(17, 1))).toEqual(second);
    const elsewhere = dualAscent(problem, "float64", variant);
    expect(elsewhere({ params: first.params.slice(), dual: first.dual.slice() }, orderOf(17, 1))).toEqual(
      second,
    );
  });

  it("begins without dual variables where those of the targets are meant", () => {
    const problem = problemOf(17, 5, 3, true);
    const start = startOf(problem);
    const ascend = dualAscent(problem, "float64", variant);
    const expected = ascend(start, orderOf(17, 0), { head: 3 });
    ascend(expected, orderOf(17, 1));
    expect(ascend({ ...start, dual: new Float64Array(0) }, orderOf(17, 0), { head: 3 })).toEqual(expected);
  });

  it("stays finite at logits of ±1e4", () => {
    const problem = problemOf(5, 3, 2, false);
    const start = startOf(problem);
    start.params.set([1e4, -1e4], 6);
    const { params, dual, value } = dualAscent(problem, "float32", variant)(start, orderOf(5, 0));
    expect([...params, ...dual, value].every(Number.isFinite)).toBe(true);
  });
});

describe.each(["relaxed-simd", "simd", "reference"] as const)("an epoch in %s", (variant) => {
  it("keeps every row a distribution and W that of the dual variables, and raises the dual objective", () => {
    const problem = problemOf(30, 8, 4, true);
    const { nClasses: C } = problem;
    const ascend = dualAscent(problem, "float64", variant);
    let point = startOf(problem);
    let before = dualObjective(problem, point).value;
    for (let epoch = 0; epoch < 6; epoch++) {
      point = ascend(point, orderOf(30, epoch));
      for (let i = 0; i < 30; i++) {
        const row = point.dual.subarray(i * C, (i + 1) * C);
        expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
        expect(row.reduce((sum, a) => sum + a, 0)).toBeCloseTo(1, 13);
      }
      const { value, W } = dualObjective(problem, point);
      expect(distance(point.params.subarray(0, W.length), W)).toBeLessThan(1e-12);
      expect(value).toBeGreaterThan(before);
      before = value;
    }
  });

  it("tells what the dual objective gains by the biases, which move along it once they are given a pace", () => {
    const problem = problemOf(30, 8, 4, true);
    const [C, d] = [4, 8];
    const ascend = dualAscent(problem, "float64", variant);
    const first = ascend(startOf(problem), orderOf(30, 0));
    const nudged = { ...first, params: first.params.slice() };
    nudged.params[C * d + 2] += 1;
    const gain = dualObjective(problem, nudged).value - dualObjective(problem, first).value;
    expect(first.residual[2]).toBeCloseTo(gain, 13);

    expect(first.params.subarray(C * d)).toEqual(startOf(problem).params.subarray(C * d));
    const small = 1e-7;
    const moved = ascend(first, orderOf(30, 1), { pace: small });
    const still = ascend(first, orderOf(30, 1));
    for (let c = 0; c < C; c++) {
      const step = (moved.params[C * d + c] - still.params[C * d + c]) / small;
      const [least, most] = [first.residual[c], still.residual[c]].sort((a, b) => a - b);
      expect(Math.sign(step)).toBe(Math.sign(least + most));
    }
  });

  it("moves nothing at the maximum", () => {
    const problem = problemOf(20, 6, 3, false);
    const ascend = dualAscent(problem, "float64", variant);
    let point = ascend(startOf(problem), orderOf(20, 0));
    for (let epoch = 1; epoch < 100; epoch++) point = ascend(point, orderOf(20, epoch));
    const { movement, params } = ascend(point, orderOf(20, 100));
    expect(movement).toBeLessThan(1e-24);
    expect(distance(params, point.params)).toBeLessThan(1e-12);
  });

  it("leaves the arrays it is given as they were", () => {
    const problem = problemOf(9, 4, 3, false);
    const start = startOf(problem);
    dualAscent(problem, "float64", variant)(start, orderOf(9, 0));
    expect(start).toEqual(startOf(problem));
  });
});

describe("dualAscent", () => {
  const problem = problemOf(5, 3, 2, false);
  it.each([
    [{ l2: 0 }, "l2 is 0 but must be positive"],
    [{ targets: Int32Array.of(0, 1, 2, 0, 0) }, "a target is 2, but the classes are 0 to 1"],
    [{ targets: Int32Array.of(0) }, "targets has 1 values, expected 5"],
    [{ weights: new Float64Array(3) }, "weights has 3 values, expected 5"],
  ])("refuses %o", (change, message) => {
    expect(() => dualAscent({ ...problem, ...change }, "float64", "reference")).toThrow(
      new RangeError(`dualAscent: ${message}`),
    );
  });

  it("refuses an order of other rows", () => {
    const ascend = dualAscent(problem, "float64", "simd");
    expect(() => ascend(startOf(problem), Int32Array.of(0, 1, 2, 3, 5))).toThrow("order names row 5");
    expect(() => ascend(startOf(problem), Int32Array.of(0, 1))).toThrow("order has 2 values, expected 5");
  });
});
