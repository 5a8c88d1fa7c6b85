/** aᵀb. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** Numbers of each vector that are worked on at a time, so that those needed again stay in the cache. */
const BLOCK = 1024;

/**
 * Vectors that are read side by side. A million numbers long, they are not in the cache, and one processor fetches
 * four streams of memory about twice as fast as two.
 */
const STREAMS = 4;

/** The products of each of `vectors` with x and with y, [vectors.length, 2], reading every vector once. */
export function dots(vectors: readonly Float64Array[], x: Float64Array, y: Float64Array): Float64Array {
  const products = new Float64Array(2 * vectors.length);
  for (let from = 0; from < x.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, x.length);
    for (let k = 0; k < vectors.length; k += STREAMS)
      addProducts(streams(vectors, k), x, y, from, to, products.subarray(2 * k));
  }
  return products;
}

type Streams = readonly [Float64Array, Float64Array, Float64Array, Float64Array];

/** The vectors from k on; the first of them in place of those that are not there. */
const streams = (vectors: readonly Float64Array[], k: number): Streams => [
  vectors[k],
  vectors[k + 1] ?? vectors[k],
  vectors[k + 2] ?? vectors[k],
  vectors[k + 3] ?? vectors[k],
];

/** Eight products from six loads; as many of them are added as there is room for. */
function addProducts(
  [a, b, c, d]: Streams,
  x: Float64Array,
  y: Float64Array,
  from: number,
  to: number,
  products: Float64Array,
): void {
  let [ax, ay, bx, by, cx, cy, dx, dy] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let j = from; j < to; j++) {
    ax += a[j] * x[j];
    ay += a[j] * y[j];
    bx += b[j] * x[j];
    by += b[j] * y[j];
    cx += c[j] * x[j];
    cy += c[j] * y[j];
    dx += d[j] * x[j];
    dy += d[j] * y[j];
  }
  const sums = [ax, ay, bx, by, cx, cy, dx, dy];
  const count = Math.min(sums.length, products.length);
  for (let k = 0; k < count; k++) products[k] += sums[k];
}

/** out ← Σ_k factors[k] · vectors[k], reading every vector once; `out` is none of them. */
export function combine(
  factors: readonly number[],
  vectors: readonly Float64Array[],
  out: Float64Array,
): Float64Array {
  out.fill(0);
  for (let from = 0; from < out.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, out.length);
    for (let k = 0; k < vectors.length; k += STREAMS)
      addFour(
        [0, 1, 2, 3].map((i) => factors[k + i] ?? 0),
        streams(vectors, k),
        out,
        from,
        to,
      );
  }
  return out;
}

function addFour(
  [f, g, h, i]: readonly number[],
  [a, b, c, d]: Streams,
  out: Float64Array,
  from: number,
  to: number,
): void {
  for (let j = from; j < to; j++) out[j] = out[j] + (f * a[j] + g * b[j]) + (h * c[j] + i * d[j]);
}

/** ‖a‖₂. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** ‖a‖∞; NaN where an entry is. */
export function maxAbs(a: Float64Array): number {
  let max = 0;
  for (let j = 0; j < a.length; j++) {
    const size = Math.abs(a[j]);
    if (size > max) max = size;
    else if (Number.isNaN(size)) return size;
  }
  return max;
}

/** out ← a + factor · b; `out` may be `a` or `b`. */
export function addScaled(
  a: Float64Array,
  factor: number,
  b: Float64Array,
  out: Float64Array = new Float64Array(a.length),
): Float64Array {
  for (let j = 0; j < a.length; j++) out[j] = a[j] + factor * b[j];
  return out;
}

/** a − b. */
export const minus = (a: Float64Array, b: Float64Array): Float64Array => addScaled(a, -1, b);
