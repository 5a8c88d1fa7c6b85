import { describe, expect, it } from "vitest";
import { checkDerivatives, type Inputs, randomTensor } from "../test/checkDerivatives.js";
import {
  abs,
  add,
  broadcastTo,
  cast,
  clip,
  concatenate,
  cos,
  div,
  equal,
  exp,
  expm1,
  grad,
  greater,
  hvp,
  log,
  log1p,
  logSoftmax,
  logSumExp,
  matmul,
  max,
  maximum,
  mean,
  min,
  minimum,
  mul,
  neg,
  oneHot,
  pow,
  sigmoid,
  sign,
  sin,
  softmax,
  softplus,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  take,
  takeAlongAxis,
  tanh,
  tensor,
  valueAndGrad,
  variance,
  where,
} from "./index.js";

const positive = (x: Tensor) => add(exp(x), 0.1);

type Case = [name: string, f: (...inputs: Inputs) => Tensor, ...shapes: number[][]];

const rules: Case[] = [
  ["add, broadcasting both", (a, b) => add(a, b), [3, 1], [4]],
  ["add of nothing", (a, b) => add(a, b), [0, 3], [3]],
  ["add of a number", (a) => add(2, a), [5]],
  ["add of itself", (a) => add(a, a), [3]],
  ["sub", (a, b) => sub(a, b), [4, 1, 3], [5, 1]],
  ["mul", (a, b) => mul(a, b), [1, 3], [17, 1]],
  ["mul, scalar by tensor", (a, b) => mul(a, b), [], [3, 4]],
  ["div", (a, b) => div(a, positive(b)), [3, 1], [3, 4]],
  ["div of a number", (a) => div(1, positive(a)), [4]],
  ["pow", (a, b) => pow(positive(a), b), [3, 1], [4]],
  ["pow of a whole exponent", (a) => pow(a, 3), [5]],
  ["pow of a fractional exponent", (a) => pow(positive(a), -1.5), [5]],
  ["neg", (a) => neg(a), [3, 4]],
  ["maximum", (a, b) => maximum(a, b), [3, 1], [4]],
  ["minimum", (a, b) => minimum(a, b), [3, 4], [4]],
  ["clip", (a) => mul(clip(a, -0.3, 0.7), a), [17]],
  ["abs", (a) => mul(abs(a), a), [5]],
  ["sign", (a) => mul(sign(a), a), [5]],
  ["square", (a) => square(a), [3]],
  ["sqrt", (a) => sqrt(positive(a)), [4]],
  ["exp", (a) => exp(a), [4]],
  ["expm1", (a) => expm1(a), [4]],
  ["log", (a) => log(positive(a)), [4]],
  ["log1p", (a) => log1p(exp(a)), [4]],
  ["sin", (a) => sin(a), [4]],
  ["cos", (a) => cos(a), [4]],
  ["tanh", (a) => tanh(a), [5]],
  ["sigmoid", (a) => sigmoid(a), [5]],
  ["softplus", (a) => softplus(a), [5]],
  ["where, broadcasting", (a, b) => where(greater(a, 0), square(a), mul(a, b)), [3, 4], [4]],
  ["where, one branch not finite", (a) => where(greater(a, 100), log(a), square(a)), [3]],
  ["sum of all", (a) => sum(square(a)), [3, 4]],
  ["sum over an axis", (a) => sum(square(a), 0), [3, 4]],
  ["sum keeping two axes", (a) => mul(sum(square(a), [0, -1], { keepDims: true }), a), [3, 4, 5]],
  ["sum of no axes", (a) => sum(square(a), []), [3]],
  ["sum over nothing", (a) => sum(a, 0), [0, 3]],
  ["mean", (a) => mean(square(a), 1), [3, 4]],
  ["variance", (a) => variance(a, 0), [5, 3]],
  ["max of all", (a) => square(max(a)), [3, 4]],
  ["max over an axis", (a) => square(max(a, 1)), [3, 5]],
  ["min over axes", (a) => square(min(a, [0, 2])), [3, 4, 5]],
  ["logSumExp", (a) => logSumExp(a, -1, { keepDims: true }), [3, 5]],
  ["logSumExp over all", (a) => logSumExp(a), [3, 4]],
  ["softmax", (a) => softmax(a), [3, 5]],
  ["softmax over the first axis", (a) => softmax(a, 0), [4, 3]],
  ["softmax over two axes", (a) => softmax(a, [0, 2]), [3, 4, 5]],
  ["softmax of one class", (a) => softmax(a), [3, 1]],
  ["logSoftmax", (a) => logSoftmax(a), [3, 5]],
  ["logSoftmax over the first axis", (a) => logSoftmax(a, 0), [4, 3]],
  ["matmul", (a, b) => matmul(a, b), [3, 4], [4, 5]],
  ["matmul of itself", (a) => matmul(a, a.T), [3, 4]],
  ["matmul, batches broadcasting", (a, b) => matmul(a, b), [5, 1, 3, 4], [3, 4, 1]],
  ["matmul, vector by matrix", (a, b) => matmul(a, b), [3], [3, 4]],
  ["matmul, batch by vector", (a, b) => matmul(a, b), [4, 3, 5], [5]],
  ["matmul, vector by vector", (a, b) => matmul(a, b), [17], [17]],
  ["matmul over nothing", (a, b) => matmul(a, b), [3, 0], [0, 4]],
  ["reshape", (a) => square(a.reshape([4, -1])), [3, 4]],
  ["reshape of a transposed view", (a) => square(a.T.reshape([-1])), [3, 4]],
  ["transpose", (a) => square(a.transpose([1, 2, 0])), [3, 4, 5]],
  ["slice", (a) => square(a.slice("1:", -1, "::-2")), [3, 4, 5]],
  ["slice, overlapping uses", (a) => mul(a.slice("1:"), a.slice(":-1")), [5]],
  ["broadcastTo", (a) => square(broadcastTo(a, [4, 3, 5])), [3, 1]],
  ["cast to float64", (a) => cast(square(a), "float64"), [3]],
  ["concatenate", (a, b) => square(concatenate([a, b, a], 1)), [3, 4], [3, 1]],
  ["stack", (a, b) => square(stack([a, b], -1)), [3, 4], [3, 4]],
  ["take, repeating", (a) => square(take(a, [2, 0, 2, -1])), [3, 4]],
  [
    "take at a table of indices",
    (a) =>
      square(
        take(
          a,
          tensor([
            [0, 3],
            [1, 1],
          ]),
          1,
        ),
      ),
    [3, 4],
  ],
  ["takeAlongAxis", (a) => square(takeAlongAxis(a, tensor([[0], [3], [1]]))), [3, 4]],
  ["takeAlongAxis of the first axis", (a) => square(takeAlongAxis(a, tensor([[0, 2, 1, 1]]), 0)), [3, 4]],
];

describe("derivatives against finite differences, first and second order", () => {
  it.each(rules)("%s", (_name, f, ...shapes) => {
    checkDerivatives(
      f,
      shapes.map((shape, i) => randomTensor(i + 1, shape)),
    );
  });

  it("a small network with a softmax cross-entropy", () => {
    const X = randomTensor(50, [5, 3]);
    const Y = oneHot([0, 3, 1, 2, 3], 4);
    const loss = (W: Tensor, b: Tensor, V: Tensor) =>
      neg(mean(sum(mul(Y, logSoftmax(matmul(tanh(add(matmul(X, W), b)), V))), 1)));
    checkDerivatives(loss, [randomTensor(1, [3, 17]), randomTensor(2, [17]), randomTensor(3, [17, 4])]);
  });
});

describe("conventions where there is no derivative", () => {
  const slope = (f: (x: Tensor) => Tensor, at: number) => grad(f)(tensor(at)).item();

  it("kinks: |x| has 0, maximum shares a tie in halves", () => {
    expect(slope(abs, 0)).toBe(0);
    expect(slope((x) => maximum(x, 0), 0)).toBe(0.5);
    expect(slope((x) => minimum(x, 0), 0)).toBe(0.5);
  });

  it("a maximum that is reached k times is shared in k parts", () => {
    expect(grad((x: Tensor) => max(x))(tensor([3, 1, 3, 3])).toNested()).toEqual([1 / 3, 0, 1 / 3, 1 / 3]);
  });

  it("powers of 0 with whole exponents have all their derivatives", () => {
    const cube = (x: Tensor) => pow(x, 2);
    expect(slope(cube, 0)).toBe(0);
    expect(slope(grad(cube), 0)).toBe(2);
    expect(slope(grad(grad(cube)), 0)).toBe(0);
    expect(grad((b: Tensor) => pow(0, b))(tensor(2)).item()).toBe(0);
  });

  it("comparisons are constant", () => {
    expect(slope((x) => mul(cast(greater(x, 1), "float64"), x), 2)).toBe(1);
    expect(slope((x) => cast(equal(x, 2), "float64"), 2)).toBe(0);
  });
});

describe("extreme logits", () => {
  const logits = tensor([[1e4, -1e4, 0]]);

  it("have finite values, gradients and Hessians", () => {
    const targets = oneHot([1], 3);
    const loss = (z: Tensor) => neg(sum(mul(targets, logSoftmax(z))));
    const [value, gradient] = valueAndGrad(loss)(logits);
    expect(value.item()).toBe(2e4);
    expect(gradient.toNested()).toEqual([[1, -1, 0]]);
    expect(hvp(loss, logits, tensor([[1, 2, 3]])).toNested()).toEqual([[0, 0, 0]]);
  });

  it.each([-1e4, 1e4])("are softplus's and sigmoid's, too (%d)", (z) => {
    for (const f of [softplus, sigmoid])
      expect(Number.isFinite(grad(grad((x: Tensor) => f(x)))(tensor(z)).item())).toBe(true);
  });
});
