import { describe, expect, it } from "vitest";
import { checkDerivatives, expectClose, type Inputs, randomTensor } from "../test/checkDerivatives.js";
import {
  customVjp,
  grad,
  jvp,
  logSumExp,
  mul,
  pow,
  sign,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from "./index.js";

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
