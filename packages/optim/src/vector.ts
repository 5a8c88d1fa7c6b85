/** aᵀb. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** Numbers of each vector that are worked on at a time, so that those needed again stay in the cache. */
const BLOCK = 1024;

/** The products of each of `vectors` with x and with y, [vectors.length, 2], reading every vector once. */
export function dots(vectors: readonly Float64Array[], x: Float64Array, y: Float64Array): Float64Array {
  const products = new Float64Array(2 * vectors.length);
  for (let from = 0; from < x.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, x.length);
    for (let k = 0; k < vectors.length; k += 2) {
      const [a, b] = [vectors[k], vectors[k + 1] ?? vectors[k]];
      addProducts(a, b, x, y, from, to, products, 2 * k);
    }
  }
  return products;
}

/** Four products from four loads. */
function addProducts(
  a: Float64Array,
  b: Float64Array,
  x: Float64Array,
  y: Float64Array,
  from: number,
  to: number,
  products: Float64Array,
  at: number,
): void {
  let [ax, ay, bx, by] = [0, 0, 0, 0];
  for (let j = from; j < to; j++) {
    ax += a[j] * x[j];
    ay += a[j] * y[j];
    bx += b[j] * x[j];
    by += b[j] * y[j];
  }
  products[at] += ax;
  products[at + 1] += ay;
  if (at + 2 === products.length) return;
  products[at + 2] += bx;
  products[at + 3] += by;
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
    for (let k = 0; k < vectors.length; k += 2)
      addTwo(factors[k], vectors[k], factors[k + 1] ?? 0, vectors[k + 1] ?? vectors[k], out, from, to);
  }
  return out;
}

function addTwo(
  f: number,
  a: Float64Array,
  g: number,
  b: Float64Array,
  out: Float64Array,
  from: number,
  to: number,
): void {
  for (let j = from; j < to; j++) out[j] += f * a[j] + g * b[j];
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
