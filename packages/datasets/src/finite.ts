import type { NumberArray } from "./dataset.js";

/** Where the first value stands that is not finite, −1 where there is none. */
export function indexOfNonFinite(values: NumberArray): number {
  if (values instanceof Uint8Array || areFinite(values)) return -1;
  return values.findIndex((value: number) => !Number.isFinite(value));
}

/**
 * Whether Σ 0 · x is 0; it is NaN as soon as one x is not finite. Four sums, since each waits for itself, and an end and a
 * position of each loop's own, since V8 would look up the length in every round and take twice as long.
 */
function areFinite(values: Float32Array | Float64Array): boolean {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const n = values.length;
  const end = n - (n % 4);
  for (let k = 0; k < end; k += 4) {
    a += 0 * values[k];
    b += 0 * values[k + 1];
    c += 0 * values[k + 2];
    d += 0 * values[k + 3];
  }
  for (let k = end; k < n; k++) a += 0 * values[k];
  return a + b + c + d === 0;
}

/** Where the first infinite value stands, −1 where there is none. */
export function indexOfInfinite(values: NumberArray): number {
  const [a, b] = [values.indexOf(Infinity), values.indexOf(-Infinity)];
  return a === -1 || b === -1 ? Math.max(a, b) : Math.min(a, b);
}
