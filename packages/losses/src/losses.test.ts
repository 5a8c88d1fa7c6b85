import { integers, normal, random, type Targets, uniform } from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { crossEntropyLoss } from "./crossEntropy.js";
import { maxDifference, numericGradient, numericTangent } from "./finiteDifferences.js";
import { focalLoss } from "./focal.js";
import { hingeLoss } from "./hinge.js";
import type { Loss } from "./loss.js";
import { quadraticLoss } from "./quadratic.js";
import { sigmoidLoss } from "./sigmoid.js";

type Formula = (z: number[], y: number[]) => number;

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
const sigma = (z: number) => 1 / (1 + Math.exp(-z));
const softmax = (z: number[]) => z.map((zc) => Math.exp(zc) / sum(z.map(Math.exp)));
const logP = (z: number[], c: number) => z[c] - Math.log(sum(z.map(Math.exp)));

const cases: { title: string; loss: Loss; formula: Formula }[] = [
  {
    title: "cross-entropy",
    loss: crossEntropyLoss(),
    formula: (z, y) => -sum(y.map((t, c) => t * logP(z, c))),
  },
  {
    title: "cross-entropy, smoothed",
    loss: crossEntropyLoss({ labelSmoothing: 0.3 }),
    formula: (z, y) => -sum(y.map((t, c) => (0.7 * t + 0.3 / z.length) * logP(z, c))),
  },
  {
    title: "quadratic",
    loss: quadraticLoss(),
    formula: (z, y) => sum(softmax(z).map((p, c) => (p - y[c]) ** 2)),
  },
  {
    title: "sigmoid",
    loss: sigmoidLoss(),
    formula: (z, y) => -sum(y.map((t, c) => t * Math.log(sigma(z[c])) + (1 - t) * Math.log(sigma(-z[c])))),
  },
  {
    title: "hinge",
    loss: hingeLoss(),
    formula: (z, y) =>
      sum(y.map((t, c) => t * Math.max(0, ...z.map((other, k) => (k === c ? 0 : 1 + other - z[c]))))),
  },
  ...[0, 0.5, 1, 2, 3.5].map((gamma) => ({
    title: `focal, gamma ${gamma}`,
    loss: focalLoss({ gamma }),
    formula: ((z, y) => -sum(y.map((t, c) => t * (1 - softmax(z)[c]) ** gamma * logP(z, c)))) as Formula,
  })),
];
const smooth = cases.filter(({ loss }) => loss.hvp);
const ofSoftmax = cases.filter(({ title }) => title !== "sigmoid");

const rowsOf = (block: Float64Array, C: number) =>
  Array.from({ length: block.length / C }, (_, i) => [...block.subarray(i * C, (i + 1) * C)]);
const oneHot = (targets: Int32Array, C: number) =>
  Float64Array.from({ length: targets.length * C }, (_, k) => (targets[Math.floor(k / C)] === k % C ? 1 : 0));

/** Rows that sum to 1, some of their entries 0. */
function distributions(seed: number, n: number, C: number): Float64Array {
  const y = uniform(random(seed, "soft"), n * C).map((u) => (u < 0.3 ? 0 : u));
  return Float64Array.from(
    rowsOf(y, C).flatMap((row) => (sum(row) ? row.map((v) => v / sum(row)) : [1, ...row.slice(1)])),
  );
}

function evaluate(loss: Loss, logits: Float64Array, targets: Targets, C: number) {
  const values = new Float64Array(logits.length / C);
  const gradient = new Float64Array(logits.length);
  loss.evaluate(logits, targets, C, values, gradient);
  return { values, gradient };
}

function hessianTimes(loss: Loss, logits: Float64Array, targets: Targets, C: number, u: Float64Array) {
  const out = new Float64Array(logits.length).fill(NaN);
  loss.hvp!(logits, targets, C, u, out);
  return out;
}

const sizes = [0, 1, 3, 4, 5, 17].flatMap((n) => [1, 2, 3, 5, 17].map((C) => ({ n, C })));

describe.each(cases)("$title", ({ loss, formula }) => {
  it.each(sizes)("is its formula, for hard and soft targets ($n rows, $C classes)", ({ n, C }) => {
    const logits = normal(random(1), n * C).map((z) => 8 * z);
    const hard = integers(random(2), n, C);
    for (const [y, targets] of [
      [distributions(3, n, C)],
      [oneHot(hard, C), C > 1 ? hard : undefined],
    ] as const) {
      const { values } = evaluate(loss, logits, targets ?? y, C);
      const expected = rowsOf(logits, C).map((z, i) => formula(z, rowsOf(y, C)[i]));
      expect(values.length).toBe(n);
      for (let i = 0; i < n; i++) expect(values[i]).toBeCloseTo(expected[i], 11);
    }
  });

  it.each([2, 3, 17])("has the gradient that finite differences find (%i classes)", (C) => {
    const logits = normal(random(4), 5 * C);
    const y = distributions(5, 5, C);
    const total = (z: Float64Array) => sum([...evaluate(loss, z, y, C).values]);
    expect(maxDifference(evaluate(loss, logits, y, C).gradient, numericGradient(total, logits))).toBeLessThan(
      1e-9,
    );
  });

  it("gives the same values whether or not a gradient is asked for", () => {
    const logits = normal(random(6), 12);
    const values = new Float64Array(4);
    loss.evaluate(logits, Int32Array.of(0, 1, 2, 0), 3, values);
    expect(values).toEqual(evaluate(loss, logits, Int32Array.of(0, 1, 2, 0), 3).values);
  });

  it("stays finite for logits of ±1e4", () => {
    const logits = Float64Array.of(1e4, -1e4, 0, -1e4, 1e4, 1e4, -1e4, -1e4, -1e4, 1e4, 1e4, 1e4);
    for (let t = 0; t < 3; t++) {
      const { values, gradient } = evaluate(loss, logits, new Int32Array(4).fill(t), 3);
      expect([...values, ...gradient].every(Number.isFinite)).toBe(true);
      if (!loss.hvp) continue;
      const h = hessianTimes(
        loss,
        logits,
        new Int32Array(4).fill(t),
        3,
        new Float64Array(12).fill(0.5).with(0, 1),
      );
      expect(h.every(Number.isFinite)).toBe(true);
    }
  });

  it("is convex along random lines exactly where it says so", () => {
    const C = 3;
    let lowest = Infinity;
    for (let k = 0; k < 200; k++) {
      const a = normal(random(7, k), C).map((z) => 4 * z);
      const b = normal(random(8, k), C).map((z) => 4 * z);
      const value = (z: Float64Array) => evaluate(loss, z, Int32Array.of(k % C), C).values[0];
      lowest = Math.min(lowest, value(a) + value(b) - 2 * value(a.map((z, c) => (z + b[c]) / 2)));
    }
    if (loss.convex) expect(lowest).toBeGreaterThan(-1e-12);
    else expect(lowest).toBeLessThan(-1e-3);
  });
});

describe.each(smooth)("$title: Hessian", ({ loss }) => {
  it.each([2, 3, 17])("times a direction is the derivative of the gradient (%i classes)", (C) => {
    const logits = normal(random(9), 5 * C);
    const u = normal(random(10), 5 * C);
    const y = distributions(11, 5, C);
    const numeric = numericTangent((z) => evaluate(loss, z, y, C).gradient, logits, u);
    expect(maxDifference(hessianTimes(loss, logits, y, C, u), numeric)).toBeLessThan(1e-9);
  });

  it("is symmetric", () => {
    const logits = normal(random(12), 5);
    const [u, v] = [normal(random(13), 5), normal(random(14), 5)];
    const form = (a: Float64Array, b: Float64Array) =>
      sum([...hessianTimes(loss, logits, Int32Array.of(3), 5, a)].map((h, c) => h * b[c]));
    expect(form(u, v)).toBeCloseTo(form(v, u), 13);
  });
});

describe.each(ofSoftmax)("$title", ({ loss }) => {
  it("is unchanged when a constant is added to a row of logits", () => {
    const logits = normal(random(15), 12);
    const moved = logits.map((z, k) => z + [3, -700, 0.5, 5000][Math.floor(k / 3)]);
    const targets = Int32Array.of(0, 1, 2, 1);
    const [a, b] = [evaluate(loss, logits, targets, 3), evaluate(loss, moved, targets, 3)];
    expect(maxDifference(a.values, b.values)).toBeLessThan(1e-11);
    expect(maxDifference(a.gradient, b.gradient)).toBeLessThan(1e-11);
  });
});

describe("exact values at extreme logits", () => {
  const extreme = Float64Array.of(1e4, -1e4, 0);
  const values = (loss: Loss) => [0, 1, 2].map((t) => evaluate(loss, extreme, Int32Array.of(t), 3).values[0]);

  it.each([
    { loss: crossEntropyLoss(), expected: [0, 2e4, 1e4] },
    { loss: quadraticLoss(), expected: [0, 2, 2] },
    { loss: sigmoidLoss(), expected: [Math.LN2, 2e4 + Math.LN2, 1e4 + Math.LN2] },
    { loss: hingeLoss(), expected: [0, 20001, 10001] },
    { loss: focalLoss({ gamma: 2 }), expected: [0, 2e4, 1e4] },
    { loss: focalLoss({ gamma: 0.5 }), expected: [0, 2e4, 1e4] },
  ])("$loss.name: $expected", ({ loss, expected }) => {
    expect(values(loss)).toEqual(expected);
  });

  it("a confident right answer keeps its tiny loss: ln(1 + e⁻⁵⁰) is e⁻⁵⁰", () => {
    for (const loss of [crossEntropyLoss(), focalLoss({ gamma: 0 })])
      expect(
        evaluate(loss, Float64Array.of(50, 0), Int32Array.of(0), 2).values[0] / Math.exp(-50),
      ).toBeCloseTo(1, 12);
  });
});

describe("how the losses relate", () => {
  const logits = normal(random(16), 15).map((z) => 3 * z);
  const targets = Int32Array.of(0, 1, 2, 1, 0);

  it("label smoothing equals soft labels", () => {
    const soft = oneHot(targets, 3).map((y) => 0.9 * y + 0.1 / 3);
    const smoothed = evaluate(crossEntropyLoss({ labelSmoothing: 0.1 }), logits, targets, 3);
    const plain = evaluate(crossEntropyLoss(), logits, soft, 3);
    expect(maxDifference(smoothed.values, plain.values)).toBeLessThan(1e-14);
    expect(maxDifference(smoothed.gradient, plain.gradient)).toBeLessThan(1e-14);
  });

  it("focal with gamma 0 is cross-entropy", () => {
    const [a, b] = [focalLoss({ gamma: 0 }), crossEntropyLoss()].map((loss) =>
      evaluate(loss, logits, targets, 3),
    );
    expect(maxDifference(a.values, b.values)).toBeLessThan(1e-14);
    expect(maxDifference(a.gradient, b.gradient)).toBeLessThan(1e-14);
  });

  it("binary sigmoid cross-entropy of z is softmax cross-entropy of (−z/2, z/2), and of (0, z)", () => {
    const z = Float64Array.of(-30, -2, 0, 0.1, 5);
    const y = Int32Array.of(1, 0, 1, 0, 1);
    const binary = evaluate(sigmoidLoss(), z, y, 1);
    for (const pair of [(v: number) => [-v / 2, v / 2], (v: number) => [0, v]]) {
      const two = evaluate(crossEntropyLoss(), Float64Array.from([...z].flatMap(pair)), y, 2);
      expect(maxDifference(binary.values, two.values)).toBeLessThan(1e-14);
      expect(
        maxDifference(
          binary.gradient,
          two.gradient.filter((_, k) => k % 2 === 1),
        ),
      ).toBeLessThan(1e-14);
    }
  });

  it("class indices with C > 1 sigmoid logits are one-versus-rest labels", () => {
    const hard = evaluate(sigmoidLoss(), logits, targets, 3);
    const soft = evaluate(sigmoidLoss(), logits, oneHot(targets, 3), 3);
    expect(hard).toEqual(soft);
  });

  it("two-class hinge is the binary hinge of the logits' difference", () => {
    const { values, gradient } = evaluate(
      hingeLoss(),
      Float64Array.of(0, 0.4, 2, 0.4),
      Int32Array.of(1, 1),
      2,
    );
    expect(values[0]).toBeCloseTo(0.6, 15);
    expect(values[1]).toBeCloseTo(2.6, 15);
    expect([...gradient]).toEqual([1, -1, 1, -1]);
  });

  it("the hinge is flat once the margin is kept, its edge included", () => {
    const { values, gradient } = evaluate(
      hingeLoss(),
      Float64Array.of(1, 0, -9, 0, 8, 0),
      Int32Array.of(0, 1),
      3,
    );
    expect([...values, ...gradient]).toEqual(new Array(8).fill(0));
  });

  it("a tie between rivals goes to the lowest class", () => {
    const { gradient } = evaluate(hingeLoss(), Float64Array.of(2, 2, 0), Int32Array.of(2), 3);
    expect([...gradient]).toEqual([1, 0, -1]);
  });
});

describe("what is refused", () => {
  it.each([-0.1, 1, NaN])("labelSmoothing %d", (labelSmoothing) => {
    expect(() => crossEntropyLoss({ labelSmoothing })).toThrow(/labelSmoothing is .* must be in \[0, 1\)/);
  });

  it.each([-1, NaN, Infinity])("gamma %d", (gamma) => {
    expect(() => focalLoss({ gamma })).toThrow(/gamma is .* at least 0/);
  });
});

describe.each(cases.filter(({ loss }) => loss.curvature))("the curvature of $title", ({ loss }) => {
  it.each([1, 2, 3, 5, 17])("is the diagonal of its second derivative (%i classes)", (C) => {
    const logits = normal(random(21), 5 * C).map((z) => 3 * z);
    const out = new Float64Array(logits.length).fill(NaN);
    loss.curvature!(logits, C, out);
    for (let c = 0; c < C; c++) {
      const unit = logits.map((_, k) => (k % C === c ? 1 : 0));
      const column = hessianTimes(loss, logits, distributions(22, 5, C), C, unit);
      for (let i = 0; i < 5; i++) expect(out[i * C + c]).toBeCloseTo(column[i * C + c], 14);
    }
  });
});

describe.each(cases)("$title and a constant added to all logits", ({ loss, title }) => {
  it("does not see it, and its gradient sums to 0, exactly where it says so", () => {
    const [n, C] = [5, 4];
    const logits = normal(random(23), n * C);
    const y = distributions(24, n, C);
    const { values, gradient } = evaluate(loss, logits, y, C);
    const shifted = evaluate(
      loss,
      logits.map((z) => z + 3),
      y,
      C,
    ).values;
    const sums = rowsOf(gradient, C).map((row) => Math.abs(sum(row)));
    const unchanged = maxDifference(values, shifted) < 1e-12 && Math.max(...sums) < 1e-12;
    expect(unchanged).toBe(loss.shiftInvariant);
    expect(unchanged).toBe(title !== "sigmoid");
  });
});
