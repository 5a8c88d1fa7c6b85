/**
 * For the tests: the gradient of f at x by fourth-order central differences,
 * (8 (f(x+h) − f(x−h)) − (f(x+2h) − f(x−2h))) / 12h.
 */
export function numericGradient(f: (x: Float64Array) => number, x: Float64Array, h = 1e-3): Float64Array {
  const shifted = (j: number, by: number) => f(x.with(j, x[j] + by));
  return x.map(
    (_, j) => (8 * (shifted(j, h) - shifted(j, -h)) - (shifted(j, 2 * h) - shifted(j, -2 * h))) / (12 * h),
  );
}

/** For the tests: the derivative of a vector function at x in direction u, likewise. */
export function numericTangent(
  f: (x: Float64Array) => Float64Array,
  x: Float64Array,
  u: Float64Array,
  h = 1e-3,
): Float64Array {
  const at = (by: number) => f(x.map((value, j) => value + by * u[j]));
  const [a, b, c, d] = [at(h), at(-h), at(2 * h), at(-2 * h)];
  return a.map((_, j) => (8 * (a[j] - b[j]) - (c[j] - d[j])) / (12 * h));
}

/** For the tests: the largest |a_j − b_j|; NaN where one is NaN. */
export const maxDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a, (value, j) => Math.abs(value - b[j])).reduce(
    (x, y) => Math.max(x, y),
    a.length === b.length ? 0 : NaN,
  );
