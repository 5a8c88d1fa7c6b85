import type { NumberArray } from "./dataset.js";

/** Where the first value stands that is not finite, −1 where there is none: x − x is 0 for finite x only. */
export function indexOfNonFinite(values: NumberArray): number {
  if (values instanceof Uint8Array) return -1;
  for (let k = 0; k < values.length; k++) if (values[k] - values[k] !== 0) return k;
  return -1;
}
