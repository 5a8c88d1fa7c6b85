import { expect } from "vitest";
import { add, grad, hvp, jvp, mul, normal, random, sum, type Tensor, tensor } from "../src/index.js";

export type Inputs = readonly Tensor[];

/** Normal random numbers, float64. */
export function randomTensor(seed: number, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tensor(normal(random(seed), size), { shape });
}

/**
 * Checks grad, jvp and hvp of Σ u·f(x), u random, against central differences along random directions and,
 * for the gradient, along every coordinate. The five-point stencil has error h⁴, so that with h = 1e-3 both
 * truncation and rounding stay near 1e-12 of the function's scale.
 */
export function checkDerivatives(f: (...inputs: Inputs) => Tensor, inputs: Inputs): void {
  const u = randomTensor(101, f(...inputs).shape);
  const value = (x: Inputs) => sum(mul(f(...x), u));
  const v = inputs.map((x, i) => randomTensor(200 + i, x.shape));
  const along = (t: number) => inputs.map((x, i) => add(x, mul(v[i], t)));

  const gradient = grad(value)(inputs);
  for (const [i, x] of inputs.entries()) expect(gradient[i].shape).toEqual(x.shape);
  for (const [i, x] of inputs.entries())
    for (let at = 0; at < x.size; at++)
      expectClose(
        [gradient[i].toArray()[at]],
        stencil((h) => [value(inputs.with(i, nudged(x, at, h))).item()]),
      );
  expectClose(
    jvp(f, inputs, v)[1].toArray(),
    stencil((h) => f(...along(h)).toArray()),
  );
  expectClose(
    flat(hvp(value, inputs, v)),
    stencil((h) => flat(grad(value)(along(h)))),
  );
}

const flat = (tensors: Inputs): number[] => tensors.flatMap((x) => [...x.toArray()]);

function nudged(x: Tensor, at: number, by: number): Tensor {
  const values = x.toArray();
  values[at] += by;
  return tensor(values, { shape: x.shape });
}

function stencil(f: (h: number) => ArrayLike<number>): number[] {
  const h = 1e-3;
  const [a, b, c, d] = [-2 * h, -h, h, 2 * h].map(f);
  return Array.from(a, (_, i) => (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (12 * h));
}

export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-8): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(actual[i] - expected[i])).toBeLessThanOrEqual(tolerance * (1 + Math.abs(expected[i])));
}
