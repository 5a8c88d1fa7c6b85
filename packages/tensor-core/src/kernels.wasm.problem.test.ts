import { describe, expect, test } from "vitest";
import { expectClose, integers, numbers, randomFeatures, STORED } from "../test/problems.js";
import type { Features } from "./features.js";
import { referenceKernels } from "./kernels.reference.js";
import { allocate, instantiate, wasmModule } from "./kernels.wasm.module.js";
import { DOUBLES, type Placed, placeByRows, placedBytes, rowStride } from "./kernels.wasm.place.js";
import { WasmProblem, workspaceBytes } from "./kernels.wasm.problem.js";

const module = wasmModule("simd") as WebAssembly.Module;
const PAGE = 65536;

describe.skipIf(!module)("WasmProblem", () => {
  test.each(STORED)("needs no more memory for %s features than was foreseen", (stored) => {
    for (const precision of ["float32", "float64"] as const)
      for (const [n, d] of [
        [0, 0],
        [1, 1],
        [3, 5],
        [17, 1024],
        [200, 33],
        [5, 20_000],
      ])
        for (const nClasses of [1, 3, 17, 1000]) {
          const features: Features = randomFeatures(stored, n, d);
          const placed = placeByRows(features, precision, PAGE) as Placed;
          const instance = instantiate(module, precision, placed.memory);
          expect(new WasmProblem(instance, features, placed).open(nClasses, 1e6)).toBe(true);
          const foreseen = placedBytes(features, precision) + workspaceBytes(d, nClasses);
          expect(placed.memory.buffer.byteLength).toBeLessThan(foreseen + PAGE);
        }
  });

  test("says so where the host refuses memory", () => {
    const features = randomFeatures("float64", 17, 5);
    const placed = placeByRows(features, "float64", PAGE) as Placed;
    const instance = instantiate(module, "float64", placed.memory);
    const refusing = Object.create(instance.memory, {
      buffer: { get: () => instance.memory.buffer },
      grow: {
        value: () => {
          throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
        },
      },
    });
    const problem = new WasmProblem({ ...instance, memory: refusing }, features, placed);
    expect(problem.open(300, 17)).toBe(false);
  });

  test("works at addresses above 2 GiB", (context) => {
    const [n, d, C, base] = [5, 3, 4, 2 ** 31 + 4096];
    const memory = allocate(base + (4 << 20));
    if (!memory) return context.skip("this host has no 2 GiB of address space");
    const { passes, shared } = instantiate(module, "float64", memory);
    const X = randomFeatures("float64", n, d);
    const params = numbers("params", C * (d + 1));
    const labels = integers("labels", n, C);
    const stride = rowStride(d, DOUBLES);
    shared.bindDense(base, stride, DOUBLES, 0.75);
    for (let i = 0; i < n; i++)
      new Float64Array(memory.buffer, base + i * stride, d).set(
        (X as { data: Float64Array }).data.subarray(i * d, (i + 1) * d),
      );
    passes.layout(base + n * stride, d, C, 64, stride);
    const io = new Float64Array(memory.buffer, shared.io() >>> 0, params.length);
    io.set(params);
    passes.pack(false);
    passes.begin();
    new Int32Array(memory.buffer, shared.targets() >>> 0, n).set(labels);
    passes.crossEntropy(0, n, false, false, false);
    const expected = new Float64Array(params.length);
    const loss = referenceKernels
      .linear(X, "float64")
      .crossEntropy(params, labels, undefined, { from: 0, to: n }, expected);
    expectClose([passes.end()], [loss], 1e-12);
    expectClose(io, expected, 1e-12);
  });
});
