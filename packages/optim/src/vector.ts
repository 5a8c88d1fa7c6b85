/** aᵀb. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** ‖a‖₂. */
export const norm = (a: Float64Array): number => Math.sqrt(dot(a, a));

/** ‖a‖∞; NaN where an entry is. */
export function maxAbs(a: Float64Array): number {
  let max = 0;
  for (let j = 0; j < a.length; j++) {
    if (Number.isNaN(a[j])) return Number.NaN;
    max = Math.max(max, Math.abs(a[j]));
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
