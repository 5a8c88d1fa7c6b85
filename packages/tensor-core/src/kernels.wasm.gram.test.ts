import { describe, expect, test } from "vitest";
import { expectClose, numbers, randomFeatures, withoutMemory } from "../test/problems.js";
import type { DenseFeatures } from "./features.js";
import { referenceKernels } from "./kernels.reference.js";
import { BLOCK_ROWS, denseGram, gramBytes } from "./kernels.wasm.gram.js";
import { WasmInstance } from "./kernels.wasm.instance.js";
import { allocate, type WasmBuild, wasmBuild } from "./kernels.wasm.module.js";
import { BASE } from "./kernels.wasm.place.js";

const build = wasmBuild("simd", 3) as WasmBuild;

describe.skipIf(!build)("denseGram", () => {
  test("needs no more memory than was foreseen", () => {
    for (const stored of ["uint8", "float32", "float64"] as const)
      for (const precision of ["float32", "float64"] as const)
        for (const d of [0, 1, 11, 12, 23, 24, 33, 3072]) {
          const X = randomFeatures(stored, 1, d) as DenseFeatures;
          for (const isShared of [false, true]) {
            const instance = new WasmInstance(build, precision, allocate(1, isShared) as WebAssembly.Memory);
            const end = instance.prepare(["gramLayout", BASE, d, BLOCK_ROWS, d * X.data.BYTES_PER_ELEMENT]);
            expect(end).toBeLessThanOrEqual(gramBytes(X, precision, isShared ? 3 : 1));
          }
        }
  });

  test("adds up the same again where the memory of the first call is used again", () => {
    const X = randomFeatures("uint8", 300, 30) as DenseFeatures;
    const gram = denseGram(build, X, "float64", 2 ** 32);
    const [first, second] = [new Float64Array(31 ** 2), new Float64Array(31 ** 2)];
    gram(undefined, { from: 0, to: 300 }, first);
    gram(numbers("w", 5).map(Math.abs), { from: 7, to: 12 }, new Float64Array(31 ** 2));
    gram(undefined, { from: 0, to: 300 }, second);
    expect(second).toEqual(first);
  });

  test("leaves what does not fit, or a host that refuses memory, to the reference loops", () => {
    const X = randomFeatures("float32", 40, 9) as DenseFeatures;
    const rows = { from: 3, to: 40 };
    const expected = new Float64Array(100);
    referenceKernels.linear(X, "float64").gram(undefined, rows, expected);
    const found = new Float64Array(100);
    denseGram(build, X, "float64", 1000)(undefined, rows, found);
    expect(found).toEqual(expected);

    withoutMemory(() => denseGram(build, X, "float64", 2 ** 32)(undefined, rows, found.fill(0)));
    expect(found).toEqual(expected);
  });

  test("a row that is not a number stays in its column", () => {
    const data = Float32Array.from(numbers("x", 20 * 30));
    data[5 * 30 + 7] = Number.NaN;
    const out = new Float64Array(31 ** 2);
    denseGram(
      build,
      { kind: "dense", data, nRows: 20, nColumns: 30, scale: 1 },
      "float32",
      2 ** 32,
    )(undefined, { from: 0, to: 20 }, out);
    for (let i = 0; i < 31; i++)
      for (let j = 0; j < 31; j++) expect(Number.isNaN(out[i * 31 + j])).toBe(i === 7 || j === 7);
    expectClose([out[31 ** 2 - 1]], [20], 1e-6);
  });
});
