import {
  add,
  denseFeatures,
  grad,
  hvp,
  integers,
  jvp,
  log,
  logSoftmax,
  matmul,
  max,
  maximum,
  mean,
  mul,
  neg,
  normal,
  oneHot,
  pow,
  random,
  referenceKernels,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  transpose,
  uniform,
  valueAndGrad,
} from "@softmax/tensor-core";
import { describe, expect, it } from "vitest";
import { effectiveWeights } from "./classWeight.js";
import { crossEntropy, crossEntropyLoss } from "./crossEntropy.js";
import { maxDifference } from "./finiteDifferences.js";
import { focal } from "./focal.js";
import { hinge } from "./hinge.js";
import { linearObjective } from "./linearObjective.js";
import { quadratic } from "./quadratic.js";
import { binaryCrossEntropy, multilabelCrossEntropy } from "./sigmoid.js";

const n = 17;
const C = 5;
const randomTensor = (seed: number, shape: number[], scale = 1) =>
  tensor(
    normal(
      random(seed),
      shape.reduce((a, b) => a * b),
    ).map((v) => scale * v),
    { shape },
  );
const logits = randomTensor(1, [n, C], 2);
const direction = randomTensor(2, [n, C]);
const hard = integers(random(3), n, C);
const labels = tensor(
  uniform(random(4), n * C).map((u) => (u < 0.5 ? 0 : 1)),
  { shape: [n, C] },
);
const hardY = oneHot(hard, C);
const softY = softmax(randomTensor(5, [n, C]));

const rows = (perEntry: Tensor) => sum(perEntry, 1);
const hingeOf = (z: Tensor, y: Tensor) =>
  maximum(add(1, sub(max(sub(z, mul(y, 1e9)), 1), rows(mul(y, z)))), 0);

interface Case {
  readonly title: string;
  readonly loss: (z: Tensor) => Tensor;
  /** The same from primitives, through automatic differentiation. */
  readonly primitives: (z: Tensor) => Tensor;
}

const onSoftAndHard = [
  { kind: "hard", targets: hard, y: hardY },
  { kind: "soft", targets: softY, y: softY },
].flatMap(({ kind, targets, y }): Case[] => [
  {
    title: `crossEntropy, ${kind}`,
    loss: (z) => crossEntropy(z, targets),
    primitives: (z) => mean(neg(rows(mul(y, logSoftmax(z))))),
  },
  {
    title: `crossEntropy, ${kind}, smoothed`,
    loss: (z) => crossEntropy(z, targets, { labelSmoothing: 0.2 }),
    primitives: (z) => mean(neg(rows(mul(add(mul(y, 0.8), 0.2 / C), logSoftmax(z))))),
  },
  {
    title: `quadratic, ${kind}`,
    loss: (z) => quadratic(z, targets),
    primitives: (z) => mean(rows(square(sub(softmax(z), y)))),
  },
  {
    title: `focal, ${kind}`,
    loss: (z) => focal(z, targets, { gamma: 1.5 }),
    primitives: (z) => mean(neg(rows(mul(mul(y, pow(sub(1, softmax(z)), 1.5)), logSoftmax(z))))),
  },
]);

const cases: Case[] = [
  ...onSoftAndHard,
  {
    title: "multilabelCrossEntropy",
    loss: (z) => multilabelCrossEntropy(z, labels),
    primitives: (z) =>
      mean(neg(rows(add(mul(labels, log(sigmoid(z))), mul(sub(1, labels), log(sigmoid(neg(z)))))))),
  },
  { title: "hinge", loss: (z) => hinge(z, hard), primitives: (z) => mean(hingeOf(z, hardY)) },
];

describe.each(cases)("$title equals its primitives", ({ loss, primitives }) => {
  it("in value and gradient", () => {
    const [value, gradient] = valueAndGrad(loss)(logits);
    const [expected, expectedGradient] = valueAndGrad(primitives)(logits);
    expect(value.item()).toBeCloseTo(expected.item(), 13);
    expect(maxDifference(gradient.toArray(), expectedGradient.toArray())).toBeLessThan(1e-14);
  });

  it("in the Hessian times a direction", () => {
    const [ours, theirs] = [loss, primitives].map((f) => hvp(f, logits, direction).toArray());
    expect(maxDifference(ours, theirs)).toBeLessThan(1e-14);
  });

  it("and forward over reverse as reverse over reverse", () => {
    const [, forward] = jvp(grad(loss), [logits], [direction]);
    expect(maxDifference(forward.toArray(), hvp(loss, logits, direction).toArray())).toBeLessThan(1e-14);
  });
});

describe("binaryCrossEntropy", () => {
  const z = randomTensor(6, [n], 3);
  const y = uniform(random(7), n).map((u) => (u < 0.3 ? 0 : u < 0.6 ? 1 : u));

  it("equals its primitives in value, gradient and Hessian", () => {
    const Y = tensor(y);
    const primitives = (z: Tensor) =>
      mean(neg(add(mul(Y, log(sigmoid(z))), mul(sub(1, Y), log(sigmoid(neg(z)))))));
    const loss = (z: Tensor) => binaryCrossEntropy(z, y);
    expect(loss(z).item()).toBeCloseTo(primitives(z).item(), 14);
    expect(maxDifference(grad(loss)(z).toArray(), grad(primitives)(z).toArray())).toBeLessThan(1e-15);
    const u = randomTensor(8, [n]);
    expect(maxDifference(hvp(loss, z, u).toArray(), hvp(primitives, z, u).toArray())).toBeLessThan(1e-15);
  });

  it("weighs by class: 0 and 1", () => {
    const weighted = binaryCrossEntropy(tensor([0.5, -1, 2]), [0, 1, 1], {
      classWeight: [1, 3],
      reduction: "none",
    });
    const plain = binaryCrossEntropy(tensor([0.5, -1, 2]), [0, 1, 1], { reduction: "none" }).toArray();
    expect([...weighted.toArray()]).toEqual([plain[0], 3 * plain[1], 3 * plain[2]]);
  });

  it("refuses logits that are not one a sample", () => {
    expect(() => binaryCrossEntropy(logits, [0, 1])).toThrow(
      "binaryCrossEntropy: logits are [17, 5] and there are 2 targets; expected [n] and n",
    );
    expect(() => binaryCrossEntropy(tensor([0]), [2])).toThrow(/row 0 .* must be in \[0, 1\]/);
  });
});

describe("weights and reductions", () => {
  const sampleWeight = Array.from({ length: n }, (_, i) => (i % 3) + 0.5);
  const each = crossEntropy(logits, hard, { reduction: "none" }).toArray();
  const weighted = [...each].map((loss, i) => loss * sampleWeight[i]);
  const total = weighted.reduce((a, b) => a + b, 0);

  it("none is w ℓ, sum is Σ w ℓ, mean is Σ w ℓ / Σ w", () => {
    const reduced = (reduction: "none" | "sum" | "mean") =>
      crossEntropy(logits, hard, { reduction, sampleWeight });
    expect(maxDifference(reduced("none").toArray(), weighted)).toBeLessThan(1e-15);
    expect(reduced("sum").item()).toBeCloseTo(total, 13);
    expect(reduced("mean").item()).toBeCloseTo(total / sampleWeight.reduce((a, b) => a + b, 0), 14);
    expect(crossEntropy(logits, hard, { sampleWeight }).item()).toBe(reduced("mean").item());
  });

  it("the unit of the weights does not matter to the mean", () => {
    const scaled = sampleWeight.map((w) => 1e6 * w);
    expect(crossEntropy(logits, hard, { sampleWeight: scaled }).item()).toBeCloseTo(
      crossEntropy(logits, hard, { sampleWeight }).item(),
      14,
    );
  });

  it("balanced gives every class the same say", () => {
    const classMeans = [0, 1, 2, 3, 4].map((c) => {
      const own = [...each].filter((_, i) => hard[i] === c);
      return own.reduce((a, b) => a + b, 0) / own.length;
    });
    const balanced = crossEntropy(logits, hard, { classWeight: "balanced" }).item();
    expect(balanced).toBeCloseTo(classMeans.reduce((a, b) => a + b, 0) / 5, 14);
  });

  it("the mean over nothing, or over zero weights, is 0", () => {
    expect(crossEntropy(tensor([], { shape: [0, 3] }), []).item()).toBe(0);
    expect(crossEntropy(tensor([[1, 2]]), [0], { sampleWeight: [0] }).item()).toBe(0);
  });
});

describe("on tensors", () => {
  it("a linear model's gradient is that of linearObjective", () => {
    const d = 4;
    const X = randomTensor(9, [n, d]);
    const params = { W: randomTensor(10, [C, d]), b: randomTensor(11, [C]) };
    const sampleWeight = uniform(random(12), n);
    const { weights } = effectiveWeights({
      targets: hard,
      nClasses: C,
      sampleWeight,
      classWeight: "balanced",
    });
    const [value, { W, b }] = valueAndGrad(({ W, b }: typeof params) =>
      crossEntropy(add(matmul(X, transpose(W)), b), hard, { sampleWeight, classWeight: "balanced" }),
    )(params);

    const kernel = referenceKernels.linear(denseFeatures(X.toArray() as Float64Array, n, d), "float64");
    const objective = linearObjective({
      kernel,
      targets: hard,
      nClasses: C,
      loss: crossEntropyLoss(),
      weights,
    });
    const gradient = new Float64Array(objective.size);
    const flat = Float64Array.of(...params.W.toArray(), ...params.b.toArray());
    expect(objective.valueAndGradient(flat, gradient)).toBeCloseTo(value.item(), 14);
    expect(maxDifference(gradient, [...W.toArray(), ...b.toArray()])).toBeLessThan(1e-14);
  });

  it("float32 logits give float32 losses and gradients, computed in double precision", () => {
    const z = tensor(
      [
        [1e4, -1e4],
        [0.25, 0.5],
      ],
      { dtype: "float32" },
    );
    const [value, gradient] = valueAndGrad((z: Tensor) => crossEntropy(z, [1, 1]))(z);
    expect([value.dtype, gradient.dtype]).toEqual(["float32", "float32"]);
    expect(value.item()).toBe(Math.fround((2e4 + Math.log1p(Math.exp(-0.25))) / 2));
  });

  it("takes views, and targets as a tensor", () => {
    const z = randomTensor(13, [3, 4]);
    const targets = tensor([2, 0, 1, 1]).slice("0:4");
    expect(crossEntropy(z.T, targets).item()).toBe(
      crossEntropy(tensor(z.T.toArray(), { shape: [4, 3] }), [2, 0, 1, 1]).item(),
    );
  });

  it("a third derivative is NaN rather than wrong", () => {
    const u = tensor([[1, 0.5]]);
    const curvature = (z: Tensor) => sum(hvp((z: Tensor) => crossEntropy(z, [0]), z, u));
    expect([...grad(curvature)(tensor([[0, 0.3]])).toArray()]).toEqual([NaN, NaN]);
  });

  it.each([
    [() => crossEntropy(tensor([1, 2]), [0, 1]), "crossEntropy: logits are [2]; expected [n, C]"],
    [
      () => crossEntropy(tensor([[1, 2]]), [0, 1]),
      "crossEntropy: targets are [2] but logits are [1, 2]; expected [1] or [1, 2]",
    ],
    [
      () => quadratic(tensor([[1, 2]]), tensor([[1]])),
      "quadratic: targets are [1, 1] but logits are [1, 2]; expected [1] or [1, 2]",
    ],
    [() => focal(tensor([[1, 2]]), [2]), "focal: the target of row 0 is 2 but must be a class in 0 to 1"],
    [() => hinge(tensor([[1, 2]]), [0.5]), "hinge: the target of row 0 is 0.5 but must be a class index"],
    [
      () => hinge(tensor([[1, 2]]), [0], { sampleWeight: [1, 2] }),
      "hinge: sampleWeight has 2 values but 1 are needed",
    ],
    [
      () => crossEntropy(tensor([[1, 2]]), tensor([[1, 1]])),
      "crossEntropy: the targets of row 0 sum to 2 but must sum to 1",
    ],
  ])("says what is wrong: %s", (wrong, message) => {
    expect(wrong).toThrow(new RangeError(message));
  });
});
