/** aᵀb, in four interleaved sums. */
export const dot = (a: Float64Array, b: Float64Array): number => dotBetween(a, b, 0, a.length);

function dotBetween(a: Float64Array, b: Float64Array, from: number, to: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let j = from;
  for (; j + 3 < to; j += 4) {
    s0 += a[j] * b[j];
    s1 += a[j + 1] * b[j + 1];
    s2 += a[j + 2] * b[j + 2];
    s3 += a[j + 3] * b[j + 3];
  }
  for (; j < to; j++) s0 += a[j] * b[j];
  return s0 + s1 + (s2 + s3);
}

/** Numbers of a vector that stay in the cache while several others are brought to them. */
const BLOCK = 2048;

/** The products of each of `vectors` with each of `others`, [vectors.length, others.length], reading all once. */
export function dots(vectors: readonly Float64Array[], others: readonly Float64Array[]): Float64Array {
  const products = new Float64Array(vectors.length * others.length);
  for (let from = 0, size = others[0].length; from < size; from += BLOCK) {
    const to = Math.min(from + BLOCK, size);
    for (let k = 0, at = 0; k < vectors.length; k++)
      for (const other of others) products[at++] += dotBetween(vectors[k], other, from, to);
  }
  return products;
}

/** out ← Σ_k factors[k] · vectors[k], reading all once; `out` is none of the vectors. */
export function combine(
  factors: ArrayLike<number>,
  vectors: readonly Float64Array[],
  out: Float64Array,
): Float64Array {
  for (let from = 0; from < out.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, out.length);
    for (let k = 0; k < vectors.length; k++) {
      const [vector, factor] = [vectors[k], factors[k]];
      if (k === 0) for (let j = from; j < to; j++) out[j] = factor * vector[j];
      else for (let j = from; j < to; j++) out[j] += factor * vector[j];
    }
  }
  return out;
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
