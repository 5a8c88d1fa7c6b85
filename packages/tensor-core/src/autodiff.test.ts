import { describe, expect, it } from "vitest";
import { expectClose, type Inputs, randomTensor } from "../test/checkDerivatives.js";
import {
  add,
  exp,
  full,
  grad,
  greater,
  hvp,
  jvp,
  matmul,
  max,
  mul,
  neg,
  pow,
  sin,
  softmax,
  square,
  sum,
  type Tensor,
  tensor,
  valueAndGrad,
  vjp,
  zeros,
} from "./index.js";
import { tracingOf } from "./tensor.js";

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
