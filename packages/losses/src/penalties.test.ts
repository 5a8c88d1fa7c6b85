import { normal, random } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { maxDifference, numericGradient } from "./finiteDifferences.js";
import { elasticNetPenalty, groupLassoPenalty, l1Penalty, l2Penalty, type Penalty } from "./penalties.js";

const C = 3;
const d = 5;
const params = normal(random(1), C * d + C);
const weights = [...params.subarray(0, C * d)];
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const column = (j: number) => [0, 1, 2].map((c) => weights[c * d + j]);

const squares = sum(weights.map((w) => w * w));
const absolutes = sum(weights.map(Math.abs));
const groups = sum([0, 1, 2, 3, 4].map((j) => Math.hypot(...column(j))));

const cases: { penalty: Penalty; value: number }[] = [
  { penalty: l2Penalty(0.7), value: 0.35 * squares },
  { penalty: l1Penalty(0.7), value: 0.7 * absolutes },
  { penalty: elasticNetPenalty({ l2: 0.7, l1: 0.4 }), value: 0.35 * squares + 0.4 * absolutes },
  { penalty: groupLassoPenalty(0.7), value: 0.7 * groups },
];

const proxOf = (penalty: Penalty, stepSize: number, from = params) => {
  const out = new Float64Array(from.length).fill(NaN);
  penalty.prox(from, C, stepSize, out);
  return out;
};

describe.each(cases)("$penalty.name", ({ penalty, value }) => {
  it("is its formula over the weights", () => {
    expect(penalty.value(params, C)).toBeCloseTo(value, 13);
  });

  it("leaves the bias free", () => {
    const onlyBias = new Float64Array(C * d + C).fill(9, C * d);
    expect(penalty.value(onlyBias, C)).toBe(0);
    expect(proxOf(penalty, 0.5, onlyBias)).toEqual(onlyBias);
    const gradient = new Float64Array(C * d + C);
    penalty.addGradient?.(params, C, gradient);
    expect([...gradient.subarray(C * d)]).toEqual([0, 0, 0]);
  });

  it("prox is the minimum of R(V) + ‖V − W‖²/2t: no nearby point is lower", () => {
    const t = 0.8;
    const at = (v: Float64Array) =>
      penalty.value(v, C) + sum([...v].map((w, j) => (w - params[j]) ** 2)) / (2 * t);
    const best = proxOf(penalty, t);
    for (let k = 0; k < 300; k++) {
      const size = [1, 1e-2, 1e-4][k % 3];
      const noise = normal(random(2, k), best.length);
      expect(at(best.map((w, j) => w + size * noise[j]))).toBeGreaterThan(at(best));
    }
  });

  it("prox works in place, and without strength is the identity", () => {
    const inPlace = params.slice();
    penalty.prox(inPlace, C, 0.8, inPlace);
    expect(inPlace).toEqual(proxOf(penalty, 0.8));
    expect(proxOf(penalty, 0)).toEqual(params);
  });
});

describe("penalties", () => {
  it("l2's gradient is the one finite differences find, and is added to what is there", () => {
    const penalty = l2Penalty(0.7);
    const gradient = new Float64Array(params.length).fill(1);
    penalty.addGradient(params, C, gradient);
    const numeric = numericGradient((p) => penalty.value(p, C) + sum([...p]), params);
    expect(maxDifference(gradient, numeric)).toBeLessThan(1e-10);
  });

  it("only the smooth one has a gradient", () => {
    expect(cases.map(({ penalty }) => penalty.addGradient !== undefined)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("elastic net is l2 plus l1", () => {
    const both = elasticNetPenalty({ l2: 0.7, l1: 0.4 }).value(params, C);
    expect(both).toBeCloseTo(l2Penalty(0.7).value(params, C) + l1Penalty(0.4).value(params, C), 13);
  });

  it("l1 zeroes single weights, the group lasso a feature for all classes at once", () => {
    const W = Float64Array.of(3, 0.1, 0.2, 0.2, -3, 0.1, 0, 0);
    const prox = (penalty: Penalty) => {
      const out = W.slice();
      penalty.prox(out, 2, 1, out);
      return [...out];
    };
    expect(prox(l1Penalty(0.5))).toEqual([2.5, 0, 0, 0, -2.5, 0, 0, 0].map((w) => expect.closeTo(w, 15)));
    expect(prox(groupLassoPenalty(0.5)).map((w) => w !== 0)).toEqual([
      true,
      true,
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("a group of zeros stays zero", () => {
    expect(proxOf(groupLassoPenalty(0.5), 1, new Float64Array(C * d + C))).toEqual(
      new Float64Array(C * d + C),
    );
  });

  it.each([
    () => l2Penalty(-1),
    () => l1Penalty(-1),
    () => elasticNetPenalty({ l2: 0, l1: -1 }),
    () => groupLassoPenalty(-1),
  ])("refuses a negative strength: %s", (make) => {
    expect(make).toThrow(/ is -1 but must be finite and at least 0/);
  });
});
