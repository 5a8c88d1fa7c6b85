import { expect, it } from "vitest";
import { indexOfNonFinite } from "./finite.js";

it.each([0, 1, 3, 4, 5, 17])("finds what is not finite anywhere among %i values, and nothing else", (n) => {
  for (const type of [Float32Array, Float64Array]) {
    expect(indexOfNonFinite(new type(n).fill(-1e38))).toBe(-1);
    for (const odd of [Number.NaN, Infinity, -Infinity])
      for (let at = 0; at < n; at++) {
        const values = new type(n).fill(1e38);
        values[at] = values[n - 1] = odd;
        expect(indexOfNonFinite(values)).toBe(at);
      }
  }
});
