import { describe, expect, it } from "vitest";
import { checkDerivatives, expectClose, type Inputs, randomTensor } from "../test/checkDerivatives.js";
import {
  abs,
  add,
  broadcastTo,
  cast,
  clip,
  concatenate,
  cos,
  customVjp,
  div,
  equal,
  exp,
  expm1,
  full,
  grad,
  greater,
  hvp,
  jvp,
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
  treeMap,
  valueAndGrad,
  variance,
  vjp,
  where,
  zeros,
} from "./index.js";
import { tracingOf } from "./tensor.js";

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

describe("nesting", () => {
  it("gives derivatives of any order: dⁿ/dxⁿ x⁵", () => {
    let f = (x: Tensor): Tensor => pow(x, 5);
    for (const expected of [80, 160, 240, 240, 120, 0]) {
      f = grad(f);
      expectClose([f(tensor(2)).item()], [expected]);
    }
  });

  it("keeps the variables of inner and outer derivatives apart: d/dx [x · d/dy (x + y)] = 1", () => {
    const f = (x: Tensor) => mul(x, grad((y: Tensor) => add(x, y))(tensor(1)));
    expect(grad(f)(tensor(3)).item()).toBe(1);
  });

  it("differentiates through what an inner function closes over: d/dx [d/dy x²y³] at y = x is 6x³ + …", () => {
    const inner = (x: Tensor) => grad((y: Tensor) => mul(square(x), pow(y, 3)))(x);
    expectClose([inner(tensor(2)).item(), grad(inner)(tensor(2)).item()], [3 * 2 ** 4, 12 * 2 ** 3]);
  });

  it("mixes modes: jvp of grad, grad of jvp and vjp of vjp agree with hvp", () => {
    const f = (x: Tensor) => sum(exp(mul(sin(x), x.slice("::-1"))));
    const [x, v] = [randomTensor(1, [5]), randomTensor(2, [5])];
    const expected = hvp(f, x, v).toArray();
    expectClose(jvp((y: Tensor) => grad(f)(y), [x], [v])[1].toArray(), expected);
    expectClose(grad((y: Tensor) => jvp(f, [y], [v])[1])(x).toArray(), expected);
    expectClose(vjp((y: Tensor) => vjp(f, y)[1](tensor(1))[0], x)[1](v)[0].toArray(), expected);
  });

  it("leaves nothing traced behind, so that a loop over gradients does not keep its past", () => {
    const f = (x: Tensor) => sum(exp(x));
    const x = tensor([1, 2]);
    const [value, gradient] = valueAndGrad(f)(x);
    const results = [value, gradient, hvp(f, x, x), ...jvp(f, [x], [x]), vjp(f, x)[1](value)[0]];
    expect(results.map(tracingOf)).toEqual(results.map(() => undefined));
  });

  it("walks deep graphs without recursion", () => {
    const f = (x: Tensor) => {
      let y = x;
      for (let k = 0; k < 20_000; k++) y = add(y, x);
      return y;
    };
    expect(grad(f)(tensor(1)).item()).toBe(20_001);
  });
});

describe("grad", () => {
  it("has the structure of the parameters, and passes further arguments on", () => {
    const params = { layers: [{ W: tensor([[1, 2]]), b: tensor([3]) }], scale: tensor(2) };
    const f = (p: typeof params, power: number) =>
      mul(p.scale, add(sum(pow(p.layers[0].W, power)), sum(p.layers[0].b)));
    const [value, gradient] = valueAndGrad(f)(params, 3);
    expect(value.item()).toBe(24);
    expect(gradient.layers[0].W.toNested()).toEqual([[6, 24]]);
    expect(gradient.layers[0].b.toNested()).toEqual([2]);
    expect(gradient.scale.item()).toBe(12);
    expect(Object.keys(grad(f)(params, 3))).toEqual(["layers", "scale"]);
  });

  it("is zero for a parameter that is not used", () => {
    expect(grad(([x]: readonly Tensor[]) => sum(x))([tensor([1]), zeros([3])])[1].toNested()).toEqual([
      0, 0, 0,
    ]);
    expect(grad((_x: Tensor) => tensor(1))(tensor([1, 2])).toNested()).toEqual([0, 0]);
  });

  it("keeps each parameter's dtype where dtypes mix", () => {
    const x = tensor([1, 2], { dtype: "float32" });
    const y = tensor([3, 4]);
    const [gx, gy] = grad(([x, y]: Inputs) => sum(mul(x, y)))([x, y]);
    expect([gx.dtype, gy.dtype]).toEqual(["float32", "float64"]);
    expect(gx.toNested()).toEqual([3, 4]);
    const counts = tensor([2, 3], { dtype: "int32" });
    expect(grad((x: Tensor) => sum(mul(counts, x)))(x).dtype).toBe("float32");
  });

  it("reads values on the way, so that control flow may depend on them", () => {
    const f = (x: Tensor) => (x.item() > 0 ? square(x) : neg(x));
    expect([grad(f)(tensor(3)).item(), grad(f)(tensor(-3)).item()]).toEqual([6, -1]);
  });

  it("names what is wrong with the value or the parameters", () => {
    expect(() => grad((x: Tensor) => x)(tensor([1, 2]))).toThrow(
      "grad: f returned float64 [2]; expected a float of shape []",
    );
    expect(() => grad((x: Tensor) => x.item() as unknown as Tensor)(tensor(2))).toThrow(
      "grad: f returned 2; expected a tensor of shape []",
    );
    expect(() =>
      grad(({ w }: { w: Tensor; rate: Tensor }) => sum(w))({ w: tensor(1), rate: 0.1 as unknown as Tensor }),
    ).toThrow("tree: found 0.1; expected a tensor, or a record or array of tensors");
    expect(() => grad((x: Tensor) => sum(greater(x, 0)))(full([2], 1, "int32"))).toThrow(
      "grad: got a tensor of int32; derivatives need float32 or float64",
    );
    expect(() => grad((x: Tensor) => max(greater(x, 0)))(tensor([1]))).toThrow("grad: f returned bool []");
  });
});

describe("vjp and jvp", () => {
  it("work on functions from and to trees, and pull back any number of times", () => {
    const f = (x: Tensor, p: { y: Tensor }) => ({ sum: add(x, p.y), product: mul(x, p.y) });
    const [value, pullback] = vjp(f, tensor(3), { y: tensor(4) });
    expect([value.sum.item(), value.product.item()]).toEqual([7, 12]);
    for (let again = 0; again < 2; again++) {
      const [x, { y }] = pullback({ sum: tensor(1), product: tensor(10) });
      expect([x.item(), y.item()]).toEqual([41, 31]);
    }
    const [, tangent] = jvp(
      (x, p) => ({ sum: add(x, p.y), product: mul(x, p.y) }),
      [tensor(3), { y: tensor(4) }],
      [tensor(1), { y: tensor(10) }],
    );
    expect([tangent.sum.item(), tangent.product.item()]).toEqual([11, 34]);
  });

  it("are each other's transpose: ⟨u, J v⟩ = ⟨Jᵀ u, v⟩", () => {
    const f = (x: Tensor) => softmax(matmul(randomTensor(3, [5, 4]), exp(x)));
    const [x, v, u] = [randomTensor(1, [4]), randomTensor(2, [4]), randomTensor(4, [5])];
    const forward = sum(mul(u, jvp(f, [x], [v])[1])).item();
    expectClose([forward], [sum(mul(vjp(f, x)[1](u)[0], v)).item()], 1e-12);
  });

  it("give a zero tangent where the value does not depend on the input", () => {
    expect(jvp((_x: Tensor) => tensor([1, 2]), [tensor(1)], [tensor(1)])[1].toNested()).toEqual([0, 0]);
    expect(jvp((x: Tensor) => ({ same: x, none: tensor(1) }), [tensor(1)], [tensor(5)])[1].same.item()).toBe(
      5,
    );
  });

  it("name cotangents and tangents that do not fit", () => {
    const [, pullback] = vjp((x: Tensor) => exp(x), tensor([1, 2]));
    expect(() => pullback(tensor([1, 2, 3]))).toThrow("vjp: a cotangent is [3]; expected [2]");
    expect(() => jvp((x: Tensor) => x, [tensor([1])], [tensor(1)])).toThrow(
      "jvp: a tangent is []; expected [1]",
    );
    expect(() => hvp((x: Tensor) => sum(x), tensor([1]), tensor([1, 2]))).toThrow(
      "hvp: a direction is [2]; expected [1]",
    );
  });
});

describe("customVjp", () => {
  /** ln Σ eˣ, whose gradient is softmax, whose own derivative is given too. */
  const probabilities = customVjp(
    (z: Tensor) => softmax(z),
    (ct, p, _z) => [sub(mul(p, ct), mul(p, sum(mul(p, ct))))],
  );
  const lse = customVjp(
    (z: Tensor) => logSumExp(z),
    (ct, _value, z) => [mul(ct, probabilities(z))],
  );

  it("has the derivatives it is given, of first and second order", () => {
    checkDerivatives((z) => lse(z), [randomTensor(1, [5])]);
    checkDerivatives((z) => lse(mul(z, z)), [randomTensor(1, [3])]);
    checkDerivatives((z) => probabilities(square(z)), [randomTensor(1, [4])]);
  });

  it("believes its backward, not its forward", () => {
    const straightThrough = customVjp(
      (x: Tensor) => sign(x),
      (ct) => [ct],
    );
    expect(grad((x: Tensor) => sum(mul(straightThrough(x), 3)))(tensor([-2, 5])).toNested()).toEqual([3, 3]);
    expect(jvp((x: Tensor) => straightThrough(x), [tensor([-2])], [tensor([7])])[1].toNested()).toEqual([7]);
  });

  it("differentiates a backward of closed-over data any number of times", () => {
    const cube = customVjp(
      (x: Tensor) => pow(x, 3),
      (ct, _value, x) => [mul(ct, mul(3, square(x)))],
    );
    expectClose([grad(grad(grad(cube)))(tensor(2)).item()], [6]);
  });

  it("takes undefined for an input without a derivative", () => {
    const scaled = customVjp(
      (x: Tensor, factor: Tensor) => mul(x, factor),
      (ct, _value, _x, factor) => [mul(ct, factor), undefined],
    );
    const [gx, gf] = grad(([x, f]: Inputs) => sum(scaled(x, f)))([tensor([1, 2]), tensor(3)]);
    expect([gx.toNested(), gf.item()]).toEqual([[3, 3], 0]);
  });

  it("names the input whose cotangent has another shape", () => {
    const broken = customVjp(
      (_a: Tensor, b: Tensor) => sum(b),
      (ct) => [undefined, ct],
    );
    expect(() => grad((b: Tensor) => broken(tensor(1), b))(tensor([1, 2]))).toThrow(
      "customVjp: backward returned [] for input 1; expected [2]",
    );
  });
});

describe("treeMap", () => {
  it("goes by key, not by order, and keeps the first tree's order", () => {
    const step = treeMap(
      (a, b) => sub(a, b),
      { w: tensor(5), b: [tensor(7)] },
      { b: [tensor(1)], w: tensor(2) },
    );
    expect(Object.keys(step)).toEqual(["w", "b"]);
    expect([step.w.item(), step.b[0].item()]).toEqual([3, 6]);
  });

  it("names the place where the trees differ", () => {
    const tree = { w: [tensor(1), tensor(2)] } as { w: Tensor[] };
    expect(() => treeMap(add, tree, { w: [tensor(1)] })).toThrow("treeMap: found {0} at w; expected {0, 1}");
    const loose: Record<string, Tensor> = { a: tensor(1) };
    expect(() => treeMap(add, loose, { b: tensor(1) })).toThrow("treeMap: found {b}; expected {a}");
    expect(() => treeMap(add, [] as Tensor[], tensor(1) as unknown as Tensor[])).toThrow(
      "treeMap: found a tensor; expected {}",
    );
  });
});
