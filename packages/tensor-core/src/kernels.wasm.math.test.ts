import { describe, expect, test } from "vitest";
import { allocate, type WasmVariant, wasmModule } from "./kernels.wasm.module.js";
import { random, uniform } from "./random.js";

/** Runs one of the module's in-place functions over the values. */
function inPlace(module: WebAssembly.Module, name: string, values: Float32Array | Float64Array) {
  const memory = allocate(4 << 20) as WebAssembly.Memory;
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  const Values = values.constructor as Float64ArrayConstructor;
  const view = new Values(memory.buffer, 1024, values.length);
  view.set(values);
  (exports[name] as (from: number, to: number) => void)(1024, 1024 + values.byteLength);
  return view;
}

/** The distance from `expected` in units in its last place, for numbers of `digits` binary digits. */
const ulps = (actual: number, expected: number, digits: number): number =>
  Math.abs(actual - expected) / 2 ** (Math.floor(Math.log2(Math.abs(expected))) - digits + 1);

const largestError = (
  values: ArrayLike<number>,
  results: ArrayLike<number>,
  f: (x: number) => number,
  digits: number,
) => Array.from(values).reduce((max, x, k) => Math.max(max, ulps(results[k], f(x), digits)), 0);

const between = (low: number, high: number, name: string): Float64Array =>
  uniform(random(3, name), 20_000).map((u) => low + (high - low) * u);

describe.each(["simd", "relaxed-simd"] as WasmVariant[])("%s", (variant) => {
  const module = wasmModule(variant) as WebAssembly.Module;

  describe.skipIf(!module)("elementary functions", () => {
    test("exp in float32 is within 2 units in the last place", () => {
      for (const [low, high] of [
        [-87.3, 0],
        [-1, 0],
        [-1e-3, 0],
        [0, 87],
      ]) {
        const x = Float32Array.from(between(low, high, `${low}`));
        expect(largestError(x, inPlace(module, "expInPlace32", x), Math.exp, 24)).toBeLessThan(2);
      }
    });

    test("exp in float64 is within 2 units in the last place", () => {
      for (const [low, high] of [
        [-708, 0],
        [-1, 0],
        [-1e-3, 0],
        [0, 709],
      ]) {
        const x = between(low, high, `${low}`);
        expect(largestError(x, inPlace(module, "expInPlace64", x), Math.exp, 53)).toBeLessThan(2);
      }
    });

    test("ln in float64 is within 2 units in the last place", () => {
      for (const [low, high] of [
        [0.5, 1],
        [1, 1.001],
        [1, 2],
        [2, 1000],
        [1e299, 1e300],
        [1e-300, 1e-299],
      ]) {
        const x = between(low, high, `${low}`);
        expect(largestError(x, inPlace(module, "logInPlace", x), Math.log, 53)).toBeLessThan(2);
      }
      expect(inPlace(module, "logInPlace", Float64Array.of(1, 1))).toEqual(Float64Array.of(0, 0));
    });

    test("exp of 0 is 1, of what is too small 0, of NaN NaN", () => {
      const x = [0, -0, -88, -1e4, Number.NEGATIVE_INFINITY, Number.NaN, -1e30, -1e-45];
      const e = [1, 1, 0, 0, 0, Number.NaN, 0, 1];
      expect(inPlace(module, "expInPlace32", Float32Array.from(x))).toEqual(Float32Array.from(e));
      const deeper = x.map((value) => (value === -88 ? -709 : value));
      expect(inPlace(module, "expInPlace64", Float64Array.from(deeper))).toEqual(Float64Array.from(e));
    });
  });
});
